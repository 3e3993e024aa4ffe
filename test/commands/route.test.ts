/** `route` through the program: the text of exim -bt, statuses, batch lines against the schema, words for wrong input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaFor } from '../../src/ui/schema/registry.ts';
import { mxray } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-route-'));
const file = join(folder, 'exim.conf');
const CONFIG = `primary_hostname = mail.example.com
qualify_domain = example.com
begin routers
smart:
  driver = manualroute
  domains = ! example.com
  route_list = * 192.0.2.1::2525
  transport = smtp
aliases:
  driver = redirect
  local_parts = all : gone : later
  data = \${if eq{$local_part}{all}{ann, bob@b.example}{\${if eq{$local_part}{gone}{:fail: gone}{:defer: later}}}}
  allow_fail
  allow_defer
users:
  driver = accept
  local_parts = ann : bob
  transport = loc
begin transports
smtp:
  driver = smtp
loc:
  driver = appendfile
`;
beforeAll(() => writeFileSync(file, CONFIG));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (words: readonly string[], input?: string) => mxray(['route', ...words], {}, input);

it('several addresses, a delivery that comes again marked', async () => {
  const { out, status } = await run(['-C', file, 'all', 'ann@example.com', 'x@b.example']);
  expect([out, status]).toEqual([
    'ann@example.com\n    <-- all@example.com\n  router = users, transport = loc\n' +
      'bob@b.example\n    <-- all@example.com\n  router = smart, transport = smtp\n  host 192.0.2.1 [192.0.2.1] port=2525\n' +
      'ann@example.com   [duplicate, would not be delivered]\n  router = users, transport = loc\n' +
      'x@b.example\n  router = smart, transport = smtp\n  host 192.0.2.1 [192.0.2.1] port=2525\n',
    0,
  ]);
});

it.each([
  [0, ['ann'], 'ann@example.com\n  router = users, transport = loc\n'],
  [1, ['gone'], 'gone@example.com is undeliverable: gone\n'],
  [3, ['later'], 'later@example.com cannot be resolved at this time: later\n'],
  [1, ['nobody'], 'nobody@example.com is undeliverable: Unrouteable address\n'],
  [0, ['--verify', 'recipient', 'all'], 'all@example.com verified\n'],
  [1, ['--verify', 'sender', 'gone'], 'gone@example.com failed to verify: gone\n'],
])('status %i: %j', async (status, words, text) => {
  const found = await run(['-C', file, ...words]);
  expect([found.status, found.out]).toEqual([status, text]);
});

it.each([
  ['no address', ['a b'], '"a b" is no address: missing or malformed local part'],
  ['no file', ['ann'], 'nosuch.conf'],
])('status 2: %s', async (name, words, complaint) => {
  const found = await run(['-C', name === 'no file' ? join(folder, 'nosuch.conf') : file, ...words]);
  expect(found.status).toBe(2);
  expect(found.complaint).toContain(complaint);
});

it('--explain: every router, and the precondition that failed', async () => {
  const { out } = await run(['-C', file, '--explain', 'ann']);
  expect(out).toContain('smart    skipped (line 4)  domains: "example.com" is not in it  ! example.com');
  expect(out).toContain('users    accepted (line 15)');
});

it('batch lines keep to the schema', async () => {
  const lines = [
    { id: 1, address: 'all', config: CONFIG },
    { id: 2, address: 'gone@example.com', sender: '', config: CONFIG },
    { id: 3, address: 'x@b.example', configFile: file },
    { id: 4, address: 'later', configFile: file },
    { id: 5, address: 'x', config: 'nosuch = 1' },
  ];
  const { out } = await run(['--batch', '-'], `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const answers = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { data?: Record<string, unknown>; error?: unknown });
  expect(answers.map(({ data }) => data?.outcome)).toEqual(['redirect', 'fail', 'accept', 'defer', undefined]);
  expect(answers[0]?.data?.children).toMatchObject([
    { address: 'ann@example.com', outcome: 'accept', router: 'users', transport: 'loc' },
    { address: 'bob@b.example', outcome: 'accept', hosts: [{ name: '192.0.2.1', ip: '192.0.2.1', port: 2525 }] },
  ]);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schemaFor('route')!);
  for (const answer of answers.slice(0, 4)) expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
});
