import { createHash, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatTlsa, genericLine, makeRecord, parseTlsa, readMaterial } from '../../../src/core/dane/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { chainFor, testCa } from '../../support/chains.ts';

let leaf: Certificate;
beforeAll(async () => {
  [leaf] = (await chainFor(await testCa())) as [Certificate];
});

const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
const shape = { usage: 3, selector: 1, matchingType: 1 };

function recordOf(pem: string, wanted = shape): string | undefined {
  const material = readMaterial(pem, 'test.pem');
  if (!material.ok) return material.error.code;
  const record = makeRecord(material.value, wanted);
  return record && formatTlsa(record);
}

describe('records made from PEM (RFC 6698 §2.1)', () => {
  it('3 1 1 is the digest of the public key of a certificate', () => {
    expect(recordOf(formatPem('CERTIFICATE', leaf.der))).toBe(`3 1 1 ${sha256(leaf.publicKey)}`);
  });
  it('3 0 1 is the digest of the whole certificate', () => {
    expect(recordOf(formatPem('CERTIFICATE', leaf.der), { ...shape, selector: 0 })).toBe(`3 0 1 ${sha256(leaf.der)}`);
  });
  it.each(['spki', 'pkcs8', 'sec1'] as const)('a key of the form %s gives the record of its public half', (type) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem =
      type === 'spki' ? publicKey.export({ type, format: 'pem' }) : privateKey.export({ type, format: 'pem' });
    expect(recordOf(pem.toString())).toBe(`3 1 1 ${sha256(publicKey.export({ type: 'spki', format: 'der' }))}`);
  });
  it('a key alone has no certificate for selector 0', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(
      recordOf(publicKey.export({ type: 'spki', format: 'pem' }).toString(), { ...shape, selector: 0 }),
    ).toBeUndefined();
  });
  it.each(['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])('refuses %j', (pem) => {
    expect(recordOf(pem)).toBe('dane/material');
  });
  it('refuses a block without end, naming the line', () => {
    const read = readMaterial('x\n-----BEGIN CERTIFICATE-----\nAAAA\n', 'a.pem');
    expect(!read.ok && read.error.message).toMatch(/^a\.pem, line 2: /);
  });
  it('writes the generic form for name servers that do not know the type (RFC 3597 §5)', () => {
    const record = parseTlsa('3 1 1 abcd');
    expect(record.ok && genericLine('_25._tcp.mx.test', record.value)).toBe(
      '_25._tcp.mx.test. IN TYPE52 \\# 5 030101abcd',
    );
  });
});

describe('TLSA text (RFC 6698 §2.2, RFC 7218 §2)', () => {
  it.each([
    ['3 1 1 ABCD', '3 1 1 abcd'],
    ['DANE-EE SPKI SHA2-256 ab cd', '3 1 1 abcd'],
    ['  2 0 0   00ff  ', '2 0 0 00ff'],
  ])('reads %j', (text, expected) => {
    const parsed = parseTlsa(text);
    expect(parsed.ok && formatTlsa(parsed.value)).toBe(expected);
  });
  it.each(['', '3 1 1', '3 1', '3 1 1 abc', '3 1 1 xyz', '256 1 1 ab', '-1 1 1 ab'])('refuses %j', (text) => {
    expect(parseTlsa(text)).toMatchObject({ ok: false, error: { code: 'dane/tlsa' } });
  });
});
