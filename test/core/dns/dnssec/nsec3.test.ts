import { describe, expect, it } from 'vitest';
import { createBudget, defaultLimits } from '../../../../src/core/dns/dnssec/limits.ts';
import { createHasher, decodeNsec3, hashCovers, nsec3Hash } from '../../../../src/core/dns/dnssec/nsec3.ts';
import { encodeName, toBase32Hex } from '../../../../src/core/dns/index.ts';
import { nsec3Rdata } from '../../../support/zone-signer.ts';

const parameters = { iterations: 12, salt: Buffer.from('aabbccdd', 'hex') };

describe('hashed names (RFC 5155 App. A)', () => {
  it.each([
    ['example', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom'],
    ['a.example', '35mthgpgcu1qg68fab165klnsnk3dpvl'],
    ['ai.example', 'gjeqe526plbf1g8mklp59enfd789njgi'],
    ['ns1.example', '2t7b4g4vsa5smi47k61mv5bv1a22bojr'],
    ['w.example', 'k8udemvp1j2f7eg6jebps17vp3n8i58h'],
    ['*.w.example', 'r53bq7cc2uvmubfu5ocmm6pers9tk9en'],
    ['x.w.example', 'b4um86eghhds6nea196smvmlo4ors995'],
    ['xx.example', 't644ebqk9bibcna874givr6joj62mlhv'],
  ])('%s', (name, hash) => expect(toBase32Hex(nsec3Hash(encodeName(name), parameters))).toBe(hash));
});

describe('a hasher', () => {
  it('hashes each name once, and stops at the limit (CVE-2023-50868)', () => {
    const budget = createBudget({ ...defaultLimits, nsec3Hashes: 2 });
    const hash = createHasher(parameters, budget);
    const answers = ['a', 'b', 'a', 'b', 'c', 'a'].map((name) => hash(name) !== undefined);
    expect(answers).toEqual([true, true, true, true, false, true]);
    expect(budget.exhausted()).toBe('nsec3Hashes');
  });
});

describe('covering (RFC 5155 §1.3)', () => {
  const at = (octet: number): Buffer => Buffer.alloc(20, octet);
  const record = (from: number, to: number) =>
    decodeNsec3(`${toBase32Hex(at(from))}.example`, nsec3Rdata(at(to), [], {}), 'example')!;
  it.each([
    ['between', 2, 8, 5, true],
    ['at the owner', 2, 8, 2, false],
    ['at the next', 2, 8, 8, false],
    ['outside', 2, 8, 9, false],
    ['behind the last', 8, 2, 9, true],
    ['before the first', 8, 2, 1, true],
    ['inside the ring, of the last', 8, 2, 5, false],
    ['of the only one', 4, 4, 5, true],
    ['of the only one, itself', 4, 4, 4, false],
  ])('%s', (_, from, to, hash, expected) => expect(hashCovers(record(from, to), at(hash))).toBe(expected));
});

describe('NSEC3 RDATA', () => {
  const owner = `${toBase32Hex(Buffer.alloc(20, 1))}.example`;
  const rdata = nsec3Rdata(Buffer.alloc(20, 2), [1], parameters);
  it('is read', () =>
    expect(decodeNsec3(owner, rdata, 'example')).toMatchObject({ optOut: false, parameters: { iterations: 12 } }));
  it.each([
    ['another hash (RFC 5155 §8.1)', owner, Buffer.concat([Buffer.of(2), rdata.subarray(1)])],
    ['unknown flags (RFC 5155 §8.2)', owner, Buffer.concat([Buffer.of(1, 2), rdata.subarray(2)])],
    ['an owner two labels above the zone', `x.${owner}`, rdata],
    ['an owner that is no hash', 'www.example', rdata],
    ['cut RDATA', owner, rdata.subarray(0, 15)],
  ])('with %s is as if absent', (_, name, octets) => expect(decodeNsec3(name, octets, 'example')).toBeUndefined());
});
