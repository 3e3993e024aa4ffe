/** What a response is refused for because of its dates or its nonce. */
import type { InvalidCode } from '../types.ts';
import { type Rows, row } from './define.ts';

export const dateFindings: Rows<
  Extract<InvalidCode, 'date-order' | 'not-yet-valid' | 'expired' | 'too-old' | `nonce-${string}`>
> = {
  'date-order': row(
    'date-order',
    'error',
    'The response ends before it begins',
    'Its nextUpdate is before its thisUpdate.',
    ['RFC 6960 §4.2.2.1'],
    'The authority has to mend its responder.',
  ),
  'not-yet-valid': row(
    'not-yet-valid',
    'error',
    'The response is from the future',
    'Its thisUpdate is still to come, by more than clocks may be apart (300 seconds unless --skew says otherwise).',
    ['RFC 6960 §4.2.2.1', 'RFC 5019 §4'],
    'Check the clock of this machine.',
  ),
  expired: row(
    'expired',
    'error',
    'The response has run out',
    'Its nextUpdate is past, by more than clocks may be apart (300 seconds unless --skew says otherwise). Servers do not staple it and clients do not take it.',
    ['RFC 6960 §4.2.2.1', 'RFC 5019 §4'],
    'Fetch a new one, and look why that did not happen in time.',
  ),
  'too-old': row(
    'too-old',
    'error',
    'The response is too old',
    'Its thisUpdate is longer ago than --max-age allows. A response without nextUpdate would hold for ever: after 15 days nothing is proven by it, which is also how GnuTLS has it.',
    ['RFC 6960 §4.2.2.1'],
    'Fetch a new one.',
  ),
  'nonce-mismatch': row(
    'nonce-mismatch',
    'error',
    'The nonce is not that of the request',
    'The response answers another request: it was replayed, or the responder is broken.',
    ['RFC 9654 §2.1'],
    'Ask again; without a nonce if the responder cannot do better.',
  ),
  'nonce-missing': row(
    'nonce-missing',
    'error',
    'The response does not have the nonce of the request',
    'Responders that answer from a store have none, and --require-nonce asks for it.',
    ['RFC 9654 §2.1', 'RFC 5019 §4'],
    'Leave out --require-nonce: thisUpdate and nextUpdate bound the age.',
  ),
};
