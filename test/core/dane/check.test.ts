/** The decisions of a check, step by step of RFC 7672 §2: what DNS says, what servers show, what a sender would do. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Finding, verdictOf } from '../../../src/base/index.ts';
import type { CheckEvent, CheckOptions } from '../../../src/core/dane/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { certificate, chainFor, NOW, testCa } from '../../support/chains.ts';
import {
  bogus,
  checkWorld,
  createDaneWorld,
  type DaneWorld,
  fault,
  type Given,
  insecure,
  nxdomain,
  record,
  type ServerRow,
  secure,
  servfail,
  vague,
} from '../../support/dane.ts';

const MX = 'mx.example.test';
const IP = '192.0.2.1';
const TLSA = `_25._tcp.${MX} TLSA`;

let chain: readonly Certificate[];
let other: readonly Certificate[];
let issuing: Certificate;
let domainNamed: readonly Certificate[];
beforeAll(async () => {
  const ca = await testCa();
  chain = await chainFor(ca, { names: [MX] });
  other = await chainFor(ca, { names: [MX] });
  domainNamed = await chainFor(ca, { names: ['example.test'] });
  issuing = certificate(ca.intermediate.certificate);
});

const ee = (): string => record(3, 1, 1, chain[0]!);
const good = (): DaneWorld['dns'] => ({
  'example.test MX': secure(`10 ${MX}`),
  [`${MX} A`]: secure(IP),
  [TLSA]: secure(ee()),
});
const serving = (shown = chain): Record<string, ServerRow> => ({ [IP]: { ecdsa: shown } });

interface Judged {
  readonly policy: string;
  readonly verdict: string;
  /** Ids without `dane.`, those of `ok` left out. */
  readonly ids: readonly string[];
  readonly findings: readonly Finding[];
}

async function judge(
  dns: DaneWorld['dns'],
  servers: DaneWorld['servers'] = serving(),
  change: Partial<CheckOptions> = {},
): Promise<Judged> {
  const { findings, data } = await checkWorld(createDaneWorld({ dns, servers }), 'example.test', change);
  const ids = findings.filter(({ severity }) => severity !== 'ok').map(({ id }) => id.replace('dane.', ''));
  return { policy: data.policy, verdict: verdictOf(findings), ids: [...new Set(ids)], findings };
}

/** `VERDICT POLICY`, then ids that must be among the findings. */
async function check(judged: Promise<Judged>, expected: string, ...ids: string[]): Promise<void> {
  const { verdict, policy, ids: found } = await judged;
  expect(`${verdict} ${policy}`).toBe(expected);
  expect(found).toEqual(expect.arrayContaining(ids));
}

/** A name, what a look-up gives, `VERDICT POLICY`, an id that must be among the findings. */
type LookupRow = [string, () => Given | typeof servfail, string, string];

describe('MX (RFC 7672 §2.2.1, RFC 7505, RFC 5321 §5.1)', () => {
  it('everything secure and a record that matches: dane', () => check(judge(good()), 'pass dane'));
  it('insecure MX: opportunistic, though the host is covered', () =>
    check(judge({ ...good(), 'example.test MX': insecure(`10 ${MX}`) }), 'pass opportunistic', 'mx.insecure'));
  it('insecure MX: a host that would be refused is told, and no error', async () => {
    const judged = judge({ ...good(), 'example.test MX': insecure(`10 ${MX}`) }, { [IP]: noStartTls });
    await check(judged, 'pass opportunistic', 'host.no-starttls');
  });
  it('bogus MX: an error, and nobody is contacted', () =>
    check(judge({ ...good(), 'example.test MX': bogus(`10 ${MX}`) }), 'fail defer', 'mx.bogus'));
  it('SERVFAIL: unknown, and the mail waits', () =>
    check(judge({ ...good(), 'example.test MX': servfail }), 'unknown defer', 'mx.lookup-failed'));
  it('no way to tell secure from insecure: unknown, never insecure', () =>
    check(judge({ ...good(), 'example.test MX': vague(`10 ${MX}`) }), 'unknown defer', 'mx.undecided'));
  it('null MX: no mail, and nothing wrong', () =>
    check(judge({ 'example.test MX': secure('0 .') }), 'pass none', 'mx.null'));
  it('null MX among others: a warning', () =>
    check(judge({ ...good(), 'example.test MX': secure(`10 ${MX}`, '0 .') }), 'warn dane', 'mx.null-among-others'));
  it('NXDOMAIN: an error', () => check(judge({ 'example.test MX': nxdomain() }), 'fail none', 'mx.none'));
  it('no MX: the domain is its own host', () =>
    check(
      judge({ 'example.test A': secure(IP), '_25._tcp.example.test TLSA': secure(ee()) }),
      'pass dane',
      'mx.implicit',
    ));
  it('a host named twice is looked at once', async () => {
    const world = createDaneWorld({
      dns: { ...good(), 'example.test MX': secure(`10 ${MX}`, `20 ${MX}`) },
      servers: serving(),
    });
    const { data } = await checkWorld(world);
    expect(data.hosts.map(({ name, preference }) => [name, preference])).toEqual([[MX, 10]]);
  });
});

