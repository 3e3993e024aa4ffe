/** Data of `dkim verify`. */
import { type BodyDifference, type DkimVerifyData, REASONS, type SignatureReport } from '../../core/dkim/index.ts';
import { flag, instant, listOf, object, oneOf, optional, type Shape, text, whole } from './shapes.ts';

const result: Shape = oneOf(['none', 'pass', 'fail', 'policy', 'neutral', 'temperror', 'permerror'], 'as in RFC 8601');
const status: Shape = oneOf(['secure', 'insecure', 'bogus', 'indeterminate']);

const signature = object<SignatureReport>({
  domain: optional(text('d=, as far as it can be read')),
  selector: optional(text('s=')),
  result,
  reason: oneOf(REASONS, 'why; good where it passes'),
  detail: text(),
  identity: optional(text('i=')),
  algorithm: optional(text()),
  canonicalization: optional(text('header/body')),
  signedFields: optional(listOf(text(), 'h=, in lower case')),
  signedAt: optional(instant()),
  expiresAt: optional(instant()),
  bodyLength: optional(whole('l=: octets of the canonical body that are signed')),
  bodyOctets: optional(whole('of the canonical body')),
  bodyHash: optional(
    object<NonNullable<SignatureReport['bodyHash']>>({ signed: text('base64'), computed: text('base64') }),
  ),
  key: optional(
    object<NonNullable<SignatureReport['key']>>({
      type: text(),
      bits: optional(whole()),
      dnssec: status,
      testing: flag('t=y'),
    }),
  ),
});

export const dkimVerifyData = object<DkimVerifyData>({
  result,
  signatures: listOf(signature, 'from the top of the header down'),
  message: object<DkimVerifyData['message']>({
    fields: whole('header fields'),
    froms: whole('From fields; there should be one'),
    bodyOctets: whole('with CRLF line ends'),
    lineEnds: oneOf(['crlf', 'lf', 'mixed', 'none']),
    bareLf: whole(),
    bareCr: whole(),
  }),
  differences: optional(
    listOf(
      object<BodyDifference>({
        line: whole('of the canonical body, from 1'),
        original: optional(text()),
        message: optional(text()),
      }),
      'where the body parts from that of --original',
    ),
  ),
});
