/**
 * Reading a certificate (RFC 5280 §4.1): the fields that verdicts are made of, straight from the DER.
 *
 * Signatures are node:crypto's matter (`x509`, made when first asked for): a certificate it cannot read still has its
 * octets and its public key here, and that is all DANE-EE needs.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { equalBytes, err, type Failure, ok, type Result } from '../../base/index.ts';
import { type DerElement, readElement, readElements, readOid, readTimeLoosely, TAG } from './der.ts';
import { type Extensions, noExtensions } from './extensions/types.ts';
import { readExtensions } from './extensions.ts';
import { importPublicKey } from './public-key.ts';
import { commonNames, showName } from './rdn.ts';
import { isSignatureGood } from './signature.ts';

export type CertificateError = Failure<'pki/certificate'>;

export interface Certificate {
  readonly der: Uint8Array;
  /** TBSCertificate, whole DER: what is signed. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier as written outside of what is signed, whole DER. */
  readonly signatureAlgorithm: Uint8Array;
  /** The same as written inside: the two are to be equal (RFC 5280 §4.1.1.2). */
  readonly innerAlgorithm: Uint8Array;
  /** Octets of the signature, the unused-bits octet stripped. */
  readonly signature: Uint8Array;
  /** 1, 2 or 3; only 3 has extensions (RFC 5280 §4.1.2.1). */
  readonly version: number;
  /** SubjectPublicKeyInfo as DER: what selector 1 of TLSA is about (RFC 6698 §2.1.2). */
  readonly publicKey: Uint8Array;
  /** Names as DER, for comparing issuer with subject. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  /** `CN=mx.example.org, O=Example`, for people. */
  readonly subjectText: string;
  readonly issuerText: string;
  readonly commonNames: readonly string[];
  /** Hex, as in the certificate, without leading zeros. */
  readonly serial: string;
  /** Octets of the serial's INTEGER as written: what an OCSP CertID and a CRL entry repeat. */
  readonly serialOctets: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: Extensions;
  /** How some fields are written, for rules about encodings. */
  readonly written: {
    readonly hasVersion: boolean;
    readonly hasExtensions: boolean;
    readonly notBefore: DerElement;
    readonly notAfter: DerElement;
  };
  /** Undefined where OpenSSL cannot read it. */
  x509(): X509Certificate | undefined;
  /** The subject's key, made once; undefined where OpenSSL cannot read it. */
  publicKeyObject(): KeyObject | undefined;
}

/** No honest certificate is larger; the bound also holds the work of everything that walks one. */
export const MAX_CERTIFICATE_BYTES = 1024 * 1024;

/** Never throws; trailing octets make it unreadable. */
export function readCertificate(der: Uint8Array): Result<Certificate, CertificateError> {
  if (der.length > MAX_CERTIFICATE_BYTES) return failed(`it is larger than ${MAX_CERTIFICATE_BYTES} octets`);
  const octets = plain(der);
  const outer = readElement(octets);
  const parts =
    outer?.tag === TAG.SEQUENCE && outer.whole.length === octets.length ? readElements(outer.contents) : undefined;
  const fields = parts?.length === 3 && parts[0]!.tag === TAG.SEQUENCE ? readElements(parts[0]!.contents) : undefined;
  if (fields === undefined) return failed('it is not a DER certificate');
  const [, algorithm, bits] = parts!;
  const signature = bits!.tag === TAG.BIT_STRING && bits!.contents[0] === 0 ? bits!.contents.subarray(1) : undefined;
  if (algorithm!.tag !== TAG.SEQUENCE || signature === undefined) return failed('its signature cannot be read');
  const envelope = { der: octets, tbs: parts![0]!.whole, signatureAlgorithm: algorithm!.whole, signature };
  const isVersioned = fields[0]?.tag === 0xa0;
  const version = isVersioned ? (readElement(fields[0]!.contents)?.contents.at(-1) ?? 0) + 1 : 1;
  return readFields(envelope, { version, hasVersion: isVersioned }, isVersioned ? fields.slice(1) : fields);
}