describe('addresses (RFC 7672 §2.1, §2.2.2)', () => {
  it.each<LookupRow>([
    ['insecure: no TLSA counts', () => insecure(IP), 'pass opportunistic', 'host.insecure'],
    ['bogus: the host is not used', () => bogus(IP), 'fail defer', 'host.address-bogus'],
    ['SERVFAIL: unknown', () => servfail, 'unknown defer', 'host.address-failed'],
    ['undecided: unknown, never insecure', () => vague(IP), 'unknown defer', 'host.address-undecided'],
    ['none at all: no mail', () => secure(), 'fail none', 'host.no-address'],
  ])('%s', (_, given, expected, id) => check(judge({ ...good(), [`${MX} A`]: given() }), expected, id));
  it('one family that fails is unknown beside one that answers', () =>
    check(judge({ ...good(), [`${MX} AAAA`]: servfail }), 'unknown dane', 'host.address-failed'));
  it('a host asked for by name is judged the same way', async () => {
    const target = { kind: 'host', name: MX } as const;
    await check(judge({ ...good(), [`${MX} A`]: vague(IP) }, serving(), { target }), 'unknown defer');
    await check(judge(good(), serving(), { target }), 'pass dane');
  });
});

describe('aliases and the TLSA base domain (RFC 7672 §2.2.2, §2.2.3, §3.2.2)', () => {
  const real = 'real.provider.test';
  const aliased = (...steps: (readonly [string, 'secure' | 'insecure'])[]) => ({
    status: steps.every(([, status]) => status === 'secure') ? ('secure' as const) : ('insecure' as const),
    rdatas: [IP],
    aliases: steps,
  });
  const dns = (): DaneWorld['dns'] => ({ ...good(), [`${MX} A`]: aliased([real, 'secure']) });
  const asked = async (given: DaneWorld['dns']): Promise<string[]> => {
    const world = createDaneWorld({ dns: given, servers: serving() });
    await checkWorld(world);
    return world.asked.filter((question) => question.endsWith(' TLSA'));
  };
  it('a secure alias: its end first, then the host itself', async () => {
    expect(await asked(dns())).toEqual([`_25._tcp.${real} TLSA`, TLSA]);
    await check(judge(dns()), 'pass dane');
  });
  it('records at the end of the alias: the host itself is not asked for', async () => {
    expect(await asked({ ...dns(), [`_25._tcp.${real} TLSA`]: secure(ee()) })).toEqual([`_25._tcp.${real} TLSA`]);
  });
  it('a failure at the end of the alias decides: no fallback to the host itself', () =>
    check(judge({ ...dns(), [`_25._tcp.${real} TLSA`]: servfail }), 'unknown defer', 'tlsa.lookup-failed'));
  it('a secure alias that ends insecure: only the host itself', async () => {
    const given = { ...good(), [`${MX} A`]: aliased([real, 'secure'], ['far.test', 'insecure']) };
    expect(await asked(given)).toEqual([TLSA]);
    await check(judge(given), 'pass dane');
  });
  it('an insecure alias: DANE does not apply', () =>
    check(judge({ ...good(), [`${MX} A`]: aliased([real, 'insecure']) }), 'pass opportunistic', 'host.insecure'));
  it('under DANE-TA the name behind the alias counts, and not the one before it', async () => {
    const records = { [`_25._tcp.${real} TLSA`]: secure(record(2, 1, 1, issuing)) };
    await check(judge({ ...dns(), ...records }), 'fail dane', 'tlsa.no-match');
  });
  it('under DANE-TA the mail domain counts behind a secure MX', () =>
    check(judge({ ...good(), [TLSA]: secure(record(2, 1, 1, issuing)) }, serving(domainNamed)), 'pass dane'));
  it('the SNI is the TLSA base domain (RFC 7672 §3.2.1 by way of RFC 7671 §6)', async () => {
    const world = createDaneWorld({
      dns: { ...dns(), [`_25._tcp.${real} TLSA`]: secure(ee()) },
      servers: serving(),
    });
    await checkWorld(world);
    expect(new Set(world.probed.map(({ serverName }) => serverName))).toEqual(new Set([real]));
  });
});

