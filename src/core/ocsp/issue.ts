/**
 * Making OCSP responses, good ones and every kind of bad one, for responders of the lab and for tests.
 *
 * The structures are those of RFC 6960 §4.2.1, written with asn1js and pkijs (imported on first use) and signed by
 * node:crypto. Nothing is checked: whoever asks for a signer without the right to sign gets it.
 */
import type { BaseBlock } from 'asn1js';
import {
  arrayBuffer,
  loadTools,
  parsedCertificate,
  type SignatureStyle,
  type SigningKey,
  signatureAlgorithm,
  signWith,
  type Tools,
} from '../pki/issue.ts';
import { enumerated, responseData } from './issue/data.ts';
import { octetString, tagged } from './issue/fields.ts';
import type { ResponseSpec } from './issue/types.ts';
import { OCSP_OID } from './oids.ts';

export type {
  CertIdDigest,
  CertIdSpec,
  ExtensionSpec,
  ResponseSpec,
  SingleSpec,
  StatusSpec,
  TimeSpec,
} from './issue/types.ts';

/** Who signs, and the certificate (DER) that the responder ID is taken from. */
export interface OcspSigningKey {
  readonly key: SigningKey;
  readonly certificate: Uint8Array;
  readonly signature?: SignatureStyle;
}

/** @returns DER of a successful OCSPResponse */
export async function createOcspResponse(spec: ResponseSpec, signer: OcspSigningKey): Promise<Uint8Array> {
  const tools = await loadTools();
  const data = responseData(tools, spec, signer.certificate);
  const basic = basicResponse(tools, data, spec, signer);
  const bytes = new tools.asn1.Sequence({
    value: [
      new tools.asn1.ObjectIdentifier({ value: spec.responseType ?? OCSP_OID.BASIC }),
      octetString(tools, new Uint8Array(basic.toBER(false))),
    ],
  });
  return outer(tools, 0, [tagged(tools, 0, bytes)]);
}

/** OCSPResponseStatus by its number (RFC 6960 §4.2.1): 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized. */
export async function createOcspErrorResponse(status: number): Promise<Uint8Array> {
  return outer(await loadTools(), status, []);
}

function outer(tools: Tools, status: number, bytes: readonly BaseBlock[]): Uint8Array {
  const sequence = new tools.asn1.Sequence({ value: [enumerated(tools, status), ...bytes] });
  return new Uint8Array(sequence.toBER(false));
}

/** tbsResponseData, signatureAlgorithm, signature, certs [0]. */
function basicResponse(tools: Tools, data: BaseBlock, spec: ResponseSpec, signer: OcspSigningKey): BaseBlock {
  const { asn1 } = tools;
  const signature = Uint8Array.from(signWith(signer.key, new Uint8Array(data.toBER(false)), signer.signature));
  if (spec.isSignatureBroken === true) signature[signature.length - 3]! ^= 0x10;
  const certificates = (spec.certificates ?? []).map((der) => parsedCertificate(tools, der).toSchema());
  return new asn1.Sequence({
    value: [
      data,
      signatureAlgorithm(tools, signer.key.type, signer.signature).toSchema(),
      new asn1.BitString({ valueHex: arrayBuffer(signature) }),
      ...(certificates.length === 0 ? [] : [tagged(tools, 0, new asn1.Sequence({ value: certificates }))]),
    ],
  });
}
