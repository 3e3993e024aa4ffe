import { describe, expect, it } from 'vitest';
import {
  answerFindings,
  chainAdvice,
  type ResolverConfig,
  type TracedChain,
  traceChain,
} from '../../../../src/core/dns/index.ts';
import { type TestZone, type WorldOptions, type ZoneContent, zone } from '../../../support/dns.ts';
import { setting } from '../../../support/resolving.ts';
import { dsRdata, makeKey, NOW, type SignOptions, T } from '../../../support/zone-signer.ts';

const content: ZoneContent = { 'example.org': { MX: ['10 mx.example.org'] }, 'mx.example.org': { A: ['192.0.2.1'] } };
const at = new Date(NOW * 1000);
const day = 86_400;

async function trace(
  zones: readonly TestZone[],
  [name, type]: readonly [string, number] = ['example.org', T.MX],
  options: WorldOptions = {},
  config: Partial<ResolverConfig> = {},
): Promise<TracedChain> {
  const traced = await traceChain(setting(zones, options, config).resolver, name, type, at);
  if (!traced.ok) throw new Error(traced.error.message);
  return traced.value;
}

describe('the chain of a secure answer', () => {
  const ksk = makeKey(13);
  const zsk = makeKey(13, { flags: 256 });
  it('goes from the anchor down, with tags, algorithms and dates', async () => {
    const { data } = await trace([zone('example.org', content, { keys: [ksk, zsk] })]);
    expect(data).toMatchObject({ name: 'example.org', type: 'MX', status: 'secure', rcode: 'NOERROR' });
    expect(data.stops).toBeUndefined();
    expect(data.zones.map(({ zone: name, anchored, status }) => [name, anchored, status])).toEqual([
      ['.', true, 'secure'],
      ['org', false, 'secure'],
      ['example.org', false, 'secure'],
    ]);
    expect(data.zones[2]).toMatchObject({
      ds: [
        {
          keyTag: ksk.tag,
          algorithm: 13,
          algorithmName: 'ECDSAP256SHA256',
          digestType: 2,
          digestName: 'SHA-256',
          matches: true,
        },
      ],
      keys: [
        { keyTag: ksk.tag, role: 'key-signing', bits: 256, revoked: false, signsKeys: true },
        { keyTag: zsk.tag, role: 'zone-signing' },
      ],
    });
    expect(data.zones[2]?.signatures[0]).toEqual({
      owner: 'example.org',
      covers: 'DNSKEY',
      signer: 'example.org',
      keyTag: ksk.tag,
      algorithm: 13,
      algorithmName: 'ECDSAP256SHA256',
      inception: '2026-01-01T00:00:00Z',
      expiration: '2026-02-01T00:00:00Z',
      period: 'valid',
      used: true,
    });
    expect(data.steps).toMatchObject([{ name: 'example.org', type: 'MX', status: 'secure', records: 1 }]);
  });

  it('has no advice for a sound zone, and says in one finding that all is well', async () => {
    const traced = await trace([zone('example.org', content)]);
    expect(chainAdvice(traced, at)).toEqual([]);
    expect(answerFindings(traced.answer)).toMatchObject([{ id: 'dnssec.signed', severity: 'ok' }]);
  });
});

