import { describe, expect, it } from 'vitest';
import { decodeDnskey } from '../../../../src/core/dns/dnssec/dnskey.ts';
import { createBudget, defaultLimits, type Limits } from '../../../../src/core/dns/dnssec/limits.ts';
import { verifyRrset, zoneKeys } from '../../../../src/core/dns/dnssec/verify-rrset.ts';
import type { ResourceRecord, Rrset } from '../../../../src/core/dns/types.ts';
import { makeKey, NOW, type SigningKey, signRrset, T, wire } from '../../../support/zone-signer.ts';

const key = makeKey();
const other = makeKey();

function records(name: string, type: number, ...rdatas: Uint8Array[]): ResourceRecord[] {
  return rdatas.map((rdata) => ({ name, type, class: 1, ttlSeconds: 3600, rdata }));
}

function rrsetOf(list: readonly ResourceRecord[], ...signatures: readonly ResourceRecord[]): Rrset {
  const { name, type, ttlSeconds } = list[0]!;
  return {
    name,
    type,
    class: 1,
    ttlSeconds,
    rdatas: list.map((r) => r.rdata),
    signatures: signatures.map((s) => s.rdata),
  };
}

function judge(rrset: Rrset, keys: readonly SigningKey[] = [key], limits: Partial<Limits> = {}, allowSha1 = false) {
  const budget = createBudget({ ...defaultLimits, ...limits });
  const set = zoneKeys(
    'example',
    keys.map(({ rdata }) => decodeDnskey(rdata)!),
  );
  return verifyRrset(rrset, set, { timeSeconds: NOW, allowSha1, budget });
}

const a = records('www.example', T.A, Buffer.of(192, 0, 2, 2), Buffer.of(192, 0, 2, 1));

describe('canonical form (RFC 4034 §6)', () => {
  it('takes records in any order, and duplicates once', () => {
    const signature = signRrset('example', a, key);
    expect(judge(rrsetOf([a[1]!, a[0]!, a[1]!], signature))).toMatchObject({ status: 'secure' });
  });
  it('folds names in RDATA of the older types (RFC 4034 §6.2)', () => {
    const signature = signRrset('example', records('example', T.NS, wire('ns.example')), key);
    const shouting = records('example', T.NS, Buffer.from(wire('ns.example')).fill('NS', 1, 3));
    expect(judge(rrsetOf(shouting, signature))).toMatchObject({ status: 'secure' });
  });
  it('does not fold the next name of NSEC (RFC 6840 §5.1)', () => {
    const nsec = records('example', T.NSEC, Buffer.concat([wire('NS.example'), Buffer.of(0, 1, 0x40)]));
    expect(judge(rrsetOf(nsec, signRrset('example', nsec, key)))).toMatchObject({ status: 'secure' });
  });
  it('takes the original TTL for the one received (RFC 4035 §5.3.2)', () => {
    const signature = signRrset('example', a, key);
    const old = { ...rrsetOf(a, signature), ttlSeconds: 60 };
    expect(judge(old)).toMatchObject({ status: 'secure', ttlSeconds: 60 });
  });
});

describe('signatures', () => {
  it('are enough when one is good (RFC 6840 §5.4)', () => {
    const bad = signRrset('example', a, other, { keyTag: key.tag });
    expect(judge(rrsetOf(a, bad, signRrset('example', a, key)))).toMatchObject({ status: 'secure' });
  });
  it('cap the TTL at their end (RFC 4035 §5.3.3)', () => {
    const short = signRrset('example', a, key, { expiration: NOW + 100 });
    expect(judge(rrsetOf(a, short))).toMatchObject({ status: 'secure', ttlSeconds: 100 });
  });
  it('cap the TTL at the original one (RFC 4035 §5.3.3)', () => {
    const short = signRrset('example', a, key, { originalTtl: 30 });
    expect(judge(rrsetOf(a, short))).toMatchObject({ status: 'secure', ttlSeconds: 30 });
  });
  it('of a wildcard name the encloser', () => {
    const signature = signRrset('example', a, key, { owner: '*.example', labels: 1 });
    expect(judge(rrsetOf(a, signature))).toMatchObject({ status: 'secure', wildcardBelow: 'example' });
  });
  it('by SHA-1 do not count unless allowed (RFC 9905 §2)', () => {
    const sha1 = makeKey(7, { rsaBits: 1024 });
    const rrset = rrsetOf(a, signRrset('example', a, sha1));
    expect(judge(rrset, [sha1])).toMatchObject({ status: 'bogus', reason: { code: 'dnssec.signature-missing' } });
    expect(judge(rrset, [sha1], {}, true)).toMatchObject({ status: 'secure' });
  });
  it('that fail in several ways are told by the one that came furthest', () => {
    const expired = signRrset('example', a, key, { expiration: NOW - 1 });
    const foreign = signRrset('example', a, key, { signer: 'other' });
    const wrong = signRrset('example', a, other, { keyTag: key.tag });
    const code = (...signatures: ResourceRecord[]) => judge(rrsetOf(a, ...signatures));
    expect(code(foreign, expired)).toMatchObject({ reason: { code: 'dnssec.signature-expired', ede: 7 } });
    expect(code(wrong, expired, foreign)).toMatchObject({ reason: { code: 'dnssec.signature-invalid' } });
    expect(code()).toMatchObject({ reason: { code: 'dnssec.signature-missing', ede: 10 } });
  });
  it('name tag, algorithm and date in the reason', () => {
    const verdict = judge(rrsetOf(a, signRrset('example', a, key, { expiration: Date.UTC(2026, 0, 14) / 1000 })));
    expect(verdict).toMatchObject({
      reason: {
        text: `www.example A has a signature by key ${key.tag} (ECDSAP256SHA256) that expired 2026-01-14T00:00:00Z`,
        zone: 'example',
      },
    });
  });
});
