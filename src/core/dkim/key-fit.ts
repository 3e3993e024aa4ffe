/** May this key speak for this signature (RFC 6376 §6.1.2 steps 4 to 10, RFC 8301 §3.2)? */
import type { KeyFault } from './key-record.ts';
import type { PublicKey } from './public-key.ts';
import { hashIn } from './signature.ts';
import type { KeyRecord, Signer, VerifyRules } from './types.ts';

/** RFC 8301 §3.2: what shorter keys signed must not be taken as valid. */
export const MIN_RSA_BITS = 1024;
/** RFC 8301 §3.2: what signers should have. */
export const RECOMMENDED_RSA_BITS = 2048;

export function misfit(record: KeyRecord, signature: Signer): KeyFault | undefined {
  const { algorithm, domain, identity } = signature;
  const hash = hashIn(algorithm);
  if (record.hashes !== undefined && !record.hashes.includes(hash))
    return { code: 'key-hash', detail: `h=${record.hashes.join(':')} of the key does not allow ${hash}` };
  if (!algorithm.startsWith(`${record.keyType}-`))
    return { code: 'key-type', detail: `k=${record.keyType} of the key does not fit a=${algorithm}` };
  if (!record.services.some((service) => service === '*' || service === 'email'))
    return { code: 'key-service', detail: `s=${record.services.join(':')} of the key is not for email` };
  if (record.isStrict && identity.domain !== domain)
    return { code: 'key-identity', detail: `t=s of the key wants i= in ${domain} itself, and it is ${identity.text}` };
  return undefined;
}

/** Whether what it signed can be relied on, where it verifies. */
export function weakness(
  { type, bits }: PublicKey,
  { rsa = 0, ed25519 = 0 }: VerifyRules['leastBits'] = { rsa: MIN_RSA_BITS },
): KeyFault | undefined {
  const least = type === 'rsa' ? rsa : ed25519;
  return bits < least
    ? { code: 'key-weak', detail: `the key has ${bits} bits, and at least ${least} are needed` }
    : undefined;
}
