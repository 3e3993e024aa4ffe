/**
 * A zone signer for tests: small, independent of src/lab, and able to sign wrongly on purpose.
 *
 * It shares nothing with the validator but the message types, so that an error in one is not repeated in the other.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { publicJwk } from '../../src/base/index.ts';
import type { Name, ResourceRecord } from '../../src/core/dns/types.ts';

export const T = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  DNAME: 39,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  TLSA: 52,
} as const;

export interface SigningKey {
  readonly algorithm: number;
  readonly flags: number;
  readonly rdata: Buffer;
  readonly tag: number;
  sign(data: Uint8Array): Buffer;
}

export interface KeyOptions {
  readonly flags?: number;
  readonly protocol?: number;
  readonly rsaBits?: number;
  /** Reuse a private key, so that a test need not make a new RSA key. */
  readonly privateKey?: KeyObject;
}

const kinds: Readonly<Record<number, { generate: (bits: number) => KeyObject; digest: string | null }>> = {
  5: { generate: rsa, digest: 'sha1' },
  7: { generate: rsa, digest: 'sha1' },
  8: { generate: rsa, digest: 'sha256' },
  10: { generate: rsa, digest: 'sha512' },
  13: { generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, digest: 'sha256' },
  14: { generate: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, digest: 'sha384' },
  15: { generate: () => generateKeyPairSync('ed25519').privateKey, digest: null },
  16: { generate: () => generateKeyPairSync('ed448').privateKey, digest: null },
};

function rsa(modulusLength: number): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength }).privateKey;
}

export function makeKey(algorithm = 13, options: KeyOptions = {}): SigningKey {
  const { flags = 257, protocol = 3, rsaBits = 2048 } = options;
  const kind = kinds[algorithm] ?? kinds[13]!;
  const key = options.privateKey ?? kind.generate(rsaBits);
  const rdata = Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, protocol, algorithm]), publicOctets(key)]);
  return {
    algorithm,
    flags,
    rdata,
    tag: tagOf(rdata),
    sign: (data) => sign(kind.digest, data, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

export const privateKeyFrom = (pem: string): KeyObject => createPrivateKey(pem);

function publicOctets(key: KeyObject): Buffer {
  const jwk = publicJwk(key);
  const part = (value: string | undefined): Buffer => Buffer.from(value ?? '', 'base64url');
  if (jwk.kty === 'RSA') return Buffer.concat([Buffer.from([part(jwk.e).length]), part(jwk.e), part(jwk.n)]);
  return Buffer.concat([part(jwk.x), part(jwk.y)]);
}

function tagOf(rdata: Buffer): number {
  let sum = 0;
  rdata.forEach((octet, i) => {
    sum += i % 2 === 0 ? octet * 256 : octet;
  });
  return (sum + Math.floor(sum / 65536)) % 65536;
}

export function wire(name: Name): Buffer {
  const labels = name === '' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((l) => Buffer.concat([Buffer.from([l.length]), Buffer.from(l)])),
    Buffer.from([0]),
  ]);
}

export interface SignOptions {
  readonly signer?: Name;
  /** Seconds since 1970. */
  readonly inception?: number;
  readonly expiration?: number;
  readonly labels?: number;
  readonly originalTtl?: number;
  readonly keyTag?: number;
  /** The name put into the signed data, where it differs from the owner (wildcards). */
  readonly owner?: Name;
}

/** 2026-01-01 to 2026-02-01 around the tests' clock, 2026-01-15. */
export const NOW = Date.UTC(2026, 0, 15) / 1000;
const DEFAULTS = { inception: Date.UTC(2026, 0, 1) / 1000, expiration: Date.UTC(2026, 1, 1) / 1000 };

export function signRrset(
  zone: Name,
  records: readonly ResourceRecord[],
  key: SigningKey,
  options: SignOptions = {},
): ResourceRecord {
  const { name, type, ttlSeconds } = records[0]!;
  const owner = options.owner ?? name;
  const plain = owner === '' ? 0 : owner.split('.').filter((label, i) => !(i === 0 && label === '*')).length;
  const head = Buffer.alloc(18);
  head.writeUInt16BE(type, 0);
  head[2] = key.algorithm;
  head[3] = options.labels ?? plain;
  head.writeUInt32BE(options.originalTtl ?? ttlSeconds, 4);
  head.writeUInt32BE((options.expiration ?? DEFAULTS.expiration) >>> 0, 8);
  head.writeUInt32BE((options.inception ?? DEFAULTS.inception) >>> 0, 12);
  head.writeUInt16BE(options.keyTag ?? key.tag, 16);
  const prefix = Buffer.concat([head, wire(options.signer ?? zone)]);
  const body = [...records]
    .map((record) => Buffer.from(record.rdata))
    .sort(Buffer.compare)
    .map((rdata) => {
      const fixed = Buffer.alloc(10);
      fixed.writeUInt16BE(type, 0);
      fixed.writeUInt16BE(1, 2);
      fixed.writeUInt32BE(options.originalTtl ?? ttlSeconds, 4);
      fixed.writeUInt16BE(rdata.length, 8);
      return Buffer.concat([wire(owner), fixed, rdata]);
    });
  const signature = key.sign(Buffer.concat([prefix, ...body]));
  return { name, type: T.RRSIG, class: 1, ttlSeconds, rdata: Buffer.concat([prefix, signature]) };
}

export function dsRdata(zone: Name, key: SigningKey, digestType = 2): Buffer {
  const hash = { 1: 'sha1', 2: 'sha256', 4: 'sha384' }[digestType] ?? 'sha256';
  const digest = createHash(hash).update(wire(zone)).update(key.rdata).digest();
  return Buffer.concat([Buffer.from([key.tag >> 8, key.tag & 0xff, key.algorithm, digestType]), digest]);
}

export function bitmap(types: readonly number[]): Buffer {
  const windows = new Map<number, Buffer>();
  for (const type of types) {
    const bits = windows.get(type >> 8) ?? Buffer.alloc(32);
    bits[(type & 255) >> 3]! |= 0x80 >> (type & 7);
    windows.set(type >> 8, bits);
  }
  const ordered = [...windows].sort(([a], [b]) => a - b);
  return Buffer.concat(
    ordered.map(([window, bits]) => {
      const used = bits.reduce((last, octet, i) => (octet === 0 ? last : i + 1), 0);
      return Buffer.concat([Buffer.from([window, used]), bits.subarray(0, used)]);
    }),
  );
}

export const nsecRdata = (next: Name, types: readonly number[]): Buffer => Buffer.concat([wire(next), bitmap(types)]);

export interface Nsec3Options {
  readonly iterations?: number;
  readonly salt?: Buffer;
  readonly optOut?: boolean;
}

export function nsec3Rdata(
  next: Buffer,
  types: readonly number[],
  { iterations = 0, salt = Buffer.alloc(0), optOut }: Nsec3Options,
): Buffer {
  const head = Buffer.from([1, optOut === true ? 1 : 0, iterations >> 8, iterations & 255, salt.length]);
  return Buffer.concat([head, salt, Buffer.from([next.length]), next, bitmap(types)]);
}

export function hashName(name: Name, { iterations = 0, salt = Buffer.alloc(0) }: Nsec3Options): Buffer {
  let hash = createHash('sha1').update(wire(name)).update(salt).digest();
  for (let i = 0; i < iterations; i++) hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}

export function base32hex(bytes: Buffer): string {
  const bits = [...bytes].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => '0123456789abcdefghijklmnopqrstuv'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}
