/** Statuses of `lookup`, its words for wrong input, the DNS behind it, and results against their published schema. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaFor } from '../../src/ui/schema/registry.ts';
import { mxray } from '../support/cli.ts';
import { spfDns } from '../support/spf-dns.ts';
import { type SpfServer, serveSpf } from '../support/spf-server.ts';

const FILES = 'test/mta/lookup/files';
let server: SpfServer;
beforeAll(async () => {
  server = await serveSpf(
    spfDns({ 'd.test': { A: ['192.0.2.1'], TXT: ['v=spf1 ip4:192.0.2.1 -all'] }, 'slow.test': 'timeout' }),
  );
});
afterAll(() => server.close());

const run = (words: readonly string[], input?: string) =>
  mxray(['lookup', ...words], { MXRAY_RESOLVER: `127.0.0.1:${server.port}` }, input);

describe('the status', () => {
  it.each([
    [0, ['lsearch', 'alpha', `${FILES}/aliases`]],
    [1, ['lsearch', 'nobody', `${FILES}/aliases`]],
    [2, ['lsearch', 'alpha', '/nowhere']],
    [2, ['lsearch', 'alpha']],
    [2, ['nosuch', 'alpha', '/nowhere']],
    [2, ['dbm', 'alpha', `${FILES}/aliases`]],
    [2, ['passwd', 'root', 'file']],
    [3, ['iplsearch', 'bogus', `${FILES}/networks`]],
    [0, ['passwd', 'root']],
    [0, ['dnsdb', 'a=d.test']],
    [1, ['dnsdb', 'a=nowhere.test']],
    [3, ['dnsdb', 'a=slow.test']],
    [0, ['spf', 'ann@d.test', '192.0.2.1']],
  ])('%i: lookup %s', async (status, words) => {
    const { status: got, complaint: stderr } = await run(words);
    expect([got, stderr.includes('a bug')]).toEqual([status, false]);
  });
});

it('says what was found and where it came from', async () => {
  const { out: stdout } = await run(['partial-lsearch', 'a.dom.example', `${FILES}/aliases`]);
  expect(stdout).toMatch(
    /^✓ a\.dom\.example: found\n {2}value {4}wild\n {2}partial {2}\$1 = "a", \$2 = "dom\.example"\n/,
  );
  expect(stdout).toMatch(/from {5}partial-lsearch \S+aliases, not tainted, [\d.]+ ms\n$/);
});

it('the server of an answer, and quietly the value alone', async () => {
  const { out: stdout } = await run(['dnsdb', 'a=d.test', '--json']);
  const { data } = JSON.parse(stdout) as { data: Record<string, unknown> };
  expect(data).toMatchObject({
    value: '192.0.2.1',
    server: `127.0.0.1:${server.port}`,
    tainted: false,
    authenticated: false,
  });
  expect((await run(['dnsdb', 'a=d.test', '-q'])).out).toBe('192.0.2.1\n');
});

it('lines of a batch share what is remembered, and keep to the schema', async () => {
  const lines = [
    { id: 1, type: 'dnsdb', query: 'a=d.test' },
    { id: 2, type: 'dnsdb', query: 'a=d.test' },
    { id: 3, type: 'dnsdb,cache=no', query: 'a=d.test' },
    { id: 4, type: 'lsearch*', key: 'x', file: `${FILES}/defaults` },
    { id: 5, type: 'testdb', query: 'defer' },
    { id: 6, type: 'lsearch', key: 'x' },
  ];
  const { out: stdout, status } = await run(
    ['--batch', '-', '--jobs', '1'],
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; data?: Record<string, unknown> });
  expect(answers.map(({ data }) => data?.cached)).toEqual([false, true, false, false, false, undefined]);
  expect(answers[3]?.data).toMatchObject({ outcome: 'found', value: 'star' });
  expect(answers[4]?.data).toMatchObject({ outcome: 'deferred', error: 'testdb lookup forced DEFER' });
  expect(status).toBe(2);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schemaFor('lookup')!);
  for (const { id, ...answer } of answers.slice(0, 5))
    expect([id, validate({ ...answer, id }), validate.errors]).toEqual([id, true, null]);
});

it('a configuration that cannot be read is said to be so', async () => {
  const { status, complaint: stderr } = await run(['passwd', 'root', '-C', '/nowhere.conf']);
  expect(status).toBe(2);
  expect(stderr).toContain('/nowhere.conf');
});

describe('servers on the command line', () => {
  it.each([
    [3, ['redis', 'get x', '--server', '127.0.0.1:1//secret'], /REDIS connection failed: Connection refused/],
    [3, ['pgsql', 'select 1', '--server', '127.0.0.1:1/a/b/secret'], /PGSQL connection failed/],
    [3, ['mysql', 'select 1', '--server', 'nowhere'], /MySQL server "nowhere" not found in mysql_servers/],
    [3, ['ldap', 'ldap:///dc=x?a?base?', '--server', '127.0.0.1:1'], /failed to bind the LDAP connection/],
    [2, ['sqlite', 'select 1', '--server', 'relative.db'], /absolute file name expected/],
    [
      2,
      ['lsearch', 'x', `${FILES}/aliases`, '--server', 'x'],
      /"server" is for types that ask servers: lsearch is none/,
    ],
    [2, ['sqlite', 'select 1', '--server', '/a', '--server', '/b'], /"server" is one file/],
  ])('%i: %j', async (status, words, says) => {
    const { status: got, out, complaint } = await run(words);
    expect(got).toBe(status);
    expect(out + complaint).toMatch(says);
    expect(out + complaint).not.toContain('secret"');
  });
});
