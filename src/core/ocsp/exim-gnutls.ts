/**
 * What an Exim that is built with GnuTLS, as Debian's is, does with a response in tls_ocsp_file.
 *
 * Seen of Exim 4.96 with GnuTLS 3.7 (the interop suite `ocsp` holds every row to it): Exim leaves the look to GnuTLS, which
 * never checks who signed. A response that it cannot use costs the server TLS altogether: STARTTLS is answered 454, although
 * the documentation has a bad proof ignored. So a file that has run out, or says revoked, stops encrypted mail.
 */
import { equalBytes, ok } from '../../base/index.ts';
import { isSameSerial, issuerNameDigest } from './cert-id.ts';
import { parseOcspResponse } from './read/response.ts';
import type { OcspQuestion, SingleResponse } from './types.ts';
import { MAX_AGE_WITHOUT_END_MS } from './verify/singles.ts';

export type EximGnutls = 'staples' | 'ignores' | 'no-tls';

export function eximWithGnutls(question: OcspQuestion): EximGnutls {
  const { response, at } = question;
  const read = response instanceof Uint8Array ? parseOcspResponse(response) : ok(response);
  const basic = read.ok && read.value.responseStatus === 'successful' ? read.value.basic : undefined;
  const first = basic?.responses[0];
  if (first === undefined || first.status === 'revoked' || !isAbout(first, question)) return 'no-tls';
  if (first.nextUpdate !== undefined) return first.nextUpdate.date < at ? 'no-tls' : 'staples'; // no skew here
  return first.thisUpdate.date.getTime() + MAX_AGE_WITHOUT_END_MS < at.getTime() ? 'ignores' : 'staples';
}

/** The issuer's key is not compared. */
function isAbout({ certId }: SingleResponse, { certificate }: OcspQuestion): boolean {
  const { digest, serialOctets, issuerNameHash } = certId;
  if (!isSameSerial(serialOctets, certificate.serialOctets)) return false;
  return digest === undefined || equalBytes(issuerNameHash, issuerNameDigest(certificate, digest));
}
