/**
 * arc: the Authenticated Received Chain, by which relays passed on what they had found of a message (RFC 8617).
 *
 * **Historic.** RFC 8617 was an experiment; the IETF has concluded it and is moving the text to Historic
 * (draft-ietf-dmarc-arc-to-historic, 2026). Chains are still met, so they are verified here; nothing is sealed, and nothing
 * of a verdict on a message hangs on them.
 *
 * A relay adds a **set** of three fields with one **instance** number: what it found (ARC-Authentication-Results), a DKIM
 * signature of the message as it left (ARC-Message-Signature), and a **seal** over all sets so far (ARC-Seal), which also
 * says how the chain stood when it came (cv=).
 * - **read**: fields into sets (sets.ts, instance.ts), signatures of a set (signatures.ts), the chain (chain.ts);
 * - **verify**: structure, newest message signature, seals, and the oldest message signature that holds (verify.ts, check.ts);
 * - **tell**: findings and data (findings/, report.ts).
 *
 * Implemented: RFC 8617 §4, §5.2, §6, with RFC 6376 by core/dkim and RFC 8601 by core/authres.
 * Deliberately absent: sealing (§5.1).
 */
export { arcFindings } from './findings/registry.ts';
export {
  ARC_REASONS,
  type ArcReport,
  type ArcSetReport,
  type ArcSignatureReport,
  arcFindingsOn,
  arcMethodResult,
  arcReport,
} from './report.ts';
export type * from './types.ts';
export { type ArcRun, createArcRun, verifyArc } from './verify.ts';