describe('TLSA records (RFC 7672 §2.2)', () => {
  it.each<LookupRow>([
    ['none: opportunistic', () => secure(), 'pass opportunistic', 'tlsa.none'],
    ['insecure: nobody looks at them', () => insecure(ee()), 'pass opportunistic', 'tlsa.insecure'],
    ['bogus: defer, never fall back', () => bogus(ee()), 'fail defer', 'tlsa.bogus'],
    ['SERVFAIL: defer, never fall back', () => servfail, 'unknown defer', 'tlsa.lookup-failed'],
    ['undecided: defer', () => vague(ee()), 'unknown defer', 'tlsa.lookup-failed'],
    [
      'PKIX usages alone: TLS, authenticated by nobody',
      () => secure(`1 1 1 ${'ab'.repeat(32)}`),
      'warn mandatory-tls',
      'tlsa.all-unusable',
    ],
    [
      'RDATA cut short: records all the same',
      () => secure(Uint8Array.of(3, 1)),
      'warn mandatory-tls',
      'tlsa.all-unusable',
    ],
    ['one usable beside others: dane', () => secure(ee(), `1 1 1 ${'ab'.repeat(32)}`), 'pass dane', 'tlsa.unusable'],
    ['another key: refused', () => secure(record(3, 1, 1, other[0]!)), 'fail dane', 'tlsa.no-match'],
    [
      'the next key beside the present one',
      () => secure(ee(), record(3, 1, 1, other[0]!)),
      'pass dane',
      'tlsa.stale-record',
    ],
  ])('%s', (_, given, expected, id) => check(judge({ ...good(), [TLSA]: given() }), expected, id));
  it.each<[string, () => Given | typeof servfail]>([
    ['bogus', () => bogus(ee())],
    ['failing', () => servfail],
  ])('a host whose TLSA look-up is %s is not contacted (RFC 7672 §2.1.2)', async (_, given) => {
    const world = createDaneWorld({ dns: { ...good(), [TLSA]: given() }, servers: serving() });
    await checkWorld(world);
    expect(world.probed).toEqual([]);
  });
  it('a finding ends in the record to publish', async () => {
    const { findings } = await judge({ ...good(), [TLSA]: secure(record(3, 1, 1, other[0]!)) });
    const mismatch = findings.find(({ id }) => id === 'dane.tlsa.no-match');
    expect(mismatch?.fix).toBe(`publish: _25._tcp.${MX}. IN TLSA ${ee()}`);
  });
  it('every finding that is no good news says how to mend it, or is a word for information', async () => {
    const { findings } = await judge({ ...good(), [TLSA]: secure() });
    expect(findings.filter(({ severity, fix }) => severity !== 'ok' && fix === undefined)).toEqual([]);
  });
  it('--require-dane makes everything short of DANE an error', () =>
    check(judge({ ...good(), [TLSA]: secure() }, serving(), { requireDane: true }), 'fail opportunistic', 'required'));
  it('hosts without records beside hosts with them: a warning', () =>
    check(
      judge(
        {
          ...good(),
          'example.test MX': secure(`10 ${MX}`, '20 mx2.example.test'),
          'mx2.example.test A': secure('192.0.2.2'),
        },
        { ...serving(), '192.0.2.2': { ecdsa: other } },
      ),
      'warn dane',
      'mx.partial',
    ));
});

