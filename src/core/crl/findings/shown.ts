/** What is said of a CRL that is only shown. */
import { row } from './define.ts';

export const readable = row(
  'readable',
  'ok',
  'The CRL can be read, and is in time',
  'Its form is that of RFC 5280 and the moment lies between thisUpdate and nextUpdate. Signatures are looked at with --issuer.',
  ['RFC 5280 §5.1'],
);
