/**
 * crl: certificate revocation lists, read and judged.
 *
 * An authority lists the serial numbers of the certificates it takes back, signs the list and says when the next one comes.
 * `readCrl` reads one (entries stay in its octets until asked for: lists have a million), `verifyCrl` says whether it can be
 * relied on, `checkRevocation` whether a certificate is revoked by those at hand, `checkPathRevocation` the same for a path.
 *
 * Terms. *Complete* CRL or *base*: lists everything of its scope. *Delta*: what changed since a base. *Distribution point*: a
 * share of an authority's certificates whose CRL stands by itself; the CRL says so in its *issuing distribution point*.
 * *Indirect*: lists certificates of other issuers too. *Reasons mask*: which reasons for revocation are covered so far.
 *
 * Verdicts: good, revoked, undetermined with a code (codes.ts); undetermined is never good. Limits: MAX_CRL_BYTES,
 * MAX_ENTRIES, MAX_CRLS.
 *
 * Implemented: RFC 5280 §5 and §6.3, RFC 9608 §4. Stricter than most: a version 2 CRL without number and one without
 * nextUpdate are of no use (§5.1.2.5, §5.2.3), nor is one that lists a certificate twice; a chain of the public web takes no
 * indirect CRL either, and none whose part is named otherwise than by URI (web-profile.ts). Deliberately absent: fetching
 * (core/crl), attribute certificates. core/pki/issue/crl.ts makes CRLs; it is entered on its own path, since it loads pkijs.
 */
export { checkRevocation, MAX_CRLS } from './check.ts';
export { FAULTS, type FaultRow } from './codes.ts';
export { MAX_ENTRIES } from './entries.ts';
export { type CrlPile, type FoundCrl, joinPiles, pileOf, readCrlFile } from './files.ts';
export { checkPathRevocation, hasNoRevocation, type PathQuestion, type PathRevocation } from './path.ts';
export { MAX_CRL_BYTES, readCrl } from './read.ts';
export { signersBelow } from './signers.ts';
export type * from './types.ts';
export { judgeDates, judgeForm, judgeSigner, type Signers, verifyCrl } from './verify.ts';
