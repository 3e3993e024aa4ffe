/** The built program: exit statuses, errors, environment, pipes, formats (cli.md). */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE, type Lab, startLab } from '../../src/lab/index.ts';
import { schemaFor, schemaNames } from '../../src/ui/schema/registry.ts';
import { mxray, RUN } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
const names = [
  'good.test',
  'stale.test',
  'ta201.test',
  'wrong-name.test',
  'bogus.test',
  'plain.test',
  'servfail-tlsa.test',
];
let lab: Lab;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  lab = await startLab({ rows: CATALOGUE.filter(({ name }) => names.includes(name)) });
  env = { ...lab.env, XDG_RUNTIME_DIR: folder };
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

describe('exit status', () => {
  it.each([
    [['dns', 'query', 'good.test', 'MX'], 0],
    [['dns', 'query', 'bogus.test', 'MX'], 1],
    [['dns', 'query', 'a..b'], 2],
    [['dane', 'check', 'good.test'], 0],
    [['dane', 'check', 'stale.test'], 1],
    [['dane', 'check', 'plain.test'], 0],
    [['dane', 'check', 'plain.test', '--require-dane'], 1],
    [['dane', 'check', 'servfail-tlsa.test'], 3],
    [['dane', 'check', 'stale.test', '--fail-on', 'never'], 0],
    [['dane', 'check', 'stale.test', '-o', 'nagios'], 2],
    [['dane', 'check', 'servfail-tlsa.test', '-o', 'nagios'], 3],
    [['lab', 'down'], 2],
    [['explain', 'dane.tlsa.no-match'], 0],
    [['--version'], 0],
    [['--help'], 0],
    [['dane', '--help'], 0],
    [['dane', 'check', '--help'], 0],
  ])('of %j is %d', async (words, expected) => {
    const { status, complaint } = await mxray(words, env);
    expect([status, complaint.includes('a bug in mxray')]).toEqual([expected, false]);
  });
  it('is the same under --json', async () => {
    for (const [domain, expected] of [
      ['good.test', 0],
      ['stale.test', 1],
      ['servfail-tlsa.test', 3],
    ] as const) {
      const { out, status } = await mxray(['dane', 'check', domain, '--json'], env);
      expect([JSON.parse(out).exit, status]).toEqual([expected, expected]);
    }
  });
});

describe('wrong words', () => {
  it.each([
    [['dane', 'chekc', 'good.test'], 'did you mean "mxray dane check"?'],
    [['frobnicate'], 'there is no command "frobnicate"'],
    [['dns', 'query', 'x', '--resovler', 'y'], 'did you mean --resolver?'],
    [['dns', 'query', 'x', 'MX', 'more'], '"more" is one argument too many'],
    [['route', 'x@y.test', '--config', 'mta.conf'], 'did you mean --config-file?'],
    [['config', 'lint', 'mta.conf'], 'a configuration is given with -C mta.conf'],
    [['dns', 'query', 'x', '--trust', 'me'], 'validate, ad, ad-any, none'],
    [['dns', 'query', 'x', '--connect-file', '/nonexistent/map'], '/nonexistent/map'],
    [['schema', 'dane-chek'], 'did you mean dane-check?'],
    [['explain', 'dane.tlsa.no-macht'], 'did you mean dane.tlsa.no-match?'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
  ])('%j is 2, tells on stderr what would be right, and leaves stdout alone', async (words, hint) => {
    const { out, complaint, status } = await mxray(words, env);
    expect([out, status]).toEqual(['', 2]);
    expect(complaint).toContain(hint);
  });
  it.each([
    [['dns', 'query', 'a..b', '--json']],
    [['dns', 'query', 'x', '--nope', '--json']],
    [['frobnicate', '--json']],
  ])('%j is the error envelope on stdout', async (words) => {
    const { out, status } = await mxray(words, env);
    expect(JSON.parse(out)).toMatchObject({ schema: 'mxray/error/1', error: { code: 'usage' }, exit: 2 });
    expect(status).toBe(2);
  });
});

describe('output', () => {
  it('has no escape codes in a pipe, and obeys FORCE_COLOR', async () => {
    const plain = await mxray(['dane', 'check', 'stale.test'], env);
    const coloured = await mxray(['dane', 'check', 'stale.test'], { ...env, FORCE_COLOR: '1' });
    expect([plain.out.includes('\u001b'), coloured.out.includes('\u001b[')]).toEqual([false, true]);
  });
  it('--ascii keeps to ASCII', async () => {
    const { out } = await mxray(['dane', 'check', 'stale.test', '--ascii'], env);
    expect(out.split('\n')[0]).toMatch(/^x stale\.test/);
  });
  it('goes to several places at once', async () => {
    const [junit, sarif] = [join(folder, 'j.xml'), join(folder, 's.sarif')];
    const { out } = await mxray(
      ['dane', 'check', 'stale.test', '-o', `junit=${junit}`, '-o', `sarif=${sarif}`, '-o', 'tap'],
      env,
    );
    expect(out).toMatch(/^TAP version 1[34]\n/);
    expect(readFileSync(junit, 'utf8')).toContain('<failure type="error"');
    expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'mxray' } } }],
    });
  });
  it('a reader that has had enough ends it silently', async () => {
    const child = spawn(process.execPath, [RUN, 'explain', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (chunk) => (complaint += chunk));
    const status = await new Promise((resolve) => child.once('exit', resolve));
    expect([complaint, status]).toEqual(['', 0]);
  });
});

