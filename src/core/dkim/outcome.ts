/** From a reason to the result that RFC 8601 §2.7.1 has for it, in one table. */
import type { DkimResult, ReasonCode, SignatureVerdict } from './types.ts';

export type Outcome = Pick<SignatureVerdict, 'result' | 'reason' | 'detail'>;

/**
 * `fail`: body or header are not what was signed. `permerror`: nothing to be mended by waiting keeps it from being verified
 * (PERMFAIL of RFC 6376 §3.9). `policy`: it may verify, and is not relied on all the same (RFC 8301 §3.2 for short keys).
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
  'signature-syntax': 'permerror',
  'duplicate-tag': 'permerror',
  'missing-tag': 'permerror',
  version: 'permerror',
  algorithm: 'permerror',
  'algorithm-historic': 'permerror',
  canonicalization: 'permerror',
  'query-method': 'permerror',
  'from-not-signed': 'permerror',
  identity: 'permerror',
  'expiry-before-timestamp': 'permerror',
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
