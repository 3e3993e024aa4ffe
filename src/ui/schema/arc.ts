/** Shapes of an ARC chain, for the commands that meet one. */
import { ARC_REASONS, type ArcReport, type ArcSetReport, type ArcSignatureReport } from '../../core/arc/index.ts';
import { methodResult } from './authres.ts';
import { securityStatus } from './dns.ts';
import { listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const signature = object<ArcSignatureReport>({
  result: oneOf(['pass', 'fail', 'unchecked']),
  reason: text('as of a DKIM signature, or seal-names, covers-seal, chain-status, not-checked'),
  detail: text(),
  domain: optional(text('d=')),
  selector: optional(text('s=')),
  key: optional(
    object<NonNullable<ArcSignatureReport['key']>>({ type: text(), bits: optional(whole()), dnssec: securityStatus }),
  ),
});

const set = object<ArcSetReport>({
  instance: whole('i='),
  chainStatus: optional(oneOf(['none', 'pass', 'fail'], 'cv= of the seal')),
  seal: signature,
  messageSignature: signature,
  authservId: optional(text('of the sealer, by its own word')),
  results: listOf(methodResult, 'what the sealer had found'),
});

export const arcReport = object<ArcReport>(
  {
    result: oneOf(['none', 'pass', 'fail'], 'RFC 8617 §4.4'),
    reason: oneOf(ARC_REASONS, 'good, or why the chain is lost'),
    detail: text(),
    oldestPass: optional(whole('the lowest instance whose message signature still verifies; 0 for all of them')),
    sets: listOf(set, 'by instance'),
  },
  'of a message with ARC fields; ARC is historic',
);
