/** From a reason to the result that RFC 8601 §2.7.1 has for it, in one table. */
import type { DkimResult, ReasonCode, SignatureVerdict } from './types.ts';

export type Outcome = Pick<SignatureVerdict, 'result' | 'reason' | 'detail'>;

/**
 * `fail`: body or header are not what was signed. `neutral`: the signature field has syntax errors, or asks for what nobody
 * knows, and so cannot be processed. `permerror`: it could be, and something else that waiting does not mend is in the way:
 * the message, the key, or who signs for whom (RFC 6376 §6.1 has one word, PERMFAIL, for this and for `neutral`).
 * `policy`: it may verify, and is not relied on all the same (RFC 8301 §3.2 for short keys).
 */
const RESULTS: Readonly<Record<ReasonCode, DkimResult>> = {
  good: 'pass',
  'body-hash-mismatch': 'fail',
  'signature-mismatch': 'fail',
  'body-too-short': 'fail',
  expired: 'permerror',
  'in-future': 'policy',
  'no-from': 'permerror',
  'too-many-signatures': 'policy',
  'key-missing': 'permerror',
  'key-unavailable': 'temperror',
  'key-bogus': 'temperror',
  'signature-syntax': 'neutral',
  'duplicate-tag': 'neutral',
  'missing-tag': 'neutral',
  version: 'neutral',
  algorithm: 'neutral',
  'algorithm-historic': 'permerror',
  canonicalization: 'neutral',
  'query-method': 'neutral',
  'from-not-signed': 'permerror',
  identity: 'permerror',
  'expiry-before-timestamp': 'neutral',
  'key-syntax': 'permerror',
  'key-version': 'permerror',
  'key-revoked': 'permerror',
  'key-type': 'permerror',
  'key-hash': 'permerror',
  'key-service': 'permerror',
  'key-identity': 'permerror',
  'key-weak': 'policy',
  'key-too-large': 'policy',
};

export const REASONS = Object.keys(RESULTS) as readonly ReasonCode[];

export const outcome = (reason: ReasonCode, detail: string): Outcome => ({ result: RESULTS[reason], reason, detail });

/** The best that was found: one good signature is enough for a message to be signed (RFC 6376 §6.1). */
const PREFERENCE: readonly DkimResult[] = ['pass', 'temperror', 'fail', 'policy', 'permerror', 'neutral'];

export const bestOf = (results: readonly DkimResult[]): DkimResult =>
  PREFERENCE.find((result) => results.includes(result)) ?? 'none';
