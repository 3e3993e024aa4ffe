/**
 * Who signed, and may they? RFC 6960 §4.2.2.2: the authority that issued the certificate, a responder with a certificate
 * issued directly by it that has id-kp-OCSPSigning, or one trusted by local configuration.
 */
import { equalBytes } from '../../../base/index.ts';
import {
  type Certificate,
  isSignatureGood,
  KEY_USAGE,
  readAlgorithm,
  sameName,
  signatureName,
} from '../../pki/index.ts';
import { keyDigest } from '../cert-id.ts';
import { OCSP_SIGNING } from '../oids.ts';
import { responderText } from '../responder-text.ts';
import type { BasicResponse, OcspQuestion, OcspSigner, ResponderId } from '../types.ts';
import { readEmbedded, wasIssuedBy } from './known.ts';
import { isRefusal, type Refusal, refuse, told } from './refusal.ts';

/** Several certificates may have the responder's name; each costs two signature checks. */
const MAX_CANDIDATES = 8;
/** Shorter RSA keys can be factored. */
const MIN_RSA_BITS = 1024;
/** nonRepudiation is as good (RFC 5280 §4.2.1.12 on id-kp-OCSPSigning). */
const NON_REPUDIATION = 1;

export function findSigner(basic: BasicResponse, question: OcspQuestion): OcspSigner | Refusal {
  const algorithm = refuseAlgorithm(basic, question);
  if (algorithm !== undefined) return algorithm;
  const candidates = candidatesFor(basic, question);
  if (candidates.length === 0)
    return refuse(
      'signer-not-found',
      `no certificate at hand is the responder's: ${basic.responderId.kind} ${responderText(basic.responderId)}`,
    );
  const outcomes = candidates.map((candidate) => authorize(candidate, question)).map((one) => signed(one, basic));
  const refusals = outcomes.filter(isRefusal);
  const success = outcomes.find((outcome): outcome is OcspSigner => !isRefusal(outcome));
  return success ?? refusals.find(({ code }) => code === 'bad-signature') ?? refusals[0]!;
}

/** Whoever can make a collision has a responder sign one thing and shows another (RFC 6194 §3, RFC 6151 §2). */
function refuseAlgorithm(
  { algorithm, algorithmOid }: BasicResponse,
  { allowsSha1 }: OcspQuestion,
): Refusal | undefined {
  const read = readAlgorithm(algorithm);
  if (read === undefined) return refuse('signature-algorithm', `its signature algorithm is not known: ${algorithmOid}`);
  const isWeak = read.digest === 'md5' || (read.digest === 'sha1' && allowsSha1 !== true);
  return isWeak ? refuse('weak-digest', `it is signed with ${signatureName(read)}`) : undefined;
}

/** Embedded ones that cannot be read are passed over. */
export function embeddedCertificates({ certificates }: BasicResponse): readonly Certificate[] {
  return certificates.map(readEmbedded).filter((read) => read !== undefined);
}

/** The issuer first, which needs no search in what was sent. */
function candidatesFor(basic: BasicResponse, question: OcspQuestion): readonly Certificate[] {
  const { issuer, responders = [], chain = [] } = question;
  if (isResponder(issuer, basic.responderId) && basic.certificates.length === 0) return [issuer];
  const found: Certificate[] = [];
  for (const one of [issuer, ...responders, ...embeddedCertificates(basic), ...chain]) {
    if (found.length === MAX_CANDIDATES) break;
    if (isResponder(one, basic.responderId) && !found.some(({ der }) => equalBytes(der, one.der))) found.push(one);
  }
  return found;
}

/** byName is the subject (RFC 5280 §7.1); byKey is SHA-1 of the public key (RFC 6960 §4.2.1). */
function isResponder(certificate: Certificate, id: ResponderId): boolean {
  return id.kind === 'name'
    ? sameName(certificate.subject, id.name)
    : equalBytes(keyDigest(certificate, 'sha1'), id.hash);
}

function authorize(candidate: Certificate, question: OcspQuestion): OcspSigner | Refusal {
  const { issuer, responders = [], at } = question;
  if (responders.some(({ der }) => equalBytes(der, candidate.der)))
    return refuseDates(candidate, at) ?? { kind: 'local', certificate: candidate };
  if (isSameAuthority(candidate, issuer)) return { kind: 'issuer', certificate: issuer };
  return refuseDelegate(candidate, issuer, at) ?? { kind: 'delegated', certificate: candidate };
}

/** An authority may have several certificates of one name and key. */
function isSameAuthority(candidate: Certificate, issuer: Certificate): boolean {
  return equalBytes(candidate.publicKey, issuer.publicKey) && sameName(candidate.subject, issuer.subject);
}

function refuseDelegate(delegate: Certificate, issuer: Certificate, at: Date): Refusal | undefined {
  const { extensions, subjectText: name } = delegate;
  if (!wasIssuedBy(delegate, issuer))
    return refuse('signer-not-authorized', `${name} signed it, and was not issued by ${issuer.subjectText} directly`);
  if (extensions.malformed.length > 0)
    return refuse('signer-extension', `${name} has extensions that cannot be read: ${extensions.malformed.join(', ')}`);
  if (extensions.unknownCritical.length > 0)
    return refuse(
      'signer-extension',
      `${name} has critical extensions that are not known: ${extensions.unknownCritical.join(', ')}`,
    );
  if (extensions.extendedKeyUsage?.includes(OCSP_SIGNING) !== true)
    return refuse('signer-usage', `${name} signed it, and its certificate is not for signing OCSP responses`);
  if (!maySign(delegate))
    return refuse('signer-key-usage', `${name} signed it, and its key usage does not have digitalSignature`);
  return refuseDates(delegate, at);
}

function maySign({ extensions: { keyUsage } }: Certificate): boolean {
  return keyUsage === undefined || keyUsage.has(KEY_USAGE.DIGITAL_SIGNATURE) || keyUsage.has(NON_REPUDIATION);
}

function refuseDates({ subjectText, notBefore, notAfter }: Certificate, at: Date): Refusal | undefined {
  if (at > notAfter)
    return refuse('signer-expired', `the certificate of ${subjectText}, who signed it, ended at ${told(notAfter)}`);
  if (at < notBefore)
    return refuse(
      'signer-not-yet-valid',
      `the certificate of ${subjectText}, who signed it, begins at ${told(notBefore)}`,
    );
  return undefined;
}

function signed(signer: OcspSigner | Refusal, basic: BasicResponse): OcspSigner | Refusal {
  if (isRefusal(signer)) return signer;
  const { subjectText: name } = signer.certificate;
  const key = signer.certificate.publicKeyObject();
  if (key === undefined) return refuse('signature-algorithm', `the key of ${name} cannot be read`);
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) return refuse('weak-key', `the RSA key of ${name} has ${bits} bits`);
  return isSignatureGood(basic, key) ? signer : refuse('bad-signature', `it is not signed by the key of ${name}`);
}
