/**
 * What was found out once and cannot change: an embedded certificate read, and who signed whom. A responder embeds the same
 * certificate in every response, so that a run over many costs one signature check each.
 *
 * Bounded: some responders' certificates of ordinary size are kept, the latest used; who signed whom goes with the objects.
 */
import { type Certificate, isSignedBy, readCertificate, sameName } from '../../pki/index.ts';

const MAX_KNOWN = 64;
const MAX_KNOWN_BYTES = 8192;

const read = new Map<string, Certificate>();

/** Undefined where it cannot be read. */
export function readEmbedded(der: Uint8Array): Certificate | undefined {
  if (der.length > MAX_KNOWN_BYTES) return readFresh(der);
  const name = Buffer.from(der.buffer, der.byteOffset, der.length).toString('latin1');
  const certificate = read.get(name) ?? readFresh(Uint8Array.from(der));
  if (certificate === undefined) return undefined;
  read.delete(name); // to the end: the first of a Map is then the one not used for longest
  read.set(name, certificate);
  if (read.size > MAX_KNOWN) read.delete(read.keys().next().value!);
  return certificate;
}

/** An own copy of the octets: the response that they stand in may be let go, and may be changed by whoever holds it. */
function readFresh(der: Uint8Array): Certificate | undefined {
  const certificate = readCertificate(der);
  return certificate.ok ? certificate.value : undefined;
}

const issued = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/**
 * Did the owner of `issuer` sign `certificate`? Names are compared as RFC 5280 §7.1 has it, and the signature of a pair is
 * checked once.
 */
export function wasIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const answers = issued.get(certificate) ?? new WeakMap<Certificate, boolean>();
  const answer = answers.get(issuer) ?? isIssuedBy(certificate, issuer);
  issued.set(certificate, answers.set(issuer, answer));
  return answer;
}

function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!sameName(certificate.issuer, issuer.subject)) return false;
  const key = issuer.publicKeyObject();
  return key !== undefined && isSignedBy(certificate, key);
}
