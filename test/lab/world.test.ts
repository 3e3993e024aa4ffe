import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, type Report, systemClock, verdictOf } from '../../src/base/index.ts';
import { type CheckOptions, checkDane, type DaneCheckData } from '../../src/core/dane/index.ts';
import { createExchange, createHostLookup } from '../../src/core/dns/index.ts';
import { checkMtaSts } from '../../src/core/mtasts/index.ts';
import type { StartTlsProtocol } from '../../src/core/tls/index.ts';
import { tlsRptReport } from '../../src/core/tlsrpt/index.ts';
import { CATALOGUE, FAULTS, type Lab, startLab } from '../../src/lab/index.ts';
import { exitOf } from '../../src/ui/command/exit.ts';
import { createLabClient, type LabClient } from '../support/lab-client.ts';

/** Long enough for every server that answers at all; silent ones cost it in full. */
const TIMEOUT_MS = 1000;

let lab: Lab;
let client: LabClient;
beforeAll(async () => {
  lab = await startLab({ slowMs: 20, domains: 1 });
  client = createLabClient(lab.env);
});
afterAll(async () => {
  await client.close();
  await lab.close();
});

function checkWith(from: LabClient, name: string, options: Partial<CheckOptions> = {}): Promise<Report<DaneCheckData>> {
  const { net, resolver, probe } = from;
  const askServer = (address: string) =>
    createExchange(net, [{ kind: 'plain', address, port: 53 }], { deadlineMs: TIMEOUT_MS });
  return checkDane(
    {
      target: { kind: 'domain', name },
      port: 25,
      protocol: 'smtp',
      ehlo: 'probe.test',
      timeoutMs: TIMEOUT_MS,
      allNs: false,
      requireDane: false,
      ...options,
    },
    { resolver, probe, clock: systemClock, askServer },
  );
}

const idsOf = (findings: readonly Finding[], ...severities: Finding['severity'][]): string[] =>
  [...new Set(findings.filter(({ severity }) => severities.includes(severity)).map(({ id }) => id))].sort();

describe('every domain of the lab is judged as its row says', () => {
  it.each(CATALOGUE.map((row) => [row.name, row] as const))('%s', async (name, { expect: expected, check }) => {
    const { findings, data } = await checkWith(client, name, { allNs: check?.allNs ?? false });
    const grave = idsOf(findings, 'warn', 'error', 'unknown');
    const noted = idsOf(findings, 'info').filter((id) => expected.findings.includes(id));
    const verdict = { verdict: verdictOf(findings), policy: data.policy, exit: exitOf(findings, 'error') };
    expect({ ...verdict, findings: [...new Set([...grave, ...noted])].sort() }).toEqual({
      ...expected,
      findings: [...expected.findings].sort(),
    });
  });

  it('a bulk domain is as good as any', async () => {
    const { findings, data } = await checkWith(client, 'bulk0001.bulk.test');
    expect(`${verdictOf(findings)} ${data.policy}`).toBe('pass dane');
  });
});

describe('MTA-STS of every domain that is about it is judged as its row says', () => {
  const rows = CATALOGUE.flatMap(({ name, mtaSts }) => (mtaSts === undefined ? [] : [[name, mtaSts] as const]));

  it.each(rows)('%s', async (name, expected) => {
    const { net, resolver, probe, roots } = client;
    const ports = {
      resolver,
      probe,
      fetch: net.fetch,
      addressesOf: createHostLookup(resolver),
      roots,
      clock: systemClock,
    };
    const { findings, data } = await checkMtaSts(ports, name, { ehlo: 'probe.test', timeoutMs: TIMEOUT_MS });
    const short = (ids: readonly string[]): string[] => ids.map((id) => id.replace('mtasts.', ''));
    const grave = short(idsOf(findings, 'warn', 'error', 'unknown'));
    const noted = short(idsOf(findings, 'info', 'ok')).filter((id) => expected.findings.includes(id));
    expect({
      verdict: verdictOf(findings),
      status: data.status,
      findings: [...new Set([...grave, ...noted])].sort(),
    }).toEqual({
      ...expected,
      findings: [...expected.findings].sort(),
    });
  });
});

describe('the record for TLS reports of every domain that is about it is judged as its row says', () => {
  const rows = CATALOGUE.flatMap(({ name, tlsRpt }) => (tlsRpt === undefined ? [] : [[name, tlsRpt] as const]));

  it.each(rows)('%s', async (domain, expected) => {
    const { findings, data } = await tlsRptReport({ domain }, client.resolver);
    const ids = idsOf(findings, 'info', 'warn', 'error', 'unknown').map((id) => id.replace('tlsrpt.', ''));
    expect({ verdict: verdictOf(findings), outcome: data.outcome, findings: ids }).toEqual({
      ...expected,
      findings: [...expected.findings].sort(),
    });
  });
});

describe('other services than mail on port 25', () => {
  it.each<[number, StartTlsProtocol]>([
    [465, 'none'],
    [587, 'smtp'],
    [143, 'imap'],
    [993, 'none'],
    [110, 'pop3'],
    [995, 'none'],
    [4190, 'sieve'],
    [5222, 'xmpp'],
    [5269, 'xmpp'],
  ])('port %i by --starttls %s matches its TLSA', async (port, protocol) => {
    const target = { kind: 'host', name: 'mx.services.test' } as const;
    const { findings, data } = await checkWith(client, '', { target, port, protocol });
    expect(`${verdictOf(findings)} ${data.policy} ${data.hosts[0]?.addresses[0]?.keys[0]?.status}`).toBe(
      'pass dane match',
    );
  });
});

