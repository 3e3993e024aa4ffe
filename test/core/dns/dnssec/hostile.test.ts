/** Zones made to exhaust validators: the work is counted, not timed, and stays within limits.ts. */
import { describe, expect, it } from 'vitest';
import type { Verifier } from '../../../../src/core/dns/dnssec/algorithms.ts';
import { type DnsKey, decodeDnskey } from '../../../../src/core/dns/dnssec/dnskey.ts';
import { createBudget, defaultLimits } from '../../../../src/core/dns/dnssec/limits.ts';
import { decodeNsec3 } from '../../../../src/core/dns/dnssec/nsec3.ts';
import { nsec3DeniesName, nsec3Set } from '../../../../src/core/dns/dnssec/nsec3-denial.ts';
import { verifyRrset, zoneKeys } from '../../../../src/core/dns/dnssec/verify-rrset.ts';
import { toBase32Hex } from '../../../../src/core/dns/index.ts';
import type { ResourceRecord } from '../../../../src/core/dns/types.ts';
import { type Tamper, zone } from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import { dsRdata, makeKey, NOW, nsec3Rdata, type SigningKey, signRrset, T } from '../../../support/zone-signer.ts';

const limits = defaultLimits;
const a: ResourceRecord = {
  name: 'www.example.org',
  type: T.A,
  class: 1,
  ttlSeconds: 60,
  rdata: Buffer.of(192, 0, 2, 1),
};

/** RSA keys of one tag: the tag is a sum of 16-bit words, and a sum does not mind their order. */
function collidingKeys(count: number): SigningKey[] {
  const first = makeKey(8, { rsaBits: 1024 });
  return Array.from({ length: count }, (_, i) => {
    const rdata = Buffer.from(first.rdata);
    const [from, to] = [8 + 2 * (i % 50), 110 + 2 * Math.floor(i / 50)];
    const word = rdata.readUInt16BE(from);
    rdata.writeUInt16BE(rdata.readUInt16BE(to), from);
    rdata.writeUInt16BE(word, to);
    return i === 0 ? first : { ...first, rdata };
  });
}

function counting(keys: readonly SigningKey[]): { keys: DnsKey[]; checks: () => number } {
  let checks = 0;
  const counted = keys.map(({ rdata }): DnsKey => {
    const key = decodeDnskey(rdata)!;
    const verifier = (): Verifier => ({ bits: 0, verify: () => ++checks < 0 });
    return { ...key, verifier };
  });
  return { keys: counted, checks: () => checks };
}

describe('KeyTrap (CVE-2023-50387)', () => {
  const keys = collidingKeys(60);
  const signature = signRrset('example.org', [a], keys[0]!, { keyTag: keys[0]!.tag });
  const broken = Array.from({ length: 200 }, (_, i) =>
    Buffer.from(signature.rdata).fill(i, signature.rdata.length - 4),
  );

  it('makes keys of one tag', () => {
    expect(new Set(keys.map(({ rdata }) => decodeDnskey(rdata)!.tag)).size).toBe(1);
    expect(new Set(keys.map(({ rdata }) => rdata.toString('hex'))).size).toBeGreaterThan(40);
  });

  it('gets at most signatureChecksPerRrset verifications out of one RRset', () => {
    const { keys: counted, checks } = counting(keys);
    const rrset = { name: a.name, type: a.type, class: 1, ttlSeconds: 60, rdatas: [a.rdata], signatures: broken };
    const circumstances = { timeSeconds: NOW, allowSha1: false, budget: createBudget() };
    const verdict = verifyRrset(rrset, zoneKeys('example.org', counted), circumstances);
    expect(verdict).toMatchObject({ status: 'bogus', reason: { code: 'dnssec.work-limit' } });
    expect(checks()).toBe(limits.signatureChecksPerRrset);
  });

  it('gets at most signatureChecksPerLookup out of many RRsets', () => {
    const { keys: counted, checks } = counting(keys);
    const circumstances = { timeSeconds: NOW, allowSha1: false, budget: createBudget() };
    for (let i = 0; i < 100; i++) {
      const rrset = {
        name: `${i}.example.org`,
        type: T.A,
        class: 1,
        ttlSeconds: 60,
        rdatas: [a.rdata],
        signatures: broken,
      };
      verifyRrset(rrset, zoneKeys('example.org', counted), circumstances);
    }
    expect(checks()).toBe(limits.signatureChecksPerLookup);
  });

  it('is bogus through the resolver: colliding keys, DS records for each, signatures for each', async () => {
    const ds = keys.map((key) => dsRdata('example.org', key));
    const hostile = zone(
      'example.org',
      { 'www.example.org': { A: ['192.0.2.1'] } },
      { keys, ds, signWith: [makeKey(8, { rsaBits: 1024 })] },
    );
    const tamper: Tamper = (reply) => ({
      ...reply,
      answers: reply.answers.flatMap((record) => {
        const ofZone = record.name.endsWith('example.org') && record.rdata[1] !== T.DS;
        if (record.type !== T.RRSIG || !ofZone) return [record];
        const forged = Buffer.from(record.rdata);
        forged.writeUInt16BE(keys[0]!.tag, 16);
        return Array.from({ length: 100 }, (_, i) => ({
          ...record,
          rdata: Buffer.from(forged).fill(i, forged.length - 4),
        }));
      }),
    });
    const answer = await answerOf(setting([hostile], { tamper }), 'www.example.org', T.A);
    expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code: 'dnssec.work-limit' });
  });
});

