import { checkPrimeSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePem, readElement, readElements } from '../../../src/core/pki/index.ts';
import { namedGroup } from '../../../src/mta/tls/dh-groups.ts';

function numbersOf(name: string): readonly bigint[] {
  const blocks = parsePem(namedGroup(name) ?? '', name);
  if (!blocks.ok) throw new Error(blocks.error.message);
  const outer = readElement(blocks.value[0]!.der)!;
  return readElements(outer.contents)!.map(({ contents }) => BigInt(`0x${Buffer.from(contents).toString('hex')}`));
}

const bitsOf = (value: bigint): number => value.toString(2).length;

describe('groups of Diffie-Hellman by name', () => {
  for (const bits of [2048, 3072, 4096, 6144, 8192])
    it(`ffdhe${bits} has that length, ends as RFC 7919 says, and its generator is 2`, () => {
      const [prime, base] = numbersOf(`ffdhe${bits}`) as [bigint, bigint];
      expect([bitsOf(prime), base, prime & 0xffff_ffff_ffff_ffffn]).toEqual([bits, 2n, 0xffff_ffff_ffff_ffffn]);
    });

  for (const name of ['ffdhe2048', 'ffdhe3072', 'ike14'])
    it(`${name} is a safe prime`, () => {
      const [prime] = numbersOf(name) as [bigint];
      expect([prime, (prime - 1n) / 2n].map((one) => checkPrimeSync(one, { checks: 4 }))).toEqual([true, true]);
    });

  it('the prime of ffdhe3072 begins with e (RFC 7919 §A.2)', () => {
    const [prime] = numbersOf('ffdhe3072') as [bigint];
    expect(prime.toString(16).slice(0, 32)).toBe('ffffffffffffffffadf85458a2bb4a9a');
  });

  it("Exim's own primes, and those that are too short, are one of 2048 bits", () => {
    const names = ['default', 'historic', 'exim.dev.20160529.3', 'ike1', 'ike2', 'ike23'];
    expect(names.map((name) => namedGroup(name))).toEqual(names.map(() => namedGroup('ffdhe2048')));
  });

  it('other names are none', () => {
    expect(['ffdhe1024', 'ike3', 'none', ''].map(namedGroup)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