/** What the responder says and the server staples is nothing to DANE-EE. */
const UNTOUCHED = 'pass dane dane.tlsa.no-next-key';

/** What each other fault does to good.test: verdict, policy, and the finding that names it. */
const BROKEN: Readonly<Record<string, string>> = {
  'stale-tlsa': 'fail dane dane.tlsa.no-match',
  'no-tlsa': 'pass opportunistic dane.tlsa.none',
  'unusable-tlsa': 'warn mandatory-tls dane.tlsa.all-unusable',
  'wrong-name': 'pass dane dane.tlsa.no-next-key',
  'expired-certificate': 'pass dane dane.tlsa.no-next-key',
  'leaf-only': 'pass dane dane.tlsa.no-next-key',
  'self-signed': 'pass dane dane.tlsa.no-next-key',
  stranger: 'pass dane dane.tlsa.no-next-key',
  'expired-intermediate': 'pass dane dane.tlsa.no-next-key',
  'must-staple': 'pass dane dane.tlsa.no-next-key',
  'bogus-mx': 'fail defer dane.mx.bogus',
  'bogus-tlsa': 'fail defer dane.tlsa.bogus',
  'expired-signatures': 'fail defer dane.mx.bogus',
  'bogus-signatures': 'fail defer dane.mx.bogus',
  'bogus-dnskey': 'fail defer dane.mx.bogus',
  'future-signatures': 'fail defer dane.mx.bogus',
  'missing-signatures': 'fail defer dane.mx.bogus',
  'missing-tlsa-signature': 'fail defer dane.tlsa.bogus',
  'wrong-signer': 'fail defer dane.mx.bogus',
  'many-signatures': 'fail defer dane.mx.bogus',
  'missing-dnskey': 'fail defer dane.mx.bogus',
  'missing-zsk': 'fail defer dane.mx.bogus',
  'no-zone-key-bit': 'fail defer dane.mx.bogus',
  'colliding-key': 'pass dane dane.tlsa.no-next-key',
  keytrap: 'fail defer dane.mx.bogus',
  'missing-denial': 'pass dane dane.tlsa.no-next-key',
  'wrong-denial': 'pass dane dane.tlsa.no-next-key',
  'no-wildcard-proof': 'pass dane dane.tlsa.no-next-key',
  'hidden-tlsa': 'fail defer dane.tlsa.bogus',
  'nsec3-iterations': 'warn dane dane.zone.nsec3-iterations',
  'wrong-ds': 'fail defer dane.mx.bogus',
  'bad-ds-digest': 'fail defer dane.mx.bogus',
  'ds-unknown-algorithm': 'pass opportunistic dane.mx.insecure',
  'ds-unknown-digest': 'pass opportunistic dane.mx.insecure',
  'sha1-ds': 'pass opportunistic dane.mx.insecure',
  'no-ds': 'pass opportunistic dane.mx.insecure',
  'unsigned-with-ds': 'fail defer dane.mx.bogus',
  unsigned: 'pass opportunistic dane.tlsa.insecure',
  'servfail-tlsa': 'unknown defer dane.tlsa.lookup-failed',
  servfail: 'unknown defer dane.mx.lookup-failed',
  lame: 'unknown defer dane.mx.lookup-failed',
  'no-starttls': 'fail dane dane.host.no-starttls',
  'starttls-454': 'fail dane dane.host.starttls-refused',
  'banner-421': 'unknown dane dane.host.refused',
  'banner-554': 'unknown dane dane.host.refused',
  'slow-banner': 'pass dane dane.tlsa.no-next-key',
  silent: 'unknown dane dane.host.timeout',
  'huge-banner': 'unknown dane dane.host.protocol',
  'endless-reply': 'unknown dane dane.host.protocol',
  garbage: 'unknown dane dane.host.protocol',
  'tls-alert': 'fail dane dane.host.tls-failed',
  'tls-cut': 'fail dane dane.host.tls-failed',
  'tls-garbage': 'fail dane dane.host.tls-failed',
  'tls12-only': 'pass dane dane.tlsa.no-next-key',
  'tls10-only': 'fail dane dane.host.tls-failed',
  injects: 'fail dane dane.host.tls-failed',
};

describe('a broken domain', () => {
  it('has a line in the table, unless its status alone is spoiled', () => {
    const others = FAULTS.filter(({ kind }) => kind !== 'status').map(({ name }) => name);
    expect(Object.keys(BROKEN).sort()).toEqual(others.sort());
  });

  it.each(FAULTS.map(({ name }) => name))(
    'good.test with %s shows it, and is good again once mended',
    async (fault) => {
      const judged = async (): Promise<{ verdict: string; ids: string[] }> => {
        const fresh = createLabClient(lab.env);
        const { findings, data } = await checkWith(fresh, 'good.test');
        await fresh.close();
        const ids = idsOf(findings, 'info', 'warn', 'error', 'unknown');
        return { verdict: `${verdictOf(findings)} ${data.policy}`, ids };
      };
      const [verdict, policy, id] = (BROKEN[fault] ?? UNTOUCHED).split(' ');
      await lab.break('good.test', fault);
      const broken = await judged();
      expect(broken.verdict).toBe(`${verdict} ${policy}`);
      expect(broken.ids).toContain(id);
      await lab.fix('good.test');
      expect(await judged()).toEqual({ verdict: 'pass dane', ids: ['dane.tlsa.no-next-key'] });
    },
  );
});
