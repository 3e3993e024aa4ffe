/**
 * pki: certificates read, compared and (for the lab and tests) issued.
 *
 * `readCertificate` gives the fields from a bounded DER cursor (der.ts); signatures and keys are node:crypto's. *The chain*
 * is always the one a peer sent. Names are compared by rule, one file a rule under names/.
 *
 * Implemented: RFC 5280 §4.1 and the extensions of §4.2 that verdicts need, RFC 7468, RFC 7672 §3.2.3.
 * Deliberately absent so far: path building to public roots, revocation. issue.ts is entered on its own path, since it
 * loads pkijs.
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
export { type DerElement, readElement, readElements } from './der.ts';
export { type Extensions, KEY_USAGE, SERVER_AUTH } from './extensions.ts';
export { forbidding, type NameConstraints } from './name-constraints.ts';
export { matchDaneName, type NameMatch } from './names/rfc7672.ts';
export { type PemBlock, type PemError, parseCertificates, parsePem } from './pem.ts';
