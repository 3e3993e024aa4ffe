/** One signature against one key, all that was computed before in hand. */
import { createHash, verify } from 'node:crypto';
import type { PublicKey } from './public-key.ts';
import type { Algorithm } from './types.ts';

/** @param header  one character an octet, see signed-header.ts */
export function isHeaderSigned(header: string, value: Uint8Array, algorithm: Algorithm, { key }: PublicKey): boolean {
  const octets = Buffer.from(header, 'latin1');
  try {
    if (algorithm === 'rsa-sha256') return verify('sha256', octets, key, value);
    const digest = createHash('sha256').update(octets).digest(); // RFC 8463 §3
    return verify(null, digest, key, value);
  } catch {
    return false; // a signature of a length the key cannot have
  }
}
