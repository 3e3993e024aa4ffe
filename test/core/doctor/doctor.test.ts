/** Every exam over values, and the exam of resolvers over those of the lab, in their moods. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { err, systemClock } from '../../../src/base/index.ts';
import { createExchange, createResolver, parseAnchors, parseServer } from '../../../src/core/dns/index.ts';
import {
  type DoctorPorts,
  type DoctorQuestion,
  type ExaminedServer,
  examineHost,
  type HostFacts,
} from '../../../src/core/doctor/index.ts';
import type { ProbeOutcome } from '../../../src/core/tls/index.ts';
import { type Lab, startLab } from '../../../src/lab/index.ts';
import { bogus, createDaneWorld, fault, secure, servfail } from '../../support/dane.ts';
import { createLabClient, type LabClient } from '../../support/lab-client.ts';

const HOST: HostFacts = {
  addresses: ['192.0.2.1', '2001:db8::1'],
  nodeVersion: '22.1.0',
  openFiles: 65_536,
  entropyBits: 256,
  clock: 'synchronized',
  resolvConfProblems: [],
  environment: [],
  roots: { count: 140, expired: 0, source: 'system' },
};
const DNS = {
  '1.2.0.192.in-addr.arpa PTR': secure('mail.example.test'),
  [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa PTR`]: secure('mail.example.test'),
  'mail.example.test A': secure('192.0.2.1'),
  'mail.example.test AAAA': secure('2001:db8::1'),
};

interface Given {
  readonly host?: Partial<HostFacts>;
  readonly dns?: Parameters<typeof createDaneWorld>[0]['dns'];
  readonly question?: Partial<DoctorQuestion>;
  readonly servers?: readonly ExaminedServer[];
  readonly visit?: DoctorPorts['visit'];
}

async function examine({ host, dns, question, servers = [], visit }: Given = {}) {
  const { findings, data } = await examineHost(
    { ehlo: 'mail.example.test', addresses: [], ...question },
    {
      host: { ...HOST, ...host },
      servers,
      resolver: createDaneWorld({ dns: { ...DNS, ...dns } }).resolver,
      visit: visit ?? (() => Promise.reject(new Error('nobody is visited unasked'))),
      clock: systemClock,
    },
  );
  const told = findings.map(({ severity, id }) => `${severity} ${id}`);
  return { findings, exams: data.exams, told, problems: told.filter((text) => !/^(ok|info) /.test(text)) };
}

describe('a host in good order', () => {
  it('has nothing to mend, and nobody is connected to', async () => {
    const { problems, exams } = await examine();
    expect(problems).toEqual([]);
    expect(Object.values(exams).map(({ verdict }) => verdict)).toEqual(new Array(8).fill('pass'));
  });
});

describe('an exam says', () => {
  it.each<[string, Given, string]>([
    [
      'a line of resolv.conf is of no use',
      { host: { resolvConfProblems: ['line 1'] } },
      'warn doctor.resolver.configuration',
    ],
    ['there is no address', { host: { addresses: [] } }, 'unknown doctor.addresses.none'],
    ['all addresses are private', { host: { addresses: ['10.0.0.1', 'fd00::1'] } }, 'info doctor.addresses.private'],
    ['there is no IPv6', { host: { addresses: ['192.0.2.1'] } }, 'info doctor.addresses.no-ipv6'],
    ['an address has no name', { dns: { '1.2.0.192.in-addr.arpa PTR': secure() } }, 'warn reverse.none'],
    ['an address given by hand has none', { question: { addresses: ['198.51.100.7'] } }, 'warn reverse.none'],
    ['the EHLO name is one label', { question: { ehlo: 'mail' } }, 'warn doctor.ehlo.unfit'],
    ['the EHLO name is localhost’s', { question: { ehlo: 'localhost.localdomain' } }, 'warn doctor.ehlo.unfit'],
    ['the EHLO name is an address', { question: { ehlo: '[192.0.2.1]' } }, 'warn doctor.ehlo.unfit'],
    ['the EHLO name has an underscore', { question: { ehlo: 'my_host.example.test' } }, 'warn doctor.ehlo.unfit'],
    ['the EHLO name has no address', { question: { ehlo: 'gone.example.test' } }, 'warn doctor.ehlo.no-address'],
    ['the EHLO name leads elsewhere', { host: { addresses: ['198.51.100.9'] } }, 'info doctor.ehlo.other-address'],
    [
      'the EHLO name was not answered',
      { dns: { 'mail.example.test A': servfail, 'mail.example.test AAAA': servfail } },
      'unknown doctor.ehlo.lookup-failed',
    ],
    [
      'the EHLO name is bogus',
      { dns: { 'mail.example.test A': bogus(), 'mail.example.test AAAA': bogus() } },
      'unknown doctor.ehlo.lookup-failed',
    ],
    ['port 25 was not tried', {}, 'info doctor.outward.not-tried'],
    [
      'there are no roots',
      { host: { roots: { count: 0, expired: 0, source: 'given', error: 'gone' } } },
      'error doctor.certificates.none',
    ],
    [
      'Node’s roots stand in',
      { host: { roots: { count: 140, expired: 0, source: 'bundled' } } },
      'warn doctor.certificates.bundled',
    ],
    ['the clock runs free', { host: { clock: 'free-running' } }, 'warn doctor.clock.free-running'],
    ['the clock is not told of', { host: { clock: 'unknown' } }, 'info doctor.clock.not-told'],
    ['Node is too old', { host: { nodeVersion: '20.18.3' } }, 'error doctor.runtime.node'],
    ['few files may be open', { host: { openFiles: 256 } }, 'warn doctor.runtime.open-files'],
    ['there is little entropy', { host: { entropyBits: 20 } }, 'warn doctor.runtime.entropy'],
    [
      'settings come from the environment',
      { host: { environment: ['MXRAY_EHLO'] } },
      'info doctor.configuration.environment',
    ],
  ])('%s', async (_what, given, expected) => {
    expect((await examine(given)).told).toContain(expected);
  });

  it('no limit of open files is none that is low', async () => {
    const { exams, problems } = await examine({ host: { openFiles: Number.POSITIVE_INFINITY } });
    expect(problems).toEqual([]);
    expect(exams.runtime).not.toHaveProperty('openFiles');
  });
});

describe('port 25', () => {
  const target = { host: 'mx.example.test', port: 25 };
  const refused = fault('net/refused', 'refused');
  it.each<[string, ProbeOutcome, string]>([
    [
      'no STARTTLS is a greeting all the same',
      { kind: 'no-starttls', greeting: '220 mx', capabilities: [] },
      'ok doctor.outward.good',
    ],
    ['nobody there', { kind: 'unreachable', error: refused }, 'unknown doctor.outward.closed'],
    ['silence', { kind: 'timeout', stage: 'connect', afterMs: 1000 }, 'unknown doctor.outward.closed'],
    ['turned away', { kind: 'greeting-refused', reply: '554 no', temporary: false }, 'warn doctor.outward.refused'],
  ])('%s', async (_what, outcome, expected) => {
    const visit = async () => [{ ip: '192.0.2.9', outcome }];
    expect((await examine({ question: { target }, visit })).told).toContain(expected);
  });

  it('a target without address is unknown', async () => {
    const { told } = await examine({ question: { target }, visit: async () => ({ error: 'no address' }) });
    expect(told).toContain('unknown doctor.outward.closed');
  });
});

describe('resolvers', () => {
  let lab: Lab;
  let client: LabClient;
  beforeAll(async () => {
    lab = await startLab({ rows: [], slowMs: 20 });
    client = createLabClient(lab.env);
  });
  afterAll(async () => {
    await client.close();
    await lab.close();
  });

  /** @param at  when it is believed to be, for the dates of signatures */
  function serverAt(address: string, at?: Date): ExaminedServer {
    const spec = parseServer(address);
    const anchors = parseAnchors(readFileSync(lab.env.MXRAY_TRUST_ANCHOR!, 'utf8'));
    if (!spec.ok || !anchors.ok) throw new Error('the lab leads nowhere');
    const exchange = createExchange(client.net, [spec.value], { timeoutMs: 200, attempts: 1 });
    const clock = at === undefined ? systemClock : { ...systemClock, now: () => at };
    return { label: address, exchange, resolver: createResolver({ exchange, clock, anchors: anchors.value }) };
  }

  it.each([
    [
      'a good one',
      '192.0.2.53',
      { answers: true, dnssec: 'passes', validates: true, edns: true },
      'ok doctor.resolver.good',
    ],
    ['one that strips DNSSEC', '192.0.2.1', { answers: true, dnssec: 'strips' }, 'error doctor.resolver.strips'],
    ['one without EDNS', '192.0.2.2', { answers: true, dnssec: 'strips', edns: false }, 'warn doctor.resolver.no-edns'],
    ['one that fails', '192.0.2.3', { answers: false }, 'unknown doctor.resolver.silent'],
    ['one that never answers', '192.0.2.5', { answers: false }, 'unknown doctor.resolver.silent'],
  ])('%s', async (_what, address, facts, expected) => {
    const { exams, told } = await examine({ servers: [serverAt(address)] });
    expect(exams.resolver.servers[0]).toMatchObject({ server: address, ...facts });
    expect(told).toContain(expected);
  });

  it('a clock that is a year late makes the root’s signatures look wrong, and is suspected', async () => {
    const late = new Date(Date.now() + 365 * 86_400_000);
    const { told, exams } = await examine({ servers: [serverAt('192.0.2.53', late)] });
    expect(told.slice(0, 2).sort()).toEqual(['error doctor.clock.wrong', 'error doctor.resolver.bogus']);
    expect(exams.clock.dnssec).toBe('bogus');
  });

  it('a slow one is told', async () => {
    const slow = serverAt('192.0.2.53');
    let nowMs = 0;
    const clock = {
      now: () => new Date(),
      monotonicMs: () => {
        nowMs += 400;
        return nowMs;
      },
    };
    const { findings } = await examineHost(
      { ehlo: 'mail.example.test', addresses: [] },
      {
        host: HOST,
        servers: [slow],
        resolver: { lookup: async () => err(fault('dns/servfail', 'none')) },
        visit: async () => [],
        clock,
      },
    );
    expect(findings.find(({ id }) => id === 'doctor.resolver.slow')?.detail).toBe('400 ms at best');
  });
});
