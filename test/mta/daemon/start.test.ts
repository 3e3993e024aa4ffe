import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planStart, type StartOptions } from '../../../src/mta/daemon/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const planned = (text: string, how: Pick<StartOptions, 'checksOnly' | 'isAgain' | 'takesOne'> = {}) =>
  planStart({ source: { text: `spool_directory = ${folder}/spool\n${text}\n`, name: 'test' }, macros: {}, ...how });

/** `LINE: message` of all that keeps it from starting; the configuration begins on the second line. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const reading = await planned(text);
  if (reading.kind === 'ready') return [];
  if (reading.kind === 'misconfigured')
    return reading.report.data.problems.map(({ line, message }) => `${line}: ${message}`);
  return reading.faults.map(({ at, message }) => `${at?.line}: ${message}`);
}

it('tells everything at once, each with the line of its option', async () => {
  const faults = await faultsOf(
    [
      'daemon_smtp_ports = smpt : 70000',
      'tls_on_connect_ports = -1',
      'local_interfaces = 127.0.0.1 : 999.1.1.1',
      'daemon_http_address = somewhere',
      'never_users = root : nobody-of-that-name',
      'log_file_path = /dev/null/%slog',
      'openssl_options = +no_tlsv9',
    ].join('\n'),
  );
  expect(faults).toEqual([
    '2: daemon_smtp_ports: "smpt" is neither a port nor the name of one',
    '2: daemon_smtp_ports: "70000" is neither a port nor the name of one',
    '3: tls_on_connect_ports: "-1" is neither a port nor the name of one',
    '4: local_interfaces: "999.1.1.1" is no IP address',
    '5: daemon_http_address: "somewhere" is no ADDRESS:PORT',
    '6: never_users: user "nobody-of-that-name" was not found',
    '7: log_file_path: /dev/null is no directory',
    expect.stringMatching(/^8: openssl_options: /),
  ]);
});

it('tells where a path of the logs was set', async () => {
  expect(await faultsOf('log_file_path = /var/log/mainlog')).toEqual([
    '2: log_file_path: "/var/log/mainlog" has no %s',
  ]);
  expect(await faultsOf('\nlog_json = events')).toEqual(['3: log_json: "events" is not an absolute path']);
});

it('is ready where nothing is wrong', async () => {
  expect(await faultsOf('local_interfaces = 127.0.0.1\ndaemon_smtp_ports = 0')).toEqual([]);
});

it('starts with mistakes that show when they are used, and tells them', async () => {
  const text = `spool_directory = ${folder}/spool
local_interfaces = 127.0.0.1
daemon_smtp_ports = 0
acl_smtp_rcpt = rcpt
acl_smtp_mail = none
begin acl
rcpt:
  deny condition = \${if nosuch{x}}
  accept malware = *
`;
  const reading = await planStart({ source: { text, name: 'test' }, macros: {} });
  expect(reading.kind).toBe('ready');
  expect(reading.report.data.problems.map(({ severity, line }) => `${severity} ${line}`)).toEqual([
    'error 5',
    'error 8',
    'error 9',
  ]);
});

it('starts where a router names a transport that there is not, and tells of it', async () => {
  const text = 'local_interfaces = 127.0.0.1\ndaemon_smtp_ports = 0\n';
  const router = 'begin routers\nall:\n  driver = accept\n  transport = nowhere\n';
  expect(await planned(text + router)).toMatchObject({
    kind: 'ready',
    report: { data: { problems: [{ severity: 'error', line: 7, message: expect.stringContaining('"nowhere"') }] } },
  });
});

const SERVED = 'local_interfaces = 127.0.0.1\ndaemon_smtp_ports = 0';

const WARNING = expect.stringMatching(/; who asks for TLS is answered 454$/);
const TOLD = { kind: 'ready', plan: { warnings: expect.arrayContaining([WARNING]) } };

describe('a certificate that is missing', () => {
  const text = `${SERVED}\ntls_certificate = /dev/null/cert.pem`;

  it.each([{}, { checksOnly: true }, { isAgain: true }] as const)('is a fault with %o', async (how) => {
    expect(await planned(text, how)).toMatchObject({
      kind: 'faulty',
      faults: [{ about: 'tls', at: { line: 4 }, message: 'tls_certificate: /dev/null/cert.pem does not exist' }],
    });
  });

  it('is told where a message is handed in', async () => {
    expect(await planned(text, { takesOne: true })).toMatchObject(TOLD);
  });
});

describe('a file with no certificate in it', () => {
  const own = join(import.meta.dirname, 'start.test.ts');
  const text = `${SERVED}\ntls_certificate = ${own}`;

  it('is told, and keeps nobody from being served', async () => {
    expect(await planned(text)).toMatchObject(TOLD);
  });

  it.each([{ checksOnly: true }, { isAgain: true }] as const)('is a fault with %o', async (how) => {
    expect(await planned(text, how)).toMatchObject({
      kind: 'faulty',
      faults: [{ about: 'tls', at: { line: 4 }, message: expect.stringContaining(own) }],
    });
  });

  it('what no file is about is one as well', async () => {
    expect(await faultsOf(`${text}\nopenssl_options = +no_tlsv9`)).toEqual([
      expect.stringMatching(/^5: openssl_options: /),
    ]);
  });
});
