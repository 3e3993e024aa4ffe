/**
 * pki: certificates read, compared, judged as chains, and (for the lab and tests) issued.
 *
 * `readCertificate` gives the fields from a bounded DER cursor (der.ts); it is lenient, since DANE-EE asks for the key alone.
 * Signatures and keys are node:crypto's (`isSignatureGood`). `verifyChain` looks for a path from a leaf to an anchor and
 * says which, or a code why not (path/codes.ts); how strict it is with each certificate is a *profile*. Names are compared
 * by rule, one file a rule under names/; `loadRoots` finds the anchors. *The chain* is always the one a peer sent.
 *
 * Implemented: RFC 5280 §4, §6.1, §7.1; RFC 4158 §3 as far as it helps; RFC 9618; RFC 7468; names by RFC 9525, 6125, 7672.
 * Revocation lists have a chapter of their own: crl/index.ts. Deliberately absent: attribute certificates, the checking of
 * certificate timestamps. issue.ts is entered on its own path, since it loads pkijs.
 */
export {
  type Certificate,
  type CertificateError,
  isIssuedBy,
  isSelfIssued,
  isSignedBy,
  isValidAt,
  MAX_CERTIFICATE_BYTES,
  readCertificate,
  signatureAlgorithm,
} from './certificate.ts';
export { readCertificateBag } from './certificate-bag.ts';
export { readCertificates } from './certificate-file.ts';
export { type CertificateList, readCertificateList } from './certificate-list.ts';
export * from './crl/index.ts';
export { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';
export { readDistributionPoint, readDistributionPointName } from './extensions/access.ts';
export {
  type AuthorityInfoAccess,
  type DistributionPoint,
  type Extensions,
  KEY_USAGE,
  type RawExtension,
  SERVER_AUTH,
} from './extensions/types.ts';
export { type GeneralName, readGeneralName, readGeneralNames, showGeneralName, showIp } from './general-names.ts';
export { sameName } from './name-compare.ts';
export { forbidding, type NameConstraints, type Subtree } from './name-constraints.ts';
export { matchEmail } from './names/email.ts';
export { flawOf } from './names/labels.ts';
export { type Presented, presentedBy } from './names/presented.ts';
export { parseReference, type ReferenceError, showReference } from './names/reference.ts';
export { nameRules } from './names/registry.ts';
export { type NameRule, type Reference, RULE_NAMES, type RuleMatch, type RuleName } from './names/types.ts';
export { printable } from './names/words.ts';
export { CHAIN_CODES, type ChainCode } from './path/codes.ts';
export { keyFault } from './path/rules/keys.ts';
export { judgePathNames } from './path/rules/name-constraints.ts';
export type { ChainQuestion, ChainVerdict, Fault, Identity, Profile, Purpose, RevocationCode } from './path/types.ts';
export { matchIdentity, verifyChain } from './path/verify.ts';
export { type PemBlock, type PemError, parseCertificates, parsePem } from './pem.ts';
export { showName } from './rdn.ts';
export { isSignatureGood, readAlgorithm, type SignatureAlgorithm, type Signed } from './signature.ts';
export { digestName, nameAlgorithm, signatureName } from './signature-name.ts';
export { loadRoots, MAX_ROOTS_BYTES, readRoots, systemRootsFile, type TrustSources } from './trust.ts';
