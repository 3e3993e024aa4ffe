/** A request or a response explained field by field, for people and as JSON, without judging who signed. */
import { type Failure, type Result, toHex } from '../../base/index.ts';
import { type Certificate, digestName, readAlgorithm, readCertificate, signatureName } from '../pki/index.ts';
import { OCSP_OID, OCSP_SIGNING } from './oids.ts';
import type { OcspObject } from './proof.ts';
import { parseOcspRequest } from './read/request.ts';
import { parseOcspResponse } from './read/response.ts';
import { responderText } from './responder-text.ts';
import { type ShownExtension, showExtensions } from './show-extensions.ts';
import type { BasicResponse, CertId, Instant, OcspRequest, OcspResponse, SingleResponse } from './types.ts';

export interface ShownCertId {
  /** `SHA-1`, or the OID. */
  readonly digest: string;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serial: string;
}

export interface ShownSingle extends ShownCertId {
  readonly status: SingleResponse['status'];
  readonly revokedAt?: string;
  readonly reason?: string;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly extensions: readonly ShownExtension[];
}

export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly isOcspSigner: boolean;
  readonly hasNoCheck: boolean;
}

export interface ShownResponse {
  readonly kind: 'response';
  readonly status: string;
  readonly type?: string;
  readonly version?: number;
  /** `name: CN=…` or `key: ab…`. */
  readonly responder?: { readonly by: 'name' | 'key'; readonly value: string };
  readonly producedAt?: string;
  readonly responses: readonly ShownSingle[];
  readonly nonce?: string;
  readonly extensions: readonly ShownExtension[];
  readonly signature?: { readonly algorithm: string; readonly octets: number };
  readonly certificates: readonly ShownCertificate[];
  /** Embedded ones that cannot be read. */
  readonly unreadableCertificates: number;
}

export interface ShownRequest {
  readonly kind: 'request';
  readonly version: number;
  readonly requests: readonly (ShownCertId & { readonly extensions: readonly ShownExtension[] })[];
  readonly nonce?: string;
  readonly extensions: readonly ShownExtension[];
  readonly isSigned: boolean;
}

export function showOcsp({ der, kind }: OcspObject): Result<ShownResponse | ShownRequest, Failure> {
  const read = kind === 'request' ? parseOcspRequest(der) : parseOcspResponse(der);
  if (!read.ok) return read;
  const shown = 'responseStatus' in read.value ? showResponse(read.value) : showRequest(read.value);
  return { ok: true, value: shown };
}

function showResponse({ responseStatus: status, responseType: type, basic }: OcspResponse): ShownResponse {
  const outer = { kind: 'response', status, ...(type !== undefined && { type }) } as const;
  if (basic === undefined)
    return { ...outer, responses: [], extensions: [], certificates: [], unreadableCertificates: 0 };
  const certificates = basic.certificates.map(readCertificate).flatMap((read) => (read.ok ? [read.value] : []));
  return {
    ...outer,
    ...showBasic(basic),
    certificates: certificates.map(showCertificate),
    unreadableCertificates: basic.certificates.length - certificates.length,
  };
}

function showBasic(basic: BasicResponse) {
  const { nonce } = basic;
  const algorithm = readAlgorithm(basic.algorithm);
  return {
    version: basic.version,
    responder: { by: basic.responderId.kind, value: responderText(basic.responderId) },
    producedAt: instant(basic.producedAt),
    responses: basic.responses.map(showSingle),
    ...(nonce !== undefined && { nonce: toHex(nonce) }),
    extensions: withoutNonce(basic),
    signature: {
      algorithm: algorithm === undefined ? basic.algorithmOid : signatureName(algorithm),
      octets: basic.signature.length,
    },
  };
}

function showSingle({
  certId,
  status,
  revokedAt,
  reason,
  thisUpdate,
  nextUpdate,
  extensions,
}: SingleResponse): ShownSingle {
  return {
    ...showCertId(certId),
    status,
    ...(revokedAt !== undefined && { revokedAt: instant(revokedAt) }),
    ...(reason !== undefined && { reason }),
    thisUpdate: instant(thisUpdate),
    ...(nextUpdate !== undefined && { nextUpdate: instant(nextUpdate) }),
    extensions: showExtensions(extensions),
  };
}

function showCertId({ digest, digestOid, issuerNameHash, issuerKeyHash, serial }: CertId): ShownCertId {
  return {
    digest: digest === undefined ? digestOid : digestName(digest),
    issuerNameHash: toHex(issuerNameHash),
    issuerKeyHash: toHex(issuerKeyHash),
    serial,
  };
}

function showRequest(request: OcspRequest): ShownRequest {
  const { version, isSigned, nonce } = request;
  const requests = request.requests.map(({ certId, extensions }) => ({
    ...showCertId(certId),
    extensions: showExtensions(extensions),
  }));
  const shown = { kind: 'request', version, requests, extensions: withoutNonce(request), isSigned } as const;
  return nonce === undefined ? shown : { ...shown, nonce: toHex(nonce) };
}

const withoutNonce = ({ extensions }: Pick<BasicResponse, 'extensions'>): readonly ShownExtension[] =>
  showExtensions(extensions.filter(({ oid }) => oid !== OCSP_OID.NONCE));

function showCertificate(certificate: Certificate): ShownCertificate {
  const { subjectText, issuerText, serial, notBefore, notAfter, extensions } = certificate;
  return {
    subject: subjectText,
    issuer: issuerText,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    isOcspSigner: extensions.extendedKeyUsage?.includes(OCSP_SIGNING) === true,
    hasNoCheck: extensions.ocspNoCheck,
  };
}

const instant = ({ date }: Instant): string => date.toISOString();
