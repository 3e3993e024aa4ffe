/** ResponseData and what is in it (RFC 6960 §4.2.1). */
import { createHash } from 'node:crypto';
import type { BaseBlock } from 'asn1js';
import { arrayBuffer, parsedCertificate, type Tools } from '../../pki/issue.ts';
import { REASONS, type RevocationReason } from '../types.ts';
import { extensionList, octetString, tagged, time } from './fields.ts';
import type { CertIdDigest, CertIdSpec, ResponseSpec, SingleSpec, StatusSpec } from './types.ts';

/** @param responder  DER of the certificate that the responder ID is taken from */
export function responseData(tools: Tools, spec: ResponseSpec, responder: Uint8Array): BaseBlock {
  const { asn1 } = tools;
  const { version = 1, producedAt = spec.responses[0]?.thisUpdate ?? new Date(0) } = spec;
  return new asn1.Sequence({
    value: [
      ...(version === 1 ? [] : [tagged(tools, 0, new asn1.Integer({ value: version - 1 }))]),
      responderId(tools, spec.responderId ?? 'name', responder),
      time(tools, producedAt),
      new asn1.Sequence({ value: spec.responses.map((single) => singleResponse(tools, single)) }),
      ...extensionList(tools, 1, spec.extensions ?? [], spec.nonce),
    ],
  });
}

/** byName [1] the subject; byKey [2] SHA-1 of the public key. */
function responderId(tools: Tools, kind: 'name' | 'key', certificate: Uint8Array): BaseBlock {
  const { subject, subjectPublicKeyInfo } = parsedCertificate(tools, certificate);
  if (kind === 'name') return tagged(tools, 1, subject.toSchema());
  return tagged(tools, 2, octetString(tools, digestOf('sha1', subjectPublicKeyInfo.subjectPublicKey)));
}

function singleResponse(tools: Tools, single: SingleSpec): BaseBlock {
  const { nextUpdate } = single;
  return new tools.asn1.Sequence({
    value: [
      certId(tools, single),
      certStatus(tools, single.status),
      time(tools, single.thisUpdate),
      ...(nextUpdate === undefined ? [] : [tagged(tools, 0, time(tools, nextUpdate))]),
      ...extensionList(tools, 1, single.extensions ?? []),
    ],
  });
}

/** hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber (RFC 6960 §4.1.1). */
function certId(tools: Tools, spec: CertIdSpec): BaseBlock {
  const { pkijs, asn1 } = tools;
  const { digest = 'sha1' } = spec;
  const certificate = parsedCertificate(tools, spec.certificate);
  const issuer = parsedCertificate(tools, spec.issuer);
  const name = new Uint8Array(certificate.issuer.toSchema().toBER(false));
  const algorithm = { algorithmId: DIGEST_OIDS[digest], algorithmParams: new asn1.Null() };
  const key = issuer.subjectPublicKeyInfo.subjectPublicKey;
  return new asn1.Sequence({
    value: [
      new pkijs.AlgorithmIdentifier(algorithm).toSchema(),
      octetString(tools, spec.issuerNameHash ?? createHash(digest).update(name).digest()),
      octetString(tools, spec.issuerKeyHash ?? digestOf(digest, key)),
      spec.serial === undefined ? certificate.serialNumber : new asn1.Integer({ valueHex: arrayBuffer(spec.serial) }),
    ],
  });
}

function digestOf(
  digest: CertIdDigest,
  key: { readonly valueBlock: { readonly valueHexView: Uint8Array } },
): Uint8Array {
  return createHash(digest).update(key.valueBlock.valueHexView).digest();
}

/** good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL, all IMPLICIT. */
function certStatus(tools: Tools, status: StatusSpec): BaseBlock {
  const { asn1 } = tools;
  const implicit = (tagNumber: number) => ({ idBlock: { tagClass: 3, tagNumber } });
  if (status.kind !== 'revoked')
    return new asn1.Primitive({ ...implicit(status.kind === 'good' ? 0 : 2), valueHex: new ArrayBuffer(0) });
  const reason = status.reason === undefined ? [] : [tagged(tools, 0, enumerated(tools, numberOf(status.reason)))];
  return new asn1.Constructed({ ...implicit(1), value: [time(tools, status.at), ...reason] });
}

export const enumerated = ({ asn1 }: Tools, value: number): BaseBlock => new asn1.Enumerated({ value });

function numberOf(reason: RevocationReason): number {
  const known = (REASONS as readonly string[]).indexOf(reason);
  return known >= 0 ? known : Number(reason.slice('reason-'.length));
}

const DIGEST_OIDS: Readonly<Record<CertIdDigest, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
