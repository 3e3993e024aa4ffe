/**
 * Issuing: certificates and requests built with pkijs and signed by node:crypto.
 *
 * For the lab's CA, for tests, and for whoever needs a certificate request. It checks nothing about what it is asked to
 * sign: a test wants leaves that expired, CAs that are none and names that do not fit. Structures follow RFC 5280 §4.1
 * and RFC 2986 §4. pkijs and asn1js are imported on first use.
 */
import { createHash, type KeyObject } from 'node:crypto';
import type { BaseBlock } from 'asn1js';
import type { RelativeDistinguishedNames } from 'pkijs';
import { type Random, systemRandom } from '../../base/index.ts';
import { signatureAlgorithm } from './issue/algorithm.ts';
import { certificateExtensions, requestedExtensions } from './issue/extensions.ts';
import { type SigningKey, type SigningKeyType, signWith } from './issue/keys.ts';
import { distinguishedName } from './issue/names.ts';
import { arrayBuffer } from './issue/octets.ts';
import { parsedCertificate } from './issue/parsed.ts';
import type { Signer } from './issue/signer.ts';
import type { Template, Tools } from './issue/types.ts';

export { createCertsOnly } from './issue/certs-only.ts';
export { type CrlSpec, issueCrl, type RevokedSpec } from './issue/crl.ts';
export { formatSigningKey, generateSigningKey, readSigningKey } from './issue/keys.ts';
export type {
  CrlPointSpec,
  GeneralNameSpec,
  KeyUsage,
  NameSpec,
  SignatureStyle,
  Template as CertificateTemplate,
} from './issue/types.ts';
export type { Signer, SigningKey, SigningKeyType, Tools };
export { arrayBuffer, parsedCertificate, signatureAlgorithm, signWith };

/**
 * A certificate for `publicKey` as the template says.
 *
 * @returns DER
 */
export async function issueCertificate(
  template: Template,
  publicKey: KeyObject,
  signer: Signer,
  random: Random = systemRandom,
): Promise<Uint8Array> {
  const tools = await loadTools();
  const { pkijs, asn1 } = tools;
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1.Integer({ valueHex: arrayBuffer(template.serial ?? randomSerial(random)) });
  certificate.subject = distinguishedName(tools, template.subject);
  certificate.issuer = issuerName(tools, signer) ?? certificate.subject;
  certificate.notBefore = time(tools, template.notBefore);
  certificate.notAfter = time(tools, template.notAfter);
  certificate.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(spkiOf(publicKey));
  certificate.extensions = certificateExtensions(tools, template, keyIds(publicKey, signer));
  certificate.signature = signatureAlgorithm(tools, signer.key.type, template.signature);
  certificate.signatureAlgorithm = certificate.signature;
  const tbs = new Uint8Array(certificate.encodeTBS().toBER(false));
  const signature = signWith(signer.key, tbs, template.signature);
  certificate.signatureValue = new asn1.BitString({ valueHex: arrayBuffer(signature) });
  return new Uint8Array(certificate.toSchema(true).toBER(false));
}

/**
 * A PKCS #10 request signed by the subject's own key (RFC 2986 §4), the template's names and usages in its
 * extensionRequest attribute (RFC 2985 §5.4.2). Dates and serial of the template are the CA's to choose: not in it.
 *
 * @returns DER
 */
export async function createCertificateRequest(
  template: Omit<Template, 'notBefore' | 'notAfter' | 'serial'>,
  key: SigningKey,
): Promise<Uint8Array> {
  const tools = await loadTools();
  const { pkijs, asn1 } = tools;
  const request = new pkijs.CertificationRequest();
  request.version = 0;
  request.subject = distinguishedName(tools, template.subject);
  request.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(spkiOf(key.publicKey));
  const extensions = requestedExtensions(tools, { ...template, notBefore: new Date(0), notAfter: new Date(0) });
  request.attributes = [
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.14',
      values: [new pkijs.Extensions({ extensions }).toSchema()],
    }),
  ];
  request.signatureAlgorithm = signatureAlgorithm(tools, key.type);
  const signature = signWith(key, firstElement(request.toSchema(true)));
  request.signatureValue = new asn1.BitString({ valueHex: arrayBuffer(signature) });
  return new Uint8Array(request.toSchema(true).toBER(false));
}

export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'X509 CRL' | 'PUBLIC KEY';

/** RFC 7468 §2: 64 characters a line. */
export function formatPem(label: PemLabel, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** CertificationRequestInfo, which pkijs gives only inside the whole request. */
function firstElement(sequence: { readonly valueBlock: { readonly value: readonly BaseBlock[] } }): Uint8Array {
  return new Uint8Array(sequence.valueBlock.value[0]!.toBER(false));
}

/** pkijs and asn1js, imported on first use. */
export function loadTools(): Promise<Tools> {
  loading ??= Promise.all([import('pkijs'), import('asn1js')]).then(([pkijs, asn1]) => ({ pkijs, asn1 }));
  return loading;
}

let loading: Promise<Tools> | undefined;

/** The CA's subject, octet for octet, since chains are built by comparing names (RFC 5280 §6.1.3 (a)(4)). */
function issuerName(tools: Tools, { certificate }: Signer): RelativeDistinguishedNames | undefined {
  return certificate === undefined ? undefined : parsedCertificate(tools, certificate).subject;
}

function keyIds(publicKey: KeyObject, { key, certificate }: Signer) {
  const subject = keyIdentifier(publicKey);
  return certificate === undefined ? { subject } : { subject, authority: keyIdentifier(key.publicKey) };
}

/** SHA-1 over the SubjectPublicKeyInfo: RFC 7093 §2 (4) allows any; it names, it protects nothing. */
function keyIdentifier(publicKey: KeyObject): Uint8Array {
  return createHash('sha1')
    .update(new Uint8Array(spkiOf(publicKey)))
    .digest();
}

function spkiOf(publicKey: KeyObject): ArrayBuffer {
  return arrayBuffer(publicKey.export({ type: 'spki', format: 'der' }));
}

/** UTCTime through 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). */
function time({ pkijs }: Tools, value: Date) {
  const { UTCTime, GeneralizedTime } = pkijs.TimeType;
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? UTCTime : GeneralizedTime, value });
}

/** 16 octets with the sign bit clear and never leading with zero, so that DER keeps their number. */
function randomSerial(random: Random): Uint8Array {
  const serial = Uint8Array.from(random.bytes(16));
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}
