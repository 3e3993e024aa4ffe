/**
 * dkim: who takes responsibility for a message (RFC 6376).
 *
 * A signature names a domain and a selector; under `selector._domainkey.domain` stands the key. It covers a hash of the
 * canonical body and those header fields that it names, from the bottom up, with itself at the end.
 * - **read**: tag lists, signatures, key records, each by its grammar and rules (tag-list.ts, signature.ts, key-record.ts);
 * - **canonical forms**: `simple` and `relaxed`, the body's made while the octets go by (canonical-header.ts,
 *   canonical-body.ts, body-hash.ts);
 * - **sign**: the field to put on top (sign.ts), with keys made or read (private-key.ts); **query**: a key record judged (query.ts);
 * - **verify**: each signature judged by itself, with a result (RFC 8601) and a reason (verify.ts, check-keys.ts).
 *
 * Implemented: RFC 6376, RFC 8301 (no SHA-1, no RSA below 1024 bits), RFC 8463 (Ed25519), names of RFC 8616.
 * Deliberately absent: policies over results (dmarc), reputation, DomainKeys of old.
 */

export { type BodyHashes, createBodyHashes } from './body-hash.ts';
export { canonicalField } from './canonical-header.ts';
export { withKeys, withoutKey } from './check-keys.ts';
export { type BodyDifference, compareBodies } from './compare-bodies.ts';
export { compareFields } from './compare-fields.ts';
export { dkimFindings } from './findings/registry.ts';
export { generated, signed } from './findings/remarks.ts';
export { type GivenKeys, givenKeys, parseGivenKey } from './given-keys.ts';
export { MIN_RSA_BITS, RECOMMENDED_RSA_BITS } from './key-fit.ts';
export { createKeyLookup, type KeyLookupOptions, keyName } from './key-lookup.ts';
export { parseKeyRecord } from './key-record.ts';
export { dkimMethodResults } from './method-results.ts';
export { bestOf, type Outcome, outcome, REASONS } from './outcome.ts';
export { generateKey, keyRecordFor, type PrivateKey, readPrivateKey, splitStrings, zoneLine } from './private-key.ts';
export { readPublicKey } from './public-key.ts';
export { type DkimQueryData, type KeyReport, type KeyStatus, queryKey } from './query.ts';
export { readQuotedPrintable } from './quoted-printable.ts';
export { type Compared, type DkimVerifyData, type SignatureReport, verificationReport } from './report.ts';
export { DEFAULT_NAMES, type SignedField, type SignSpec, signDkim } from './sign.ts';
export { type Dialect, parseSignature, parseSigner } from './signature.ts';
export { signedHeader, withoutValue } from './signed-header.ts';
export { parseTagList } from './tag-list.ts';
export type * from './types.ts';
export { judgeTimes, MAX_SIGNATURES, showTime, verifyDkim } from './verify.ts';