const noStartTls: ServerRow = { kind: 'no-starttls', greeting: '220 hello', capabilities: [] };

describe('servers (RFC 7672 §2.2, §3)', () => {
  it.each<[string, () => ServerRow | undefined, string, string]>([
    ['no STARTTLS is refused', () => noStartTls, 'fail dane', 'host.no-starttls'],
    [
      'STARTTLS refused',
      () => ({ kind: 'starttls-refused', reply: '454 no', temporary: true }),
      'fail dane',
      'host.starttls-refused',
    ],
    [
      'a handshake that fails',
      () => ({ kind: 'tls-failed', error: fault('tls/alert', 'alert') }),
      'fail dane',
      'host.tls-failed',
    ],
    ['nobody there is unknown', () => undefined, 'unknown dane', 'host.unreachable'],
    [
      'silence is unknown',
      () => ({ kind: 'timeout', stage: 'greeting', afterMs: 1000 }),
      'unknown dane',
      'host.timeout',
    ],
    [
      'what we broke off ourselves is unknown',
      () => ({ kind: 'tls-failed', error: fault('tls/aborted', 'aborted') }),
      'unknown dane',
      'host.timeout',
    ],
    [
      'a dial we broke off is unknown',
      () => ({ kind: 'unreachable', error: fault('net/aborted', 'aborted') }),
      'unknown dane',
      'host.timeout',
    ],
    [
      'a 421 greeting is unknown',
      () => ({ kind: 'greeting-refused', reply: '421 busy', temporary: true }),
      'unknown dane',
      'host.refused',
    ],
    [
      'another protocol is unknown',
      () => ({ kind: 'protocol-error', stage: 'greeting', detail: 'garbage' }),
      'unknown dane',
      'host.protocol',
    ],
  ])('%s', (_, row, expected, id) => {
    const shown = row();
    return check(judge(good(), shown === undefined ? {} : { [IP]: shown }), expected, id);
  });
  it('without DANE, mail goes on in clear: a server without STARTTLS is a word', () =>
    check(judge({ ...good(), [TLSA]: secure() }, { [IP]: noStartTls }), 'pass opportunistic', 'host.no-starttls'));
  it('without DANE, nobody answering anywhere is still not good', () =>
    check(judge({ ...good(), [TLSA]: secure() }, {}), 'unknown opportunistic', 'host.unreachable'));
  it('a server that lacks a key type has not failed', async () => {
    const { findings, data } = await checkWorld(createDaneWorld({ dns: good(), servers: { [IP]: { rsa: chain } } }));
    expect(verdictOf(findings)).toBe('pass');
    expect(data.hosts[0]?.addresses[0]?.keys.map(({ keyType }) => keyType)).toEqual(['rsa']);
  });
  it('a key of neither type is met by asking for any', async () => {
    const { data } = await checkWorld(createDaneWorld({ dns: good(), servers: { [IP]: { any: chain } } }));
    expect(data.hosts[0]?.addresses[0]?.keys).toMatchObject([
      { keyType: 'any', leafKeyType: 'ed25519', status: 'match' },
    ]);
  });
  it('one key type alone that fails is an error, and named', () =>
    check(
      judge(good(), { [IP]: { ecdsa: chain, rsa: other } }),
      'fail dane',
      'tlsa.no-match',
      'host.one-key-type-fails',
    ));
  it('IPv6 alone that fails is named', () =>
    check(
      judge({ ...good(), [`${MX} AAAA`]: secure('2001:db8::1') }, { ...serving(), '2001:db8::1': { ecdsa: other } }),
      'fail dane',
      'host.one-family-fails',
    ));
  it('-4 asks for no IPv6 address', async () => {
    const world = createDaneWorld({ dns: good(), servers: serving() });
    await checkWorld(world, 'example.test', { family: 4 });
    expect(world.asked.filter((question) => question.endsWith('AAAA'))).toEqual([]);
  });
});

