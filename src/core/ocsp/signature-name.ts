import type { SignatureAlgorithm } from '../pki/index.ts';

const PSS = '1.2.840.113549.1.1.10';

/** As people call it: `RSA with SHA-256`, `ECDSA with SHA-384`, `Ed25519`. */
export function signatureName({ oid, keyType, digest }: SignatureAlgorithm): string {
  if (digest === null) return keyType === 'ed25519' ? 'Ed25519' : 'Ed448';
  const scheme = oid === PSS ? 'RSASSA-PSS' : keyType === 'ec' ? 'ECDSA' : keyType.toUpperCase();
  return `${scheme} with ${digestName(digest)}`;
}

/** `SHA-256` for node:crypto's `sha256`. */
export const digestName = (digest: string): string => digest.toUpperCase().replace(/^SHA(\d)/, 'SHA-$1');
