/** One signature against one key, all that was computed before in hand. */
import { createHash, verify } from 'node:crypto';
import type { PublicKey } from './public-key.ts';
import { hashIn } from './signature.ts';
import type { VerifiableAlgorithm } from './types.ts';

/** @param header  one character an octet, see signed-header.ts */
export function isHeaderSigned(
  header: string,
  value: Uint8Array,
  algorithm: VerifiableAlgorithm,
  { key }: PublicKey,
): boolean {
  const octets = Buffer.from(header, 'latin1');
  try {
    const hash = hashIn(algorithm);
    if (algorithm.startsWith('rsa-')) return verify(hash, octets, key, value);
    const digest = createHash(hash).update(octets).digest(); // RFC 8463 §3
    return verify(null, digest, key, value);
  } catch {
    return false; // a signature of a length the key cannot have
  }
}
