/**
 * cert: a certificate explained, and a chain judged as sent, as built, and as it should be.
 *
 * `checkChain` asks core/pki's `verifyChain` and says what a server's administrator wants to know beside the verdict: what was
 * sent out of order, twice or for nothing, what is missing and where it is (caIssuers, fetched on demand), and what to
 * send. `showCertificates` lays out every field, with what is weak or will bite. `cert.*` findings say it, those of a
 * refusal being the codes of the verdict.
 *
 * Limits: 6 intermediates are fetched, of at most 64 KiB each, from http and https addresses.
 *
 * Implemented: RFC 5280 §4, §6.1 by way of core/pki; RFC 8446 §4.4.2 on the order of what is sent. Deliberately absent:
 * revocation over the network (core/crl, core/ocsp).
 */
export { checkChain } from './chain.ts';
export { certFindings } from './findings/registry.ts';
export { showCertificates } from './show.ts';
export type * from './types.ts';
export { unreadableLeaf } from './unreadable.ts';