/** A view of the same octets that is no Buffer: cutting those is four times as slow. */
function plain(octets: Uint8Array): Uint8Array {
  const isPlain = Object.getPrototypeOf(octets) === Uint8Array.prototype;
  return isPlain ? octets : new Uint8Array(octets.buffer, octets.byteOffset, octets.length);
}

/** serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, then optional parts. */
function readFields(
  envelope: Pick<Certificate, 'der' | 'tbs' | 'signatureAlgorithm' | 'signature'>,
  { version, hasVersion }: { readonly version: number; readonly hasVersion: boolean },
  fields: readonly DerElement[],
): Result<Certificate, CertificateError> {
  const [serial, inner, issuer, validity, subject, publicKey, ...rest] = fields;
  if (
    serial === undefined ||
    inner === undefined ||
    issuer === undefined ||
    validity === undefined ||
    subject === undefined ||
    publicKey === undefined
  ) {
    return failed('a field is missing');
  }
  const [from, to] = readElements(validity.contents) ?? [];
  const notBefore = from && readTimeLoosely(from);
  const notAfter = to && readTimeLoosely(to);
  if (notBefore === undefined || notAfter === undefined) return failed('its dates cannot be read');
  const wrapped = rest.find(({ tag }) => tag === 0xa3);
  const extensions = wrapped === undefined ? noExtensions : readExtensions(wrapped.contents);
  const { der } = envelope;
  return ok({
    ...envelope,
    innerAlgorithm: inner.whole,
    version,
    publicKey: publicKey.whole,
    subject: subject.whole,
    issuer: issuer.whole,
    subjectText: showName(subject),
    issuerText: showName(issuer),
    commonNames: commonNames(subject),
    serial: Buffer.from(serial.contents)
      .toString('hex')
      .replace(/^(00)+(?=..)/, ''),
    serialOctets: serial.contents,
    notBefore,
    notAfter,
    extensions,
    written: { hasVersion, hasExtensions: wrapped !== undefined, notBefore: from!, notAfter: to! },
    x509: once(() => new X509Certificate(der)),
    publicKeyObject: once(() => importPublicKey(publicKey.whole)),
  });
}

/**
 * Did the owner of `issuer` sign `certificate`? Names are to chain (RFC 5280 §6.1.3 (a)(4)), and the signature to verify.
 */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!equalBytes(certificate.issuer, issuer.subject)) return false;
  const key = issuer.publicKeyObject();
  return key !== undefined && isSignedBy(certificate, key);
}

/** Names aside: a bare key in DNS has none (RFC 7671 §5.2.2). */
export function isSignedBy(certificate: Certificate, key: KeyObject): boolean {
  const { tbs, signatureAlgorithm: algorithm, innerAlgorithm, signature } = certificate;
  return equalBytes(algorithm, innerAlgorithm) && isSignatureGood({ tbs, algorithm, signature }, key);
}

export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => equalBytes(subject, issuer);

export function isValidAt({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return notBefore <= at && at <= notAfter;
}

/** Made when first asked for, and kept; undefined where making it throws. */
function once<T>(make: () => T): () => T | undefined {
  let made: { readonly value: T | undefined } | undefined;
  return () => {
    made ??= { value: attempt(make) };
    return made.value;
  };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Signature algorithm by OID, for reports on weak ones. */
export function signatureAlgorithm({ signatureAlgorithm: algorithm }: Certificate): string | undefined {
  const oid = readElement(readElement(algorithm)?.contents ?? algorithm);
  return oid?.tag === TAG.OID ? readOid(oid.contents) : undefined;
}

function failed(why: string): { ok: false; error: CertificateError } {
  const message = `the certificate cannot be read: ${why}`;
  return err({ code: 'pki/certificate', message, hint: 'give an X.509 certificate', fault: 'peer', temporary: false });
}