describe('bounds and events', () => {
  it('no more than 16 handshakes are under way, however many hosts and addresses there are', async () => {
    const hosts = Array.from({ length: 40 }, (_, i) => `mx${i}.example.test`);
    const dns: Record<string, ReturnType<typeof secure>> = {
      'example.test MX': secure(...hosts.map((host, i) => `${i} ${host}`)),
    };
    for (const host of hosts) dns[`${host} A`] = secure('192.0.2.1', '192.0.2.2', '192.0.2.3');
    const world = createDaneWorld({ dns, servers: {} });
    let most = 0;
    let running = 0;
    const probe: typeof world.probe = async (target) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return world.probe(target);
    };
    const { data, findings } = await checkWorld({ ...world, probe });
    expect([most, data.hosts.length]).toEqual([16, 32]);
    expect(findings.map(({ id }) => id)).toContain('dane.mx.many');
  });
  it('no connection is begun when the time for the whole check is over, and what was not seen is unknown', async () => {
    const hosts = Array.from({ length: 20 }, (_, i) => `mx${i}.example.test`);
    const dns: Record<string, Given> = { 'example.test MX': secure(...hosts.map((host, i) => `${i} ${host}`)) };
    for (const host of hosts) dns[`${host} A`] = secure('192.0.2.1');
    const world = createDaneWorld({ dns, servers: {} });
    let nowMs = 0;
    const probe: typeof world.probe = async (target) => {
      nowMs += 400;
      return world.probe(target);
    };
    const clock = { now: () => NOW, monotonicMs: () => nowMs };
    const { findings } = await checkWorld({ ...world, probe, clock }, 'example.test', { deadlineMs: 1000 });
    expect(world.probed.length).toBe(3);
    expect(findings.filter(({ id }) => id === 'dane.host.timeout').length).toBe(17);
    expect(verdictOf(findings)).toBe('unknown');
  });
  it('tells how it goes: hosts, addresses, then each handshake', async () => {
    const events: CheckEvent[] = [];
    const world = createDaneWorld({ dns: good(), servers: serving() });
    await checkWorld({ ...world, onEvent: (event) => void events.push(event) });
    expect(events.map(({ kind }) => kind)).toEqual(['hosts', 'addresses', 'probing', 'probed', 'probing', 'probed']);
  });
});

describe('what Exim and Postfix do where they differ', () => {
  const sendersFor = async (dns: DaneWorld['dns']): Promise<string[]> => {
    const { data } = await checkWorld(createDaneWorld({ dns, servers: serving() }));
    return data.senders.map(({ sender, setting }) => `${sender} ${setting}`);
  };
  it('nothing is said where all agree', async () => {
    expect(await sendersFor(good())).toEqual([]);
  });
  it.each([
    ['insecure MX with a secure host', () => ({ 'example.test MX': insecure(`10 ${MX}`) })],
    ['all records unusable', () => ({ [TLSA]: secure(`1 1 1 ${'ab'.repeat(32)}`) })],
    ['SERVFAIL for TLSA', () => ({ [TLSA]: servfail })],
    ['bogus TLSA', () => ({ [TLSA]: bogus(ee()) })],
  ] as const)('%s: both are told', async (_, change) => {
    const said = await sendersFor({ ...good(), ...change() } as DaneWorld['dns']);
    expect(said.some((text) => text.startsWith('Exim hosts_try_dane'))).toBe(true);
    expect(said.some((text) => text.startsWith('Postfix'))).toBe(true);
  });
});
