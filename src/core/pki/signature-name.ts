/** Signature algorithms as people call them: `RSA with SHA-256`, `ECDSA with SHA-384`, `RSASSA-PSS with SHA-256`, `Ed25519`. */
import { readElement, readOid, TAG } from './der.ts';
import { readAlgorithm, type SignatureAlgorithm } from './signature.ts';

export function signatureName({ keyType, digest, saltLength }: SignatureAlgorithm): string {
  if (digest === null) return keyType === 'ed25519' ? 'Ed25519' : 'Ed448';
  const scheme = saltLength !== undefined ? 'RSASSA-PSS' : keyType === 'ec' ? 'ECDSA' : keyType.toUpperCase();
  return `${scheme} with ${digestName(digest)}`;
}

/** @param algorithm  AlgorithmIdentifier, whole DER; one that is not known here goes by its OID */
export function nameAlgorithm(algorithm: Uint8Array): string {
  const known = readAlgorithm(algorithm);
  if (known !== undefined) return signatureName(known);
  const oid = readElement(readElement(algorithm)?.contents ?? algorithm);
  return (oid?.tag === TAG.OID ? readOid(oid.contents) : undefined) ?? 'unknown';
}

/** `SHA-256` for node:crypto's `sha256`. */
export const digestName = (digest: string): string => digest.toUpperCase().replace(/^SHA(\d)/, 'SHA-$1');
