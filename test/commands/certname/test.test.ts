/** `certname test` as a program of its own: files, servers, batches, and the exit status (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/base/index.ts';
import { formatPem, formatSigningKey } from '../../../src/core/pki/issue.ts';
import { createLabCa } from '../../../src/lab/ca/index.ts';
import { startMailServer } from '../../../src/lab/smtp/index.ts';
import { mxray } from '../../support/cli.ts';
import { commonNames, namedDer, signingKey } from '../../support/named-certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-certname-'));
const at = (name: string): string => join(folder, name);
const HOST = 'mx.example.org';
let pem: string;
let server: Server;

beforeAll(async () => {
  const der = await namedDer({ subject: commonNames(['cn.example.org'])!, dnsNames: [HOST, '*.w.example.org'] });
  pem = formatPem('CERTIFICATE', der);
  writeFileSync(at('leaf.pem'), pem);
  writeFileSync(at('leaf.der'), der);
  writeFileSync(at('key.pem'), formatSigningKey(await signingKey()));
  writeFileSync(at('cut.pem'), pem.slice(0, 200));
  writeFileSync(at('empty'), '');
  server = createServer({ cert: pem, key: formatSigningKey(await signingKey()) });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const test = (...words: string[]) => mxray(['certname', 'test', ...words]);
const portOf = (): number => (server.address() as { port: number }).port;

describe('certname test', () => {
  it('prints a line for each rule, and the status follows the one that decides', async () => {
    const { out, status } = await test(HOST, at('leaf.pem'));
    expect(status).toBe(0);
    expect(out).toContain(`✓ ${HOST}: the certificate names it (rfc9525)`);
    for (const rule of ['rfc9525', 'rfc6125', 'rfc7672', 'exim', 'node', 'openssl']) {
      expect(out).toMatch(new RegExp(`✓ ${rule} +yes +dNSName ${HOST} is the name`));
    }
    const cn = await test('cn.example.org', at('leaf.der'));
    expect([cn.status, cn.out.includes('i exim') || cn.out.includes('✗ rfc9525')]).toEqual([1, true]);
  });
  it('says why a wildcard does not do', async () => {
    const { out, status } = await test('a.b.w.example.org', at('leaf.pem'), '--rule', 'exim');
    expect([status, out.split('\n')[0]]).toEqual([1, '✗ a.b.w.example.org: the certificate does not name it (exim)']);
    expect(out).toContain('dNSName *.w.example.org covers one label, and a.b.w.example.org has two');
  });
  it.each([
    ['no name', [''], /"name" is missing/],
    ['no certificate', [HOST], /"cert" is missing/],
    ['a mail address', [`user@${HOST}`, 'x'], /mail address/],
    ['a missing file', [HOST, at('nothing')], /nothing: no such file/],
    ['a key where a certificate belongs', [HOST, at('key.pem')], /key\.pem: .*PRIVATE KEY/],
    ['a file cut short', [HOST, at('cut.pem')], /cut\.pem, line 1/],
    ['an empty file', [HOST, at('empty')], /empty/],
    ['a directory', [HOST, folder], /is a directory/],
    ['an unknown rule', [HOST, at('leaf.pem'), '--rule', 'x509'], /rfc9525/],
    ['a port beyond 65535', [HOST, `${HOST}:99999`], /99999/],
    ['TLS on connect without a port', [HOST, HOST, '--starttls', 'none'], /has no port/],
  ])('%s is status 2 and one sentence', async (_, words, says) => {
    const { complaint, status, out } = await test(...words);
    expect([status, out]).toEqual([2, '']);
    expect(complaint).toMatch(says);
    expect(complaint.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
  it('looks at a server, under the name of a connect map as well', async () => {
    const direct = await test(HOST, `127.0.0.1:${portOf()}`, '--json');
    expect(direct.status).toBe(0);
    expect(JSON.parse(direct.out).data.certificates).toMatchObject([{ seen: [{ ip: '127.0.0.1', keyType: 'ecdsa' }] }]);
    const mapped = await test('other.test', 'far.test:465', '--connect', `far.test:465=127.0.0.1:${portOf()}`);
    expect([mapped.status, mapped.out.split('\n')[0]]).toEqual([
      1,
      '✗ other.test: the certificate does not name it (rfc9525)',
    ]);
  });
  it('comes to TLS by STARTTLS, and tells each type of key', async () => {
    const ca = await createLabCa(new Date());
    const credentials = [
      await ca.issue({ keyType: 'p256', names: [HOST] }),
      await ca.issue({ keyType: 'rsa', names: ['other.example.org'] }),
    ];
    const imap = await startMailServer({ host: HOST, dialect: 'imap', mood: 'ok', credentials }, { slowMs: 5 });
    const { out, status } = await test(HOST, `127.0.0.1:${imap.port}`, '--starttls', 'imap', '--json');
    await imap.close();
    const { findings, data } = JSON.parse(out);
    expect([status, data.match]).toEqual([1, false]);
    expect(findings.map(({ id, scope }: Finding) => `${id} ${scope.keyType}`)).toEqual([
      'certname.match ecdsa',
      'certname.no-match rsa',
    ]);
  });
  it('a server that cannot be reached is status 3', async () => {
    const { complaint, status } = await test(HOST, '127.0.0.1:1');
    expect([status, complaint]).toEqual([3, expect.stringContaining('127.0.0.1:1 showed no certificate')]);
  });
  it('answers a batch line by line, the rule of the line deciding', async () => {
    const lines = [
      { id: 'a', name: HOST, cert: pem },
      { id: 'b', name: 'cn.example.org', cert: pem, rule: 'openssl' },
      { id: 'c', name: 'x y', cert: pem },
      { id: 'd', name: '192.0.2.1', cert: pem, rule: 'node' },
    ];
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const { out, status } = await mxray(['certname', 'test', '--batch', '-'], {}, input);
    const [a, b, c, d] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(2);
    expect(a).toMatchObject({ id: 'a', verdict: 'pass', exit: 0 });
    expect(Object.keys(a.data.rules)).toEqual(['rfc9525', 'rfc6125', 'rfc7672', 'exim', 'node', 'openssl']);
    expect(a.data.rules.exim).toEqual({ match: true, identifier: HOST, reason: `dNSName ${HOST} is the name` });
    expect(b).toMatchObject({ id: 'b', verdict: 'fail', exit: 1 });
    expect(c).toMatchObject({ id: 'c', exit: 2, error: { code: 'usage' } });
    expect(d).toMatchObject({ exit: 1, data: { rules: { node: { match: false } } } });
  });
});