describe('NSEC3 floods (CVE-2023-50868)', () => {
  const deep = `${Array.from({ length: 110 }, () => 'a').join('.')}.example.org`;
  const owner = (octet: number): string => `${toBase32Hex(Buffer.alloc(20, octet))}.example.org`;
  const record = (octet: number, iterations: number) =>
    decodeNsec3(
      owner(octet),
      nsec3Rdata(Buffer.alloc(20, octet + 1), [], { iterations, salt: Buffer.alloc(255) }),
      'example.org',
    )!;

  it('of many labels stop at nsec3Hashes', () => {
    const budget = createBudget();
    const set = nsec3Set([record(1, limits.nsec3Iterations)], 'example.org', budget);
    if ('kind' in set) throw new Error(set.kind);
    expect(nsec3DeniesName(set, deep)).toEqual({ kind: 'spent' });
    expect(budget.exhausted()).toBe('nsec3Hashes');
  });
  it('of many iterations are not hashed at all (RFC 9276 §3.2)', () => {
    expect(nsec3Set([record(1, limits.nsec3Iterations + 1)], 'example.org', createBudget())).toMatchObject({
      kind: 'insecure',
    });
  });
  it('of mixed parameters are refused (RFC 5155 §8.2)', () => {
    expect(nsec3Set([record(1, 1), record(3, 2)], 'example.org', createBudget())).toMatchObject({ kind: 'unproven' });
  });
  it('end as bogus through the resolver', async () => {
    const hostile = zone('example.org', {}, { denial: { kind: 'nsec3', iterations: 50 } });
    const here = setting([hostile], {}, { limits: { nsec3Hashes: 20 } });
    expect(verdictOf(await answerOf(here, deep, T.A))).toMatchObject({ status: 'bogus', code: 'dnssec.work-limit' });
  });
});

describe('aliases and depth', () => {
  it('stop at aliasHops', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 14 }, (_, i) => [`c${i}.example.org`, { CNAME: [`c${i + 1}.example.org`] }]),
    );
    const { resolver } = setting([zone('example.org', { ...chain, 'c14.example.org': { A: ['192.0.2.1'] } })]);
    expect(await resolver.lookup('c0.example.org', T.A)).toMatchObject({ ok: false, error: { code: 'dns/garbage' } });
    expect(await resolver.lookup('c4.example.org', T.A)).toMatchObject({ ok: true, value: { status: 'secure' } });
  });
  it('stop at delegationDepth where an unsigned answer makes the walk go down', async () => {
    const deep = `${Array.from({ length: 60 }, () => 'a').join('.')}.example.org`;
    const tamper: Tamper = (reply, question) =>
      question.name === deep && question.type === T.A
        ? { ...reply, rcode: 0, answers: [{ ...a, name: deep }], authorities: [] }
        : reply;
    const here = setting([zone('example.org', {})], { tamper });
    expect(verdictOf(await answerOf(here, deep, T.A))).toMatchObject({ status: 'bogus', code: 'dnssec.work-limit' });
    expect(here.world.asked.length).toBeLessThan(limits.delegationDepth + 5);
  });
});
