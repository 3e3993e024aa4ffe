/** Keys read from their DER are those that OpenSSL reads, or none. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { importPublicKey, readPublicKey } from '../../../src/core/pki/public-key.ts';
import { bitString, integer, NULL, oid, seq } from '../../support/der.ts';

const pairs = [
  generateKeyPairSync('rsa', { modulusLength: 1024 }),
  generateKeyPairSync('rsa', { modulusLength: 2052, publicExponent: 3 }),
  generateKeyPairSync('rsa-pss', { modulusLength: 1024 }),
  ...['P-256', 'P-384', 'P-521', 'secp256k1'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
  generateKeyPairSync('ed25519'),
  generateKeyPairSync('ed448'),
];

it.each(pairs.map(({ publicKey }) => [publicKey.asymmetricKeyType, publicKey] as const))('%s', (_type, key) => {
  const spki = key.export({ type: 'spki', format: 'der' });
  const own = importPublicKey(spki)!;
  expect(own.equals(createPublicKey({ key: spki, type: 'spki', format: 'der' }))).toBe(true);
  expect(own.asymmetricKeyType).toBe(key.asymmetricKeyType);
  const facts = readPublicKey(spki);
  if (facts?.kind === 'rsa') expect(facts.bits).toBe(key.asymmetricKeyDetails?.modulusLength);
});

const rsa = (modulus: Uint8Array, exponent: Uint8Array) =>
  seq(seq(oid('1.2.840.113549.1.1.1'), NULL), bitString(seq(integer(modulus), integer(exponent))));
const MODULUS = Buffer.concat([Buffer.of(0), Buffer.alloc(256, 0xc3)]);
const point = (octets: Uint8Array) => seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bitString(octets));

it.each([
  ['a point that is not on the curve', point(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]))],
  ['a point that is too short', point(Buffer.concat([Buffer.of(4), Buffer.alloc(63, 7)]))],
  ['a negative modulus', rsa(Buffer.alloc(256, 0xc3), Buffer.of(3))],
  ['a modulus of 0', rsa(Buffer.of(0), Buffer.of(3))],
  ['an exponent made to cost time', rsa(MODULUS, Buffer.alloc(200, 0x55))],
  ['noise', Buffer.from('00ff', 'hex')],
  ['nothing', Buffer.alloc(0)],
])('%s is no key', (_what, spki) => {
  expect(importPublicKey(spki)).toBeUndefined();
});
