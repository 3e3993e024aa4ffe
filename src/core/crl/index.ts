/**
 * crl: is a certificate revoked, asked where its authority publishes CRLs.
 *
 * `checkCrl` finds the issuer (at hand, or by caIssuers), gets the CRLs of the certificate's distribution points and their
 * deltas, out of a cache while they are in time, and lets core/pki/crl judge; then it goes on with the issuer, as far as was
 * asked. `crl.*` findings say what came of it, a row for each fault.
 *
 * Limits: 8 points of 4 addresses each, 5 redirects, the size of a CRL as asked for (at most MAX_CRL_BYTES). Addresses are http
 * and https; of https the certificate is checked as usual, though a CRL needs no other protection than its signature.
 *
 * Implemented: RFC 5280 §4.2.1.13, §4.2.1.15, §4.2.2.1, §5.2.6, §6.3. Deliberately absent: ldap, OCSP (core/ocsp).
 */
export { createCrlCache, crlCacheFolder } from './cache.ts';
export { checkCrl } from './check.ts';
export { crlFindings } from './findings/registry.ts';
export { verdictOn } from './findings/say.ts';
export { type CrlShowData, type CrlShowQuestion, type ShownCrl, type ShownEntry, showCrl } from './show.ts';
export type * from './types.ts';
