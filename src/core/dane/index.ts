/**
 * dane: would a DANE-aware sender deliver here, and by which record?
 *
 * TLSA records in signed zones say which key or authority a mail host's certificate must have. A *usable* record is one a
 * sender may rely on for SMTP (usability.ts); *matching* compares the usable ones with the chain as sent (match.ts). The
 * *policy* of a host follows from DNS alone (host-dns.ts); `checkDane` puts MX, hosts, addresses and key types together
 * (check.ts), through ports, and tells beside it what Exim and Postfix do where they differ (senders.ts).
 *
 * Implemented: RFC 6698 §2, RFC 7671 §4, §5, §9, RFC 7672 §2, §3; RFC 7505; RFC 7218 words in records.
 * Deliberately absent: PKIX usages as anything but "unusable for SMTP"; sending mail; DNSSEC itself (core/dns).
 */

export { checkDane } from './check.ts';
export { generated, generatedUnusable } from './findings/offline.ts';
export { daneFindings } from './findings/registry.ts';
export {
  genericLine,
  type Material,
  type MaterialError,
  makeRecord,
  materialFor,
  type RecordShape,
  readMaterial,
  readMaterials,
} from './generate.ts';
export { addressTexts, mxHosts, tlsaName, tlsaRecords } from './look-up.ts';
export {
  association,
  associationOf,
  type ChainFacts,
  type MatchVerdict,
  matchChain,
  type RecordVerdict,
} from './match.ts';
export { type Deployment, planRollover, type RolloverData, type RolloverInput, type RolloverStep } from './rollover.ts';
export { type HostPolicy, hostPolicy } from './sender-policy.ts';
export { formatTlsa, parseTlsa, recordLine, type TlsaError } from './tlsa.ts';
export type * from './types.ts';
export { UNUSABLE_TEXT, type Unusable, USAGE, whyUnusable } from './usability.ts';
export { type VerifiedRecord, type VerifyData, type VerifyInput, verifyOffline } from './verify.ts';
