/** May this key speak for this signature (RFC 6376 §6.1.2 steps 4 to 10, RFC 8301 §3.2)? */
import type { KeyFault } from './key-record.ts';
import type { PublicKey } from './public-key.ts';
import type { KeyRecord, Signer } from './types.ts';

/** RFC 8301 §3.2: what shorter keys signed must not be taken as valid. */
export const MIN_RSA_BITS = 1024;
/** RFC 8301 §3.2: what signers should have. */
export const RECOMMENDED_RSA_BITS = 2048;

export function misfit(record: KeyRecord, key: PublicKey, signature: Signer): KeyFault | undefined {
  const { algorithm, domain, identity } = signature;
  if (record.hashes !== undefined && !record.hashes.includes('sha256'))
    return { code: 'key-hash', detail: `h=${record.hashes.join(':')} of the key does not allow sha256` };
  if (!algorithm.startsWith(`${record.keyType}-`))
    return { code: 'key-type', detail: `k=${record.keyType} of the key does not fit a=${algorithm}` };
  if (!record.services.some((service) => service === '*' || service === 'email'))
    return { code: 'key-service', detail: `s=${record.services.join(':')} of the key is not for email` };
  if (record.isStrict && identity.domain !== domain)
    return { code: 'key-identity', detail: `t=s of the key wants i= in ${domain} itself, and it is ${identity.text}` };
  if (key.type === 'rsa' && key.bits < MIN_RSA_BITS)
    return { code: 'key-weak', detail: `the key has ${key.bits} bits, and at least ${MIN_RSA_BITS} are needed` };
  return undefined;
}
