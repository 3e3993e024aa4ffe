/**
 * Groups of Diffie-Hellman that `tls_dhparam` may name, as parameters in PEM.
 *
 * A prime of RFC 7919 is 2^b - 2^(b-64) + (⌊2^(b-130) e⌋ + X) 2^64 - 1, with an X for each length b (Appendix A). Those of
 * RFC 3526 (`ike5` …) have π in its place, and Node has them.
 */
import { getDiffieHellman } from 'node:crypto';
import { TAG } from '../../core/pki/index.ts';

/** Undefined for a name that is none. */
export function namedGroup(name: string): string | undefined {
  if (IN_ITS_PLACE.test(name)) return namedGroup('ffdhe2048');
  const bits = Number(/^ffdhe(\d+)$/.exec(name)?.[1]);
  const offset = OFFSETS[bits];
  if (offset !== undefined) return parameters(ffdhePrime(bits, offset), 2n);
  const number = /^ike(5|14|15|16|17|18)$/.exec(name)?.[1];
  if (number === undefined) return undefined;
  const group = getDiffieHellman(`modp${number}`);
  return parameters(BigInt(`0x${group.getPrime('hex')}`), BigInt(`0x${group.getGenerator('hex')}`));
}

/**
 * Exim's own primes of 2048 bits, and groups of RFC 5114, whose origin nobody knows: another of that length is as good. And
 * those below it, which OpenSSL does not take any more.
 */
const IN_ITS_PLACE = /^(default|historic|exim\.dev\.20160529\.[123]|ike(1|2|22|23|24))$/;

const OFFSETS: Readonly<Record<number, bigint>> = {
  2048: 560_316n,
  3072: 2_625_351n,
  4096: 5_736_041n,
  6144: 15_705_020n,
  8192: 10_965_728n,
};

const ffdhePrime = (bits: number, offset: bigint): bigint =>
  (1n << BigInt(bits)) - (1n << BigInt(bits - 64)) + ((euler(bits - 130) + offset) << 64n) - 1n;

/** ⌊2^shift e⌋: the sum of 1/n!, with as many more bits as rounding may spoil. */
function euler(shift: number): bigint {
  const guard = 64n;
  let term = 1n << (BigInt(shift) + guard);
  let sum = term;
  for (let n = 1n; term > 0n; n += 1n) {
    term /= n;
    sum += term;
  }
  return sum >> guard;
}

/** DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER } (PKCS #3). */
function parameters(prime: bigint, base: bigint): string {
  const der = element(TAG.SEQUENCE, Buffer.concat([prime, base].map(integer)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return element(TAG.INTEGER, Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex'));
}

/** Never longer than 64 KiB (X.690 §8.1.3). */
function element(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  const said = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...said]), contents]);
}
