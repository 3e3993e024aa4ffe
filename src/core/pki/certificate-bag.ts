/**
 * Certificates as authorities publish them for whoever lacks one (RFC 5280 §4.2.2.1): one as DER, several in a "certs-only"
 * CMS message (RFC 5652 §5.1, RFC 8551 §3.2.2), or, against the letter and often enough, PEM. Signatures of such a message
 * are none; each certificate is judged by itself.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { type Certificate, type CertificateError, MAX_CERTIFICATE_BYTES, readCertificate } from './certificate.ts';
import { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';
import { parsePem } from './pem.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** [0] IMPLICIT CertificateSet in SignedData. */
const CERTIFICATES = 0xa0;
const MAX_CERTIFICATES = 100;

/** Every certificate that can be read; at least one. Never throws. */
export function readCertificateBag(octets: Uint8Array): Result<readonly Certificate[], CertificateError> {
  const single = readCertificate(octets);
  if (single.ok) return ok([single.value]);
  const ders = octets[0] === TAG.SEQUENCE ? signedDataCertificates(octets) : pemCertificates(octets);
  const certificates = ders.slice(0, MAX_CERTIFICATES).flatMap((der) => {
    const read = readCertificate(der);
    return read.ok ? [read.value] : [];
  });
  return certificates.length > 0 ? ok(certificates) : err(single.error);
}

/** ContentInfo { contentType, [0] SignedData { version, digestAlgorithms, encapContentInfo, [0] certificates, … } }. */
function signedDataCertificates(octets: Uint8Array): readonly Uint8Array[] {
  const [type, content] = childrenOf(readElement(octets));
  if (type?.tag !== TAG.OID || readOid(type.contents) !== SIGNED_DATA || content?.tag !== 0xa0) return [];
  const fields = childrenOf(readElement(content.contents));
  const set = fields.slice(3).find(({ tag }) => tag === CERTIFICATES);
  return childrenOf(set)
    .filter(({ tag }) => tag === TAG.SEQUENCE)
    .map(({ whole }) => whole);
}

const childrenOf = (element: DerElement | undefined): readonly DerElement[] =>
  (element && readElements(element.contents)) ?? [];

function pemCertificates(octets: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, MAX_CERTIFICATE_BYTES)).toString(
    'latin1',
  );
  const blocks = parsePem(text, 'the file');
  if (!blocks.ok) return [];
  return blocks.value.flatMap(({ label, der }) =>
    label === 'PKCS7' || label === 'CMS' ? signedDataCertificates(der) : label === 'CERTIFICATE' ? [der] : [],
  );
}
