/** The numbers of a public key, by name (RFC 7518 §6). */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/**
 * Of a public key, or of the one that belongs to a private key: `n` and `e`, `x` and `y`, or `x` alone, in base64url.
 *
 * It is a copy of the key that is asked. In Node 20 `export({ format: 'jwk' })` holds the key's lock while it makes its
 * strings, and a key that was generated shares that lock with the job that made it: where the collector finds the job just
 * then, it waits for the lock to take it away, and the process stands for ever.
 */
export function publicJwk(key: KeyObject): JsonWebKey {
  const own = key.type === 'private' ? createPublicKey(key) : key;
  const copy = createPublicKey({ key: own.export({ type: 'spki', format: 'der' }), type: 'spki', format: 'der' });
  return copy.export({ format: 'jwk' });
}
