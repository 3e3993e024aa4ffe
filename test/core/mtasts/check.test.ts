/** The parts of a check that no domain of the lab shows: DNS that fails, policy hosts that cannot be reached, what is published. */
import { describe, expect, it } from 'vitest';
import { err, type Failure, ok, systemClock, verdictOf } from '../../../src/base/index.ts';
import type { Answer, DnsError, Resolver } from '../../../src/core/dns/index.ts';
import { aRdata, mxRdata, RR, txtRdata } from '../../../src/core/dns/index.ts';
import { checkMtaSts, type MtaStsOptions, type MtaStsPorts } from '../../../src/core/mtasts/index.ts';
import type { HttpResponse, NetError } from '../../../src/core/net/index.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 1209600\n';

interface World {
  /** `NAME TYPE` → RDATA, or `failed`, or `bogus`. */
  readonly dns?: Readonly<Record<string, readonly Uint8Array[] | 'failed' | 'bogus'>>;
  readonly web?: Partial<HttpResponse> | NetError['code'];
}

const text = (value: string): Uint8Array => txtRdata.encode([Buffer.from(value)]);
const RECORD = { '_mta-sts.example.org TXT': [text('v=STSv1; id=1;')] };
const HOSTS = {
  'example.org MX': [mxRdata.encode({ preference: 10, exchange: 'mx.example.org' })],
  'mx.example.org A': [aRdata.encode('192.0.2.1')],
  'mta-sts.example.org A': [aRdata.encode('192.0.2.2')],
};

const TYPES: Readonly<Record<number, string>> = { [RR.TXT]: 'TXT', [RR.MX]: 'MX', [RR.A]: 'A' };

function resolverOf(dns: NonNullable<World['dns']>): Resolver {
  return {
    async lookup(name, type) {
      const found = dns[`${name} ${TYPES[type] ?? type}`] ?? [];
      if (found === 'failed') return err(failure('dns/timeout') as DnsError);
      const rdatas = found === 'bogus' ? [] : found;
      const answer: Answer = {
        question: { name, type },
        status: found === 'bogus' ? 'bogus' : 'insecure',
        rcode: 0,
        canonicalName: name,
        aliases: [],
        records: rdatas.map((rdata) => ({ name, type, class: 1, ttlSeconds: 60, rdata })),
        reasons: [],
        ttlSeconds: 60,
      };
      return ok(answer);
    },
    close: async () => {},
  };
}

const failure = (code: string, temporary = true): Failure => ({
  code,
  message: `${code} it is`,
  fault: 'network',
  temporary,
});

function portsOf({ dns = {}, web = {} }: World): MtaStsPorts {
  const resolver = resolverOf({ ...HOSTS, ...dns });
  return {
    resolver,
    probe: async () => ({ kind: 'timeout', stage: 'connect', afterMs: 1 }),
    async fetch({ url }) {
      if (typeof web === 'string') return err(failure(web) as NetError);
      return ok({ status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(POLICY), url, ...web });
    },
    async addressesOf() {
      return ok(['192.0.2.2']);
    },
    roots: [],
    clock: { ...systemClock, now: () => NOW },
  };
}

const check = (world: World, options: Partial<MtaStsOptions> = {}) =>
  checkMtaSts(portsOf(world), 'example.org', { ehlo: 'x', timeoutMs: 1000, probes: false, ...options });

describe('a check where something is not to be had', () => {
  it.each<[string, World, string]>([
    ['all is well', { dns: RECORD }, 'pass enforce: record.found policy.fetched policy.enforce'],
    ['the record', { dns: { '_mta-sts.example.org TXT': 'failed' } }, 'unknown unknown: record.lookup-failed'],
    ['a bogus record', { dns: { '_mta-sts.example.org TXT': 'bogus' } }, 'fail unusable: record.bogus'],
    [
      'the MX hosts',
      { dns: { ...RECORD, 'example.org MX': 'failed' } },
      'unknown enforce: record.found policy.fetched policy.enforce mx.lookup-failed',
    ],
    [
      'the policy host, in time',
      { dns: RECORD, web: 'net/timeout' },
      'unknown unknown: record.found policy.unreachable',
    ],
    ['the policy host at all', { dns: RECORD, web: 'net/refused' }, 'unknown unknown: record.found policy.unreachable'],
    ['TLS with the policy host', { dns: RECORD, web: 'net/http' }, 'fail unusable: record.found policy.not-https'],
    ['a small enough policy', { dns: RECORD, web: 'net/too-large' }, 'fail unusable: record.found policy.too-large'],
    [
      'a media type',
      { dns: RECORD, web: { headers: {} } },
      'warn enforce: record.found policy.media-type policy.enforce',
    ],
  ])('%s', async (_, world, expected) => {
    const { findings, data } = await check(world);
    const ids = findings.map(({ id }) => id.replace('mtasts.', '')).join(' ');
    expect(`${verdictOf(findings)} ${data.status}: ${ids}`).toBe(expected);
  });

  it('a null MX and a policy: nothing to protect', async () => {
    const dns = { ...RECORD, 'example.org MX': [mxRdata.encode({ preference: 0, exchange: '' })] };
    const { data, findings } = await check({ dns });
    expect([data.mx, findings.map(({ id }) => id).includes('mtasts.mx.none')]).toEqual(['null', true]);
  });

  it('hosts that do not answer leave the verdict open under enforce', async () => {
    const { findings } = await check({ dns: RECORD }, { probes: true });
    expect(verdictOf(findings)).toBe('unknown');
  });
});

describe('what to publish', () => {
  it('nothing where nothing is to be changed, or the text is not what is wrong', async () => {
    expect((await check({ dns: RECORD })).data.publish).toBeUndefined();
    expect((await check({ dns: RECORD, web: 'net/untrusted' })).data.publish).toBeUndefined();
  });

  it('a policy in testing mode for a domain that has none', async () => {
    const { data } = await check({ web: { status: 404 } });
    expect(data.publish).toEqual({
      records: ['_mta-sts.example.org. IN TXT "v=STSv1; id=20261125T120000Z;"'],
      url: 'https://mta-sts.example.org/.well-known/mta-sts.txt',
      policy: 'version: STSv1\nmode: testing\nmx: mx.example.org\nmax_age: 1209600\n',
    });
  });

  it('what was right of the policy stays, and what is missing is added', async () => {
    const body = Buffer.from(POLICY.replace('mx: mx.example.org', 'mx: *.example.net'));
    const { data } = await check({ dns: RECORD, web: { body } });
    expect(data.publish?.policy).toBe(
      'version: STSv1\nmode: enforce\nmx: *.example.net\nmx: mx.example.org\nmax_age: 1209600\n',
    );
  });

  it('a given policy as it is, with a new id', async () => {
    const { data } = await check({ dns: RECORD }, { policy: Buffer.from(POLICY) });
    expect(data.publish).toMatchObject({ policy: POLICY, records: [expect.stringContaining('id=20261125T120000Z')] });
  });
});
