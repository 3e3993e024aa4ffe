/**
 * ocsp: is this certificate still good, by its issuer's own word?
 *
 * A *response* is the proof that a server staples: a responder's signed statement about certificates, each named by a
 * *CertID* (digests of the issuer's name and key, and the serial; cert-id.ts). It is read from DER by a bounded cursor
 * (read/) and judged step by step (verify.ts): the outer status, the issuer, the CertID, *the signer* — the issuer itself, a
 * *delegated* responder or a locally trusted one —, the signature, the dates, the nonce. The outcome is a value with a code.
 * `validUntil` is when the proof really ends: the earlier of nextUpdate and the end of every certificate that it rests on.
 * What a mail server and its clients would do with it as a staple is told beside it (stapling.ts).
 *
 * Implemented: RFC 6960 §2–4 for basic responses, RFC 9654 (nonce), RFC 5019 §2–5 as a client.
 * Deliberately absent: the transport (core/net), signed requests, and the revocation of a responder's own certificate, for
 * which id-pkix-ocsp-nocheck stands. issue.ts is entered on its own path, since it loads pkijs.
 */
export { certIdMismatch, issuerNameDigest, keyDigest } from './cert-id.ts';
export { ocspFindings } from './findings/registry.ts';
export { chooseProof, findIssuer, type OcspMaterial } from './material.ts';
export { MAX_PROOF_FILE_BYTES, type OcspKind, type OcspObject, readOcspObjects, readProofs } from './proof.ts';
export { parseOcspRequest } from './read/request.ts';
export { MAX_OCSP_BYTES, parseOcspResponse } from './read/response.ts';
export { type OcspVerifyData, reportOcsp, verdictFindings } from './report.ts';
export { createNonce, createOcspRequest, ocspGetUrl, type RequestSpec } from './request.ts';
export type {
  ShownCertId,
  ShownCertificate,
  ShownRequest,
  ShownResponse,
  ShownSingle,
} from './show.ts';
export type { ShownExtension } from './show-extensions.ts';
export { type OcspShowData, type ReadFile, reportShown, type ShownFile } from './show-report.ts';
export { type StaplingView, staplingView } from './stapling.ts';
export type * from './types.ts';
export { verifyOcsp } from './verify.ts';
