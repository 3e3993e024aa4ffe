/** What a check comes to (RFC 7208 §2.6, §8). */
import { type FindingDef, findingRows } from '../../../base/index.ts';
import type { SpfResult } from '../types.ts';

const row = findingRows('spf');

export const resultFindings: Readonly<Record<SpfResult, FindingDef>> = {
  pass: row(
    'pass',
    'ok',
    'The client may send for the domain',
    'The domain’s record authorises the address. It says who is responsible, not that the mail is welcome.',
    ['RFC 7208 §8.3'],
  ),
  fail: row(
    'fail',
    'error',
    'The client may not send for the domain',
    'The domain’s record says that the address is not authorised. A receiver may refuse the mail.',
    ['RFC 7208 §8.4'],
    'Send through a host that the record names, or have the address added to it.',
  ),
  softfail: row(
    'softfail',
    'warn',
    'The client is probably not allowed to send for the domain',
    'The domain believes that the address is not authorised, and does not say so outright (~). Receivers mark such mail.',
    ['RFC 7208 §8.5'],
    'Send through a host that the record names, or have the address added to it.',
  ),
  neutral: row(
    'neutral',
    'info',
    'The domain does not say whether the client may send',
    'No term matched, or a term with "?" did. Receivers treat it like having no record.',
    ['RFC 7208 §8.2'],
    'End the record in -all or ~all, so that it says something of everybody.',
  ),
  none: row(
    'none',
    'info',
    'There is no policy',
    'The domain publishes no record, or is no domain name that could have one.',
    ['RFC 7208 §8.1', 'RFC 7208 §4.3', 'RFC 7208 §4.5'],
    'Publish a record: "v=spf1 mx -all" where the mail hosts send, "v=spf1 -all" where nobody does.',
  ),
  temperror: row(
    'temperror',
    'unknown',
    'DNS failed, and there is no result',
    'A look-up that the check needs timed out, failed or was proven wrong by DNSSEC. The same check may succeed later.',
    ['RFC 7208 §8.6'],
    'Try again; look at the name servers of the domain that could not be asked.',
  ),
  permerror: row(
    'permerror',
    'error',
    'The record cannot be evaluated',
    'A fault in the record, or in one it includes, keeps every receiver from a result; it will not go away by itself.',
    ['RFC 7208 §8.7'],
    'Mend what the other findings name.',
  ),
};
