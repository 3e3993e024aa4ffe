/**
 * mtasts: does a domain tell senders to insist on TLS, and would those that listen deliver there?
 *
 * A *record* at `_mta-sts` says that there is a policy and, by its id, when it changed (record/). The *policy* is a file
 * that the *policy host* `mta-sts.DOMAIN` serves over HTTPS; its *mx patterns* name the hosts that mail may go to, its *mode*
 * says whether failures only count or keep the mail away (policy/). `checkMtaSts` puts record, policy, MX hosts with their
 * certificates, and DANE beside it together (check.ts), and ends in what to publish.
 *
 * Limits: 64 KiB and one minute for a policy, 32 hosts, 16 addresses a host, 16 handshakes at a time.
 *
 * A *sender* finds the policy of a domain, and knows when one that it keeps is to be fetched again (sender/).
 *
 * Implemented: RFC 8461. Deliberately absent: the place where a sender keeps policies, which is its own; revocation of
 * certificates (core/ocsp, core/crl), which RFC 8461 §4.1 leaves to senders.
 */
export { checkMtaSts } from './check.ts';
export { mtaStsFindings } from './findings/registry.ts';
export { policyUrl } from './policy/fetch.ts';
export { matchesPattern, patternFault } from './policy/mx-pattern.ts';
export {
  MAX_AGE_LIMIT,
  type PolicyFault,
  type PolicyFaultCode,
  type PolicyMode,
  parsePolicy,
  type StsPolicy,
} from './policy/parse.ts';
export {
  type FieldFault,
  type FieldFaultCode,
  isOfVersion,
  type ReadFields,
  type RecordField,
  readFields,
} from './record/fields.ts';
export { amongTexts, findVersioned, type TextDns, type VersionedLookup } from './record/find.ts';
export { parseStsRecord, type StsRecord, type StsRecordFault, type StsRecordFaultCode } from './record/sts.ts';
export { findStsPolicy, type PolicyFailure, type SenderPolicy } from './sender/find.ts';
export { endOfKept, isForRefresh, type KeptPolicy, type KeptSts, type StsInForce, stsInForce } from './sender/keep.ts';
export type * from './types.ts';