describe('batch', () => {
  it('of a file that is not there is 2', async () => {
    const { out, status } = await mxray(['dns', 'query', '--batch', '/nonexistent/lines'], env);
    expect(JSON.parse(out)).toMatchObject({ error: { message: '--batch /nonexistent/lines: no such file' }, exit: 2 });
    expect(status).toBe(2);
  });
  it('answers every line in order, and ends with the worst status', async () => {
    const lines = [
      { id: 'a', target: 'stale.test' },
      { id: 'b', target: 'a..b' },
      { id: 3, target: 'good.test' },
      { id: 4, target: 'servfail-tlsa.test' },
    ];
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`;
    const { out } = await mxray(['dane', 'check', '--batch', '-'], env, input);
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toMatchObject([
      { id: 'a', verdict: 'fail', exit: 1 },
      { id: 'b', error: { code: 'usage' }, exit: 2 },
      { id: 3, verdict: 'pass', exit: 0 },
      { id: 4, verdict: 'unknown', exit: 3 },
      { error: { code: 'usage' } },
    ]);
  });
  it('ends with 3 rather than 1 where something could not be decided', async () => {
    const input = '{"target":"stale.test"}\n{"target":"servfail-tlsa.test"}\n';
    expect((await mxray(['dane', 'check', '--batch', '-'], env, input)).status).toBe(3);
  });
});

describe('schema', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

  it.each(schemaNames.map((name) => [name]))('of %s is a JSON Schema', (name) => {
    expect(ajv.validateSchema(schemaFor(name)!)).toBe(true);
  });
  it.each([
    ['dns-query', ['dns', 'query', 'good.test', 'MX']],
    ['dns-query', ['dns', 'query', 'bogus.test', 'MX']],
    ['dns-query', ['dns', 'query', 'nothing.good.test']],
    ['dnssec-trace', ['dnssec', 'trace', 'good.test', 'MX']],
    ['dnssec-trace', ['dnssec', 'trace', 'plain.test', 'MX']],
    ...names.map((name) => ['dane-check', ['dane', 'check', name]] as const),
    ['tlsa-generate', ['tlsa', 'generate', 'mx.good.test', '--record', '3 1 1', '--record', '2 0 1']],
    ['certname-test', ['certname', 'test', 'mx.good.test', 'mx.good.test:25']],
    ['lab-list', ['lab', 'list']],
    ['explain', ['explain', 'dane.tlsa.no-match']],
    ['explain', ['explain']],
    ['schema', ['schema', 'dane-check']],
    ['completion', ['completion', 'bash']],
    ['error', ['dns', 'query', 'a..b']],
  ] as const)('of %s fits what %j prints, with nothing beside it', async (name, words) => {
    const { out } = await mxray([...words, '--json'], env);
    const schema = { ...(closed(schemaFor(name)) as object), $id: `urn:test:${encodeURIComponent(words.join('.'))}` };
    const validate = ajv.compile(schema);
    validate(JSON.parse(out));
    expect(validate.errors ?? []).toEqual([]);
  });
});

/** Objects that name their properties allow no others: what is printed and not described shows. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const isObject = 'properties' in schema && 'required' in schema;
  return { ...Object.fromEntries(entries), ...(isObject && { additionalProperties: false }) };
}
