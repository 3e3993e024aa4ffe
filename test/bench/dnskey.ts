/** A fresh zone key as DNSKEY RDATA and as the private key that goes with it. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { publicJwk } from '../../src/base/index.ts';

export interface MadeKey {
  readonly rdata: Uint8Array;
  readonly privatePem: string;
  /** Digest name for node:crypto; null where the scheme hashes by itself. */
  readonly digest: string | null;
}

export function makeDnskey(algorithm: 8 | 13 | 15 | number): MadeKey {
  const { publicKey, privateKey } = pair(algorithm);
  const head = Buffer.from([1, 1, 3, algorithm]);
  return {
    rdata: Buffer.concat([head, publicField(publicKey)]),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    digest: algorithm === 15 ? null : 'sha256',
  };
}

function pair(algorithm: number): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === 8) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return algorithm === 13 ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
}

/** RFC 3110 §2, RFC 6605 §4, RFC 8080 §3. */
function publicField(key: KeyObject): Buffer {
  const jwk = publicJwk(key);
  const part = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');
  if (jwk.kty !== 'RSA') return Buffer.concat([part(jwk.x), part(jwk.y)]);
  const exponent = part(jwk.e);
  return Buffer.concat([Buffer.of(exponent.length), exponent, part(jwk.n)]);
}
