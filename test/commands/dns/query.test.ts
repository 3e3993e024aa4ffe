/** `dns query` and `dnssec trace` against the lab: what is printed, and the exit status (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import DnsQuery from '../../../src/commands/dns/query.ts';
import DnssecTrace from '../../../src/commands/dnssec/trace.ts';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { standardOutput } from '../../../src/ui/command/output.ts';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
const names = ['alg15.test', 'plain.test', 'bogus.test', 'servfail-tlsa.test'];

beforeAll(async () => {
  lab = await startLab({ rows: CATALOGUE.filter(({ name }) => names.includes(name)) });
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

type Runnable = { run(argv: string[], from: string): Promise<unknown> };

async function run(
  command: Runnable,
  ...words: string[]
): Promise<{ out: string; complaint: string; status: unknown }> {
  let [out, complaint] = ['', ''];
  const into =
    (take: (text: string) => void) =>
    (text: unknown, ...rest: unknown[]) => {
      take(String(text));
      const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
      done?.();
      return true;
    };
  for (const how of ['write', 'add'] as const)
    vi.spyOn(standardOutput, how).mockImplementation(async (text: unknown) => {
      out += String(text);
    });
  vi.spyOn(process.stderr, 'write').mockImplementation(
    into((text) => (complaint += text)) as typeof process.stderr.write,
  );
  const settings = [
    ...(words.some((word) => word.startsWith('--resolver')) ? [] : [`--resolver=${lab.env.MXRAY_RESOLVER}`]),
    `--connect-file=${lab.env.MXRAY_CONNECT_FILE}`,
    `--trust-anchor=${lab.env.MXRAY_TRUST_ANCHOR}`,
  ];
  await command.run([...words, ...settings], import.meta.url);
  vi.restoreAllMocks();
  return { out, complaint, status: process.exitCode };
}

describe('dns query', () => {
  it('of a secure name is 0', async () => {
    const { out, status } = await run(DnsQuery, 'alg15.test', 'mx');
    expect(out).toMatch(
      /^\S+ alg15\.test MX: secure, NOERROR \(by 192\.0\.2\.53:53\)\n {2}alg15\.test\. \d+ IN MX 10 mx/,
    );
    expect(status).toBe(0);
  });
  it('of an insecure name is 0', async () => {
    const { out, status } = await run(DnsQuery, 'plain.test', 'MX');
    expect([out.includes('plain.test MX: insecure'), status]).toEqual([true, 0]);
  });
  it('of a bogus name is 1, since it is proven', async () => {
    const { out, status } = await run(DnsQuery, 'bogus.test', 'MX', '--json');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'mxray/dns-query/1',
      verdict: 'fail',
      exit: 1,
      data: {
        status: 'bogus',
        reasons: expect.arrayContaining([expect.objectContaining({ code: 'dnssec.signature-invalid' })]),
      },
    });
    expect(status).toBe(1);
  });
  it('that meets SERVFAIL is 3, and says who answered', async () => {
    const { complaint, status } = await run(DnsQuery, '_25._tcp.mx.servfail-tlsa.test', 'TLSA');
    expect([complaint.includes('SERVFAIL'), complaint.includes('192.0.2.53:53'), status]).toEqual([true, true, 3]);
  });
  it('through a resolver that strips DNSSEC is 3, and names it', async () => {
    const { out, status } = await run(DnsQuery, 'alg15.test', 'MX', '--resolver=192.0.2.1');
    expect(out).toMatch(/indeterminate, NOERROR \(by 192\.0\.2\.1:53\).*192\.0\.2\.1:53.*strips DNSSEC data/s);
    expect(status).toBe(3);
  });
  it.each([
    [['a..b', 'MX'], 'empty label'],
    [['example.org', 'NONSENSE'], 'is no record type'],
    [['example.org', 'AXFR'], 'cannot be looked up'],
    [['-x', 'example.org'], 'is no address'],
    [[], '"name" is missing'],
  ])('with %j is 2, and says what would be right', async (words, complaint) => {
    const told = await run(DnsQuery, ...words);
    expect(told.complaint).toContain(complaint);
    expect([told.out, told.status]).toEqual(['', 2]);
  });
  it('--batch gives a line for each line, in order, bad ones included', async () => {
    const file = join(folder, 'batch');
    const lines = [
      '{"id":1,"name":"alg15.test","type":"MX"}',
      '{"id":2,"name":"plain.test","type":"MX"}',
      '{"id":3,"name":"a..b"}',
      '{"id":4,"name":"192.0.2.1","reverse":true}',
    ];
    writeFileSync(file, lines.join('\n'));
    const { out } = await run(DnsQuery, '--batch', file);
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(results).toMatchObject([
      { id: 1, data: { status: 'secure', rcode: 'NOERROR', answers: [{ type: 'MX' }] } },
      { id: 2, data: { status: 'insecure' } },
      { id: 3, error: { code: 'usage' } },
      { id: 4, data: { name: '1.2.0.192.in-addr.arpa', type: 'PTR', rcode: 'NXDOMAIN' } },
    ]);
  });
});

describe('dns query --batch', () => {
  it('a line has common flags of its own, and one that nobody knows is told by name', async () => {
    const file = join(folder, 'own-flags');
    const lines = [
      '{"id":1,"name":"alg15.test","type":"MX","at":"2030-01-01"}',
      '{"id":2,"name":"alg15.test","type":"MX"}',
      '{"id":3,"name":"alg15.test","type":"MX","trust":"none"}',
      '{"id":4,"nmae":"alg15.test"}',
      '{"id":5,"name":"alg15.test","trust":"nobody"}',
      '{"id":6,"name":"alg15.test","jobs":3}',
      '{"id":7,"name":"alg15.test","timeout":-1}',
    ];
    writeFileSync(file, lines.join('\n'));
    const { out, status } = await run(DnsQuery, '--batch', file);
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const refused = (message: string) => ({ exit: 2, error: { message: expect.stringContaining(message) } });
    expect(results).toMatchObject([
      { id: 1, data: { status: 'bogus' } },
      { id: 2, data: { status: 'secure' } },
      { id: 3, data: { status: 'indeterminate' } },
      { id: 4, ...refused('there is no field "nmae": did you mean "name"?') },
      { id: 5, ...refused('"trust" must be one of validate, ad, ad-any, none') },
      { id: 6, ...refused('"jobs" belongs to the whole run') },
      { id: 7, ...refused('--timeout must be a number of seconds') },
    ]);
    expect(status).toBe(2);
  });
});

describe('dnssec trace', () => {
  it('shows each zone down to the answer', async () => {
    const { out, status } = await run(DnssecTrace, 'alg15.test', 'MX', '--json');
    expect(JSON.parse(out)).toMatchObject({
      data: {
        status: 'secure',
        zones: [
          { zone: '.', anchored: true },
          { zone: 'test' },
          { zone: 'alg15.test', ds: [{ algorithmName: 'ED25519', matches: true }] },
        ],
      },
    });
    expect(status).toBe(0);
  });
  it('says where trust stops and how to mend it, and is 1 when that is proven wrong', async () => {
    const { out, status } = await run(DnssecTrace, 'bogus.test', 'MX');
    expect(out).toMatch(/trust stops at bogus\.test: .*\n {4}fix: /);
    expect(status).toBe(1);
  });
  it('--at judges dates as of then (expired by 2030)', async () => {
    const { out, status } = await run(DnssecTrace, 'alg15.test', 'MX', '--at', '2030-01-01');
    expect([out.includes('dnssec.signature-expired'), status]).toEqual([true, 1]);
  });
});