describe('where a chain stops', () => {
  it('is told with how to mend it', async () => {
    const broken = zone('example.org', content, { ds: [dsRdata('example.org', makeKey())] });
    const { data, answer } = await trace([broken]);
    expect(data.stops).toMatchObject({
      zone: 'example.org',
      code: 'dnssec.ds-mismatch',
      fix: expect.stringContaining('DS record'),
    });
    expect(data.zones.at(-1)).toMatchObject({ zone: 'example.org', status: 'bogus', ds: [{ matches: false }] });
    expect(answerFindings(answer)).toMatchObject([
      { id: 'dnssec.ds-mismatch', severity: 'error', scope: { zone: 'example.org' }, evidence: { extendedError: 9 } },
    ]);
  });
  it('is the delegation without DS for an unsigned zone', async () => {
    const { data, answer } = await trace([zone('example.org', content, { keys: [] })]);
    expect(data.zones.at(-1)).toMatchObject({ zone: 'example.org', status: 'insecure', ds: [], keys: [] });
    expect(answerFindings(answer)).toMatchObject([{ id: 'dnssec.unsigned-delegation', severity: 'info' }]);
  });
  it('is unknown where the resolver strips', async () => {
    const tamper: WorldOptions['tamper'] = (reply) => ({
      ...reply,
      answers: reply.answers.filter(({ type }) => type !== T.RRSIG),
    });
    const { answer } = await trace([zone('example.org', content)], undefined, { tamper });
    expect(answerFindings(answer)).toMatchObject([{ id: 'dnssec.resolver-strips', severity: 'unknown' }]);
  });
});

describe('advice', () => {
  const ids = async (
    zones: readonly TestZone[],
    question?: readonly [string, number],
    config?: Partial<ResolverConfig>,
  ) => chainAdvice(await trace(zones, question, {}, config), at).map(({ id }) => id);
  const signing = (type: number, options: SignOptions) => (_: string, of: number) => (of === type ? options : {});

  it.each([
    [
      'two days left of a month',
      { inception: NOW - 28 * day, expiration: NOW + 2 * day },
      ['dnssec.signature-expires-soon'],
    ],
    ['four days left of a month', { inception: NOW - 26 * day, expiration: NOW + 4 * day }, []],
    ['half left of a short life', { inception: NOW - 3600, expiration: NOW + 3600 }, []],
    [
      'little left of a short life',
      { inception: NOW - 3600, expiration: NOW + 100 },
      ['dnssec.signature-expires-soon'],
    ],
  ])('on a signature with %s', async (_, dates, expected) => {
    expect(await ids([zone('example.org', content, { signing: signing(T.DNSKEY, dates) })])).toEqual(expected);
    expect(await ids([zone('example.org', content, { signing: signing(T.MX, dates) })])).toEqual(expected);
  });

  it('on NSEC3 iterations and salt (RFC 9276 §3.1)', async () => {
    const denial = { kind: 'nsec3', iterations: 5, salt: Buffer.from('ab', 'hex') } as const;
    const gone = ['no.example.org', T.A] as const;
    expect(await ids([zone('example.org', content, { denial })], gone)).toEqual([
      'dnssec.nsec3-iterations',
      'dnssec.nsec3-salt',
    ]);
  });

  it("on the parent's NSEC3 iterations, named for the parent", async () => {
    const org = zone('org', {}, { denial: { kind: 'nsec3', iterations: 5 } });
    const found = chainAdvice(await trace([org, zone('example.org', content, { keys: [] })]), at);
    expect(found).toMatchObject([{ id: 'dnssec.nsec3-iterations', scope: { zone: 'org' } }]);
  });

  it('on DS records that lead nowhere (RFC 6840 §5.11)', async () => {
    const key = makeKey();
    const ds = [dsRdata('example.org', key), dsRdata('example.org', makeKey())];
    expect(await ids([zone('example.org', content, { keys: [key], ds })])).toEqual(['dnssec.ds-stale']);
    const ofOther = [dsRdata('example.org', key), dsRdata('example.org', makeKey(15))];
    expect(await ids([zone('example.org', content, { keys: [key], ds: ofOther })])).toEqual([
      'dnssec.ds-stale',
      'dnssec.ds-algorithm-missing',
    ]);
  });

  it('on short RSA keys', async () => {
    expect(await ids([zone('example.org', content, { keys: [makeKey(8, { rsaBits: 1024 })] })])).toEqual([
      'dnssec.weak-key',
    ]);
  });

  it('on SHA-1 that was allowed (RFC 9905 §2)', async () => {
    const key = makeKey();
    const made = zone('example.org', content, { keys: [key], ds: [dsRdata('example.org', key, 1)] });
    expect(await ids([made], undefined, { allowSha1: true })).toEqual(['dnssec.sha1-accepted']);
  });
});
