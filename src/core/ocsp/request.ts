/** Making a request, with pkijs (imported on first use), and the URL of its GET form. */
import { systemRandom, toBase64 } from '../../base/index.ts';
import type { Certificate } from '../pki/index.ts';
import { issuerNameDigest, keyDigest } from './cert-id.ts';
import { OCSP_OID } from './oids.ts';

export interface RequestSpec {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Of the CertID; every responder knows SHA-1, and RFC 5019 §2.1.1 asks for it. */
  readonly digest: 'sha1' | 'sha256';
  /** 1 to 128 octets (RFC 9654 §2.1); none where the responder is to answer from its store. */
  readonly nonce?: Uint8Array;
}

/** RFC 9654 §2.1 wants 32 octets. */
export const createNonce = (random = systemRandom): Uint8Array => random.bytes(32);

/** @returns DER of an OCSPRequest about one certificate, unsigned */
export async function createOcspRequest({ certificate, issuer, digest, nonce }: RequestSpec): Promise<Uint8Array> {
  const [pkijs, asn1] = await Promise.all([import('pkijs'), import('asn1js')]);
  const octets = (bytes: Uint8Array) => new asn1.OctetString({ valueHex: own(bytes) });
  const request = new pkijs.OCSPRequest();
  request.tbsRequest.requestList = [
    new pkijs.Request({
      reqCert: new pkijs.CertID({
        hashAlgorithm: new pkijs.AlgorithmIdentifier({
          algorithmId: DIGEST_OIDS[digest],
          algorithmParams: new asn1.Null(),
        }),
        issuerNameHash: octets(issuerNameDigest(certificate, digest)),
        issuerKeyHash: octets(keyDigest(issuer, digest)),
        serialNumber: new asn1.Integer({ valueHex: own(certificate.serialOctets) }),
      }),
    }),
  ];
  if (nonce !== undefined)
    request.tbsRequest.requestExtensions = [
      new pkijs.Extension({ extnID: OCSP_OID.NONCE, critical: false, extnValue: octets(nonce).toBER(false) }),
    ];
  return new Uint8Array(request.toSchema(true).toBER(false));
}

const DIGEST_OIDS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;

/** An own copy of exactly these octets: a Buffer's `buffer` is the shared pool. */
const own = (octets: Uint8Array): ArrayBuffer => new Uint8Array(octets).buffer;

/** Of the whole URL, scheme and host included (RFC 5019 §5): longer ones are to be sent by POST. */
const MAX_GET_BYTES = 255;

/**
 * The GET form (RFC 6960 A.1): the responder's URL, a slash, and the request in base64, URL-encoded.
 *
 * @returns undefined where that is longer than 255 octets, or the responder's URL has a query: then it is POST
 */
export function ocspGetUrl(responderUrl: string, request: Uint8Array): string | undefined {
  const encoded = encodeURIComponent(toBase64(request));
  const url = `${responderUrl.replace(/\/$/, '')}/${encoded}`;
  return url.length > MAX_GET_BYTES || /[?#]/.test(responderUrl) ? undefined : url;
}
