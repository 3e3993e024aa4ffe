/** Proven to be unsigned, or treated so: never bogus, and the reason says why. */
import { describe, expect, it } from 'vitest';
import { type ZoneContent, zone } from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import { dsRdata, makeKey, T } from '../../../support/zone-signer.ts';

const content: ZoneContent = { 'example.org': { MX: ['10 mx.example.org'] }, 'mx.example.org': { A: ['192.0.2.1'] } };
const unsigned = zone('example.org', content, { keys: [] });
const insecure = (code: string) => ({ status: 'insecure', code });

describe.each([
  ['NSEC', zone('org', {})],
  ['NSEC3', zone('org', {}, { denial: { kind: 'nsec3' } })],
] as const)('a delegation that %s proves to have no DS', (_, org) => {
  const here = setting([org, unsigned]);
  it.each([
    ['records', 'example.org', T.MX, 0],
    ['records below', 'mx.example.org', T.A, 0],
    ['NODATA', 'mx.example.org', T.MX, 0],
    ['NXDOMAIN', 'no.example.org', T.A, 3],
    ['names far below', '_25._tcp.a.b.example.org', T.TLSA, 3],
  ])('makes %s insecure (RFC 4035 §5.2)', async (_what, name, type, rcode) => {
    expect(verdictOf(await answerOf(here, name, type))).toEqual({ ...insecure('dnssec.unsigned-delegation'), rcode });
  });

  it('makes a zone signed without DS insecure', async () => {
    const island = zone('example.org', content, { ds: [] });
    expect(verdictOf(await answerOf(setting([org, island]), 'example.org', T.MX))).toMatchObject(
      insecure('dnssec.unsigned-delegation'),
    );
  });
});

describe('opt-out', () => {
  const org = zone('org', { 'real.org': { A: ['192.0.2.1'] } }, { denial: { kind: 'nsec3', optOut: true } });
  it('leaves an unsigned delegation insecure (RFC 5155 §8.6)', async () => {
    expect(verdictOf(await answerOf(setting([org, unsigned]), 'example.org', T.MX))).toMatchObject(
      insecure('dnssec.opt-out'),
    );
  });
  it('leaves NXDOMAIN in its range insecure (RFC 5155 §9.2)', async () => {
    expect(verdictOf(await answerOf(setting([org]), 'none.org', T.A))).toEqual({
      ...insecure('dnssec.opt-out'),
      rcode: 3,
    });
  });
  it('does not touch signed delegations', async () => {
    const here = setting([org, zone('example.org', content)]);
    expect(await answerOf(here, 'example.org', T.MX)).toMatchObject({ status: 'secure' });
  });
});

describe('algorithms and digests', () => {
  const key = makeKey();
  const dsWith = (at: number, value: number): Uint8Array =>
    Uint8Array.from(dsRdata('example.org', key)).with(at, value);
  it.each([
    ['an algorithm that nobody here verifies (RFC 6840 §5.2)', dsWith(2, 253), 'dnssec.unsupported-algorithm'],
    ['a digest that nobody here computes (RFC 6840 §5.2)', dsWith(3, 3), 'dnssec.unsupported-digest'],
    ['a SHA-1 digest (RFC 9905 §2)', dsRdata('example.org', key, 1), 'dnssec.sha1'],
  ])('%s makes the zone insecure', async (_, ds, code) => {
    const here = setting([zone('example.org', content, { keys: [key], ds: [ds] })]);
    expect(verdictOf(await answerOf(here, 'example.org', T.MX))).toMatchObject(insecure(code));
  });

  it('one good DS record beside others is enough (RFC 6840 §5.11)', async () => {
    const ds = [dsWith(2, 253), dsWith(3, 3), dsRdata('example.org', makeKey()), dsRdata('example.org', key, 4)];
    const here = setting([zone('example.org', content, { keys: [key], ds })]);
    expect(await answerOf(here, 'example.org', T.MX)).toMatchObject({ status: 'secure' });
  });
});

describe.each([5, 7])('algorithm %i', (algorithm) => {
  const zones = [zone('example.org', content, { keys: [makeKey(algorithm, { rsaBits: 1024 })] })];
  it('counts as unsupported (RFC 9905 §2)', async () => {
    expect(verdictOf(await answerOf(setting(zones), 'example.org', T.MX))).toMatchObject(insecure('dnssec.sha1'));
  });
  it('verifies under allowSha1', async () => {
    const here = setting(zones, {}, { allowSha1: true });
    expect(await answerOf(here, 'example.org', T.MX)).toMatchObject({ status: 'secure' });
  });
});

describe('SHA-1 digests', () => {
  const key = makeKey();
  const only = [zone('example.org', content, { keys: [key], ds: [dsRdata('example.org', key, 1)] })];
  it('carry trust under allowSha1', async () => {
    expect(await answerOf(setting(only, {}, { allowSha1: true }), 'example.org', T.MX)).toMatchObject({
      status: 'secure',
    });
  });
  it('are ignored beside SHA-256 (RFC 4509 §3)', async () => {
    const wrong = dsRdata('example.com', key);
    const both = zone('example.org', content, { keys: [key], ds: [dsRdata('example.org', key, 1), wrong] });
    const answer = await answerOf(setting([both], {}, { allowSha1: true }), 'example.org', T.MX);
    expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code: 'dnssec.ds-mismatch' });
  });
});

describe('NSEC3 iterations', () => {
  const withIterations = (iterations: number) =>
    zone('example.org', content, { denial: { kind: 'nsec3', iterations } });
  it.each([
    [50, 'secure', 'dnssec.denied'],
    [51, 'insecure', 'dnssec.nsec3-iterations-excessive'],
  ])('of %i are %s (RFC 9276 §3.2)', async (iterations, status, code) => {
    const answer = await answerOf(setting([withIterations(iterations)]), 'no.example.org', T.A);
    expect(verdictOf(answer)).toEqual({ status, code, rcode: 3 });
  });
  it('beyond the cap in the parent make the delegation insecure', async () => {
    const org = zone('org', {}, { denial: { kind: 'nsec3', iterations: 200 } });
    const answer = await answerOf(setting([org, unsigned]), 'example.org', T.MX);
    expect(verdictOf(answer)).toMatchObject(insecure('dnssec.nsec3-iterations-excessive'));
  });
  it('do not touch answers that need no denial', async () => {
    expect(await answerOf(setting([withIterations(200)]), 'example.org', T.MX)).toMatchObject({ status: 'secure' });
  });
});
