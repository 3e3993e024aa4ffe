/** Which certificate a CertID means (RFC 6960 §4.1.1): digests over the issuer's name and key, made once an issuer. */
import { createHash } from 'node:crypto';
import { equalBytes } from '../../base/index.ts';
import { type Certificate, readElements } from '../pki/index.ts';
import { readBits, readSequence } from './read/fields.ts';
import type { CertId, InvalidCode } from './types.ts';

/** What may differ, in the order in which it is told: a response about another certificate mostly differs in its serial. */
export type CertIdMismatch = Extract<InvalidCode, `certid-${string}`>;

/** Undefined: this certificate is meant. */
export function certIdMismatch(
  { digest, issuerNameHash, issuerKeyHash, serialOctets }: CertId,
  certificate: Certificate,
  issuer: Certificate,
): CertIdMismatch | undefined {
  if (digest === undefined) return 'certid-digest';
  if (!isSameSerial(serialOctets, certificate.serialOctets)) return 'certid-serial';
  const isNamed = [issuerNameDigest(certificate, digest), subjectDigest(issuer, digest)].some((one) =>
    equalBytes(issuerNameHash, one),
  );
  if (!isNamed) return 'certid-issuer-name';
  return equalBytes(issuerKeyHash, keyDigest(issuer, digest)) ? undefined : 'certid-issuer-key';
}

/** The name as the certificate in question has it (RFC 6960 §4.1.1), in DER. */
export function issuerNameDigest(certificate: Certificate, digest: string): Uint8Array {
  return memo(certificate, `name ${digest}`, () => createHash(digest).update(certificate.issuer).digest());
}

/** As the issuer has it, which may be written otherwise: programs take the one or the other. */
function subjectDigest(issuer: Certificate, digest: string): Uint8Array {
  return memo(issuer, `subject ${digest}`, () => createHash(digest).update(issuer.subject).digest());
}

/** A serial is a number with its sign, however it is padded. */
export const isSameSerial = (one: Uint8Array, other: Uint8Array): boolean => equalBytes(minimal(one), minimal(other));

/** An INTEGER without zeros that it does not need for its sign. */
function minimal(octets: Uint8Array): Uint8Array {
  let at = 0;
  while (at < octets.length - 1 && octets[at] === 0 && octets[at + 1]! < 0x80) at += 1;
  return octets.subarray(at);
}

/** Over the value of the BIT STRING, without tag, length and count of unused bits. */
export function keyDigest(certificate: Certificate, digest: string): Uint8Array {
  return memo(certificate, `key ${digest}`, () => createHash(digest).update(subjectPublicKey(certificate)).digest());
}

function subjectPublicKey({ publicKey }: Certificate): Uint8Array {
  const outer = readSequence(publicKey);
  return readBits(outer?.[1]) ?? readElements(publicKey)?.[0]?.contents ?? publicKey;
}

const memos = new WeakMap<Certificate, Map<string, Uint8Array>>();

function memo(certificate: Certificate, name: string, make: () => Uint8Array): Uint8Array {
  const known = memos.get(certificate) ?? new Map<string, Uint8Array>();
  memos.set(certificate, known);
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}
