/** `tls probe` as a program: every protocol, table and JSON, batches, bad input, exit statuses (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credential, createLabCa } from '../../../src/lab/ca/index.ts';
import { type DialectName, type MailServer, startMailServer } from '../../../src/lab/smtp/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-tls-probe-'));
const roots = join(folder, 'roots.pem');
const HOST = 'mx.example.org';
const DIALECTS: readonly DialectName[] = ['smtp', 'imap', 'pop3', 'sieve', 'xmpp'];
const servers = new Map<string, MailServer>();
const ajv = addFormats.default(new Ajv.default({ strict: false }));
let credentials: readonly Credential[];

async function start(name: string, dialect: DialectName, mood: string, tlsOnConnect = false): Promise<void> {
  servers.set(name, await startMailServer({ host: HOST, dialect, mood, credentials, tlsOnConnect }, { slowMs: 5 }));
}
beforeAll(async () => {
  const ca = await createLabCa(new Date());
  writeFileSync(roots, ca.rootPem);
  credentials = [await ca.issue({ keyType: 'p256', names: [HOST] }), await ca.issue({ keyType: 'rsa', names: [HOST] })];
  for (const dialect of DIALECTS) await start(dialect, dialect, 'ok');
  await start('none', 'smtp', 'ok', true);
  for (const mood of ['no-starttls', 'banner-421', 'tls10-only', 'garbage', 'injects']) await start(mood, 'smtp', mood);
});
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => `127.0.0.1:${servers.get(name)!.port}`;
const probe = (...words: string[]) => mxray(['tls', 'probe', ...words, '--sni', HOST, '--ca-file', roots]);

async function envelope(...words: string[]) {
  const { out, status } = await probe(...words, '--json');
  return { ...JSON.parse(out), status };
}

describe('tls probe', () => {
  it('shows a server as a table, and is content with a good one', async () => {
    const { out, status } = await probe(at('none'), '--starttls', 'none');
    expect(status).toBe(0);
    expect(out).toMatch(/^✓ 127\.0\.0\.1:\d+: TLS is in order\n {2}127\.0\.0\.1 \(\d+ connections\)\n/);
    for (const row of [
      /versions +TLSv1\.3, TLSv1\.2/,
      /groups 1\.3 +.*x25519/i,
      /certificate +ecdsa: .*2 sent, trusted, names the host/,
      /certificate +rsa: /,
      /resumption +TLSv1\.3 by ticket/,
      /odd hellos +all borne/,
      /without a name +same/,
    ])
      expect(out).toMatch(row);
  });

  it('answers as its schema says, and the same for each version and key', async () => {
    const told = await envelope(at('smtp'), '--starttls', 'smtp');
    const isValid = ajv.compile(schemaFor('tls-probe') as object);
    const { status, ...bare } = told;
    expect([isValid(bare), isValid.errors]).toEqual([true, null]);
    expect([status, told.verdict, told.schema]).toEqual([0, 'pass', 'mxray/tls-probe/1']);
    const [address] = told.data.addresses;
    expect(address).toMatchObject({ ip: '127.0.0.1', reached: 'tls', injection: 'no', withoutName: { shown: 'same' } });
    expect(address.greeting).toContain(HOST);
    expect(address.certificates.map(({ keyType }: { keyType: string }) => keyType)).toEqual(['ecdsa', 'rsa']);
    expect(address.suites.every(({ complete }: { complete: boolean }) => complete)).toBe(true);
  });

  it.each(DIALECTS)('comes to TLS by %s', async (dialect) => {
    const { data, status } = await envelope(at(dialect), '--starttls', dialect, '--fast');
    expect([status, data.protocol, data.addresses[0].reached]).toEqual([0, dialect, 'tls']);
  });

  it.each([
    ['no-starttls', 1, 'tls.none', 'error'],
    ['banner-421', 3, 'tls.refused', 'unknown'],
    ['tls10-only', 1, 'tls.version.none-current', 'error'],
    ['garbage', 1, 'tls.protocol', 'error'],
    ['injects', 1, 'tls.protocol', 'error'],
  ])('ends for a server in the mood %s with status %i and %s', async (mood, expected, id, severity) => {
    const { findings, status } = await envelope(at(mood), '--starttls', 'smtp', '--fast');
    expect(status).toBe(expected);
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ id, severity })]));
  });

  it('says that nobody answers: not known, and never good', async () => {
    const { findings, status, verdict } = await envelope('127.0.0.1:1');
    expect([status, verdict, findings.map(({ id }: { id: string }) => id)]).toEqual([
      3,
      'unknown',
      ['tls.unreachable'],
    ]);
  });

  it('goes where the connect map leads, by name', async () => {
    const map = `far.example:25=${at('smtp')}`;
    const { data, target, status } = await envelope('far.example:25', '--connect', map, '--fast');
    expect([status, target, data.protocol, data.addresses[0].reached]).toEqual([0, 'far.example:25', 'smtp', 'tls']);
  });

  it('tells --fail-on warn from error', async () => {
    const words = ['tls', 'probe', at('none'), '--starttls', 'none', '--fast', '--sni', HOST];
    expect((await mxray(words)).status).toBe(0); // nobody trusts the lab's authority
    expect((await mxray([...words, '--fail-on', 'warn'])).status).toBe(1);
  });

  it('answers a batch in its order, a bad line among them', async () => {
    const lines = [
      { id: 1, target: at('imap'), starttls: 'imap', fast: true },
      { id: 2, target: 'no port' },
      { id: 3, target: at('no-starttls'), starttls: 'smtp', fast: true, sni: HOST },
    ];
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const { out, status } = await mxray(['tls', 'probe', '--batch', '-'], {}, input);
    const [first, second, third] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ id: 1, exit: 0, data: { protocol: 'imap' } });
    expect(second).toMatchObject({ id: 2, exit: 2, error: { code: 'usage' } });
    expect(third).toMatchObject({ id: 3, exit: 1, verdict: 'fail' });
    expect(status).toBe(2);
  });

  it.each([
    ['nothing', [], /"target" is missing/],
    ['no port', ['mx.example.org'], /no port/],
    ['a port beyond 65535', ['mx.example.org:99999'], /1 to 65535/],
    ['an unknown protocol', ['mx.example.org:25', '--starttls', 'ftp'], /smtp/],
    ['an address to ask for', ['mx.example.org:25', '--sni', '192.0.2.1'], /"sni" must be a name/],
    ['a missing file of roots', ['127.0.0.1:1', '--ca-file', join(folder, 'nothing')], /nothing/],
  ])('%s is status 2 and a sentence', async (_what, words, says) => {
    const { complaint, out, status } = await mxray(['tls', 'probe', ...words]);
    expect([status, out]).toEqual([2, '']);
    expect(complaint).toMatch(says);
  });
});
