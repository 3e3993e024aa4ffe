/** Names beyond ASCII in their two forms (RFC 5891): octets of UTF-8 and A-labels. */
import { domainToASCII, domainToUnicode } from 'node:url';
import { type Failure, failed } from '../outcome.ts';
import { textOperator } from './make.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decoded(text: string): string | undefined {
  try {
    return UTF8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return undefined;
  }
}

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Octets beyond printable ASCII as Exim shows them in messages. */
const shown = (text: string): string =>
  text.replace(/[^ -~]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);

function toAlabels(text: string): string | Failure {
  const name = decoded(text);
  if (name === undefined) return failed(`error converting utf8 (${shown(text)}) to alabel: string encoding error`);
  if (/^[\x00-\x7f]*$/.test(name)) return text;
  const labels = domainToASCII(name);
  return labels === ''
    ? failed(`error converting utf8 (${shown(text)}) to alabel: domain name longer than 255 characters`)
    : labels;
}

const fromAlabels = (text: string): string => encoded(domainToUnicode(text) || text);

/** A local part has the same form, as one label. */
function localToAlabel(text: string): string | Failure {
  return toAlabels(text);
}

function localFromAlabel(text: string): string | Failure {
  if (!/^xn--/i.test(text)) return failed(`error converting alabel (${shown(text)}) to utf8: bad alabel prefix`);
  return fromAlabels(text);
}

export const IDNA_OPERATORS = [
  textOperator('utf8_domain_to_alabel', 'A domain in UTF-8 with its labels in ASCII form.', toAlabels),
  textOperator('utf8_domain_from_alabel', 'A domain with labels in ASCII form as UTF-8.', fromAlabels),
  textOperator('utf8_localpart_to_alabel', 'A local part in UTF-8 in ASCII form.', localToAlabel),
  textOperator('utf8_localpart_from_alabel', 'A local part in ASCII form as UTF-8.', localFromAlabel),
];
