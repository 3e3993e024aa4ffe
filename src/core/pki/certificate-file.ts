/** A file of certificates: PEM, in order, or one certificate as DER. What else it is, is said by name. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { guessDerKind } from './der-kind.ts';
import { parseCertificates, parsePem } from './pem.ts';

/**
 * At least one certificate.
 *
 * @param name  of the file, for errors
 */
export function readCertificates(octets: Uint8Array, name: string): Result<readonly Certificate[], Failure> {
  if (octets[0] === 0x30) {
    const one = readCertificate(octets);
    if (one.ok) return ok([one.value]);
    const kind = guessDerKind(octets);
    return failed(`${name}: ${kind === undefined ? one.error.message : `it is ${kind}, and no certificate`}`);
  }
  const text = Buffer.from(octets).toString('latin1');
  const blocks = parsePem(text, name);
  if (!blocks.ok) return blocks;
  const labels = blocks.value.map(({ label }) => label);
  if (labels.some((label) => label.includes('CERTIFICATE') && !label.includes('REQUEST')))
    return parseCertificates(text, name);
  const what =
    labels.length > 0
      ? `it has ${[...new Set(labels)].join(', ')}`
      : octets.length === 0
        ? 'it is empty'
        : 'it is not PEM';
  return failed(`${name}: there is no CERTIFICATE block in it: ${what}`);
}

function failed(message: string): { ok: false; error: Failure } {
  const hint = 'give a certificate in PEM, as -----BEGIN CERTIFICATE----- and base64, or in DER';
  return err({ code: 'pki/certificate-file', message, hint, fault: 'configuration', temporary: false });
}
