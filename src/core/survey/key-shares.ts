/** A key share of TLS 1.3 for one of the groups that node:crypto knows (RFC 8446 §4.2.8.2, RFC 7748). Its private half is thrown away. */
import { createECDH, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { publicJwk } from '../../base/index.ts';

export interface KeyShare {
  readonly group: number;
  readonly key: Uint8Array;
}

const MAKERS: readonly (readonly [name: string, group: number, make: () => Uint8Array])[] = [
  ['x25519', 29, () => rawKey('x25519')],
  ['secp256r1', 23, () => point('prime256v1')],
  ['secp384r1', 24, () => point('secp384r1')],
  ['secp521r1', 25, () => point('secp521r1')],
  ['x448', 30, () => rawKey('x448')],
];

/** Of the first of these groups that we can make one for. */
export function makeShare(groups: readonly string[]): KeyShare | undefined {
  const maker = MAKERS.find(([name]) => groups.includes(name));
  return maker && { group: maker[1], key: maker[2]() };
}

function point(curve: string): Uint8Array {
  return createECDH(curve).generateKeys();
}

function rawKey(type: 'x25519' | 'x448'): Uint8Array {
  const { publicKey } = type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
  return Buffer.from(publicJwk(publicKey).x!, 'base64url');
}

const X25519MLKEM768 = 0x11ec;
/** Of ML-KEM-768: coefficients, and the modulus they stay below (FIPS 203 §8). */
const COEFFICIENTS = 768;
const Q = 3329;

/**
 * For X25519MLKEM768, in the form that a server checks (FIPS 203 §7.2): coefficients below the modulus in twelve bits each,
 * a seed, and the share of x25519 behind them. There is no key to it, and none is needed to see who bears its length.
 */
export function postQuantumShare(): KeyShare {
  const packed = Buffer.alloc((COEFFICIENTS * 12) / 8);
  for (let at = 0; at < packed.length; at += 3) packed.writeUIntLE(randomInt(Q) | (randomInt(Q) << 12), at, 3);
  return { group: X25519MLKEM768, key: Buffer.concat([packed, randomBytes(32), rawKey('x25519')]) };
}
