/** Exit statuses of the SPF commands, their words for wrong input, and results against their published schemas. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';
import { spfDns } from '../../support/spf-dns.ts';
import { type SpfServer, serveSpf } from '../../support/spf-server.ts';

let server: SpfServer;
beforeAll(async () => {
  server = await serveSpf(
    spfDns({
      'd.test': { TXT: ['v=spf1 ip4:192.0.2.1 ~ip4:192.0.2.2 ?ip4:192.0.2.3 a:slow.test -all exp=why.test'] },
      'why.test': { TXT: ['because of %{i}'] },
      'bad.test': { TXT: ['v=spf1 moo -all'] },
      'good.test': { TXT: ['v=spf1 a -all'], A: ['192.0.2.4'] },
      'slow.test': 'timeout',
      'loop.test': { TXT: ['v=spf1 include:loop.test ip4:192.0.2.0/24 -all'] },
      'hole.test': { TXT: ['v=spf1 include:gone.test -all'] },
      'many.test': { TXT: [`v=spf1 ${'a:good.test '.repeat(11)}-all`] },
    }),
  );
});
afterAll(() => server.close());

const run = (...words: string[]) => mxray(['spf', ...words], { MXRAY_RESOLVER: `127.0.0.1:${server.port}` });

describe('the status', () => {
  it.each([
    [0, ['query', 'd.test', '--ip', '192.0.2.1']],
    [0, ['query', 'd.test', '--ip', '192.0.2.2']],
    [1, ['query', 'd.test', '--ip', '192.0.2.2', '--fail-on', 'warn']],
    [0, ['query', 'd.test', '--ip', '192.0.2.3']],
    [3, ['query', 'd.test', '--ip', '192.0.2.9']],
    [1, ['query', 'good.test', '--ip', '192.0.2.9']],
    [1, ['query', 'bad.test', '--ip', '192.0.2.1']],
    [0, ['query', 'gone.test', '--ip', '192.0.2.1']],
    [0, ['query', 'good.test']],
    [1, ['query', 'bad.test']],
    [3, ['query', 'slow.test']],
    [0, ['explain', 'good.test']],
    [1, ['lint', 'v=spf1 moo']],
    [0, ['lint', 'v=spf1 -all']],
    [0, ['flatten', 'good.test']],
    [1, ['flatten', 'gone.test']],
    [1, ['flatten', 'loop.test']],
    [1, ['flatten', 'hole.test']],
    [0, ['flatten', 'many.test']],
    [0, ['which', '192.0.2.4', 'good.test', 'bad.test']],
    [3, ['which', '192.0.2.9', 'good.test', 'd.test']],
    [1, ['which', '192.0.2.5', 'good.test']],
    [2, ['query', 'd.test', '--ip', '192.0.2']],
    [2, ['query', '--ip', '192.0.2.1']],
    [2, ['query']],
    [2, ['query', 'a@d.test']],
    [2, ['explain', '192.0.2.1']],
    [2, ['which', 'd.test']],
    [2, ['lint', '--file', '/no/such/file']],
  ])('is %i of spf %j', async (status, words) => {
    expect((await run(...words)).status).toBe(status);
  });
});

it('nothing but the result is written when a check has many look-ups under way', async () => {
  const { out, complaint } = await run('query', 'many.test', '--ip', '192.0.2.9', '--json');
  expect(JSON.parse(out)).toMatchObject({ data: { result: 'permerror' } });
  expect(complaint).toBe('');
});

it('a term that stands ten times is told once', async () => {
  const { findings } = JSON.parse((await run('explain', 'many.test', '--json')).out) as { findings: { id: string }[] };
  expect(findings.map(({ id }) => id)).toEqual(['spf.too-many-lookups', 'spf.lint.repeated-term']);
});

describe('--guess, as spf_guess of Exim', () => {
  const RECORD = 'v=spf1 a:good.test/24 ?all';
  const guess = async (domain: string, ip: string) =>
    JSON.parse((await run('query', domain, '--ip', ip, '--guess', RECORD, '--json')).out).data;
  it('is asked where the domain has no record, and says so', async () => {
    const data = await guess('gone.test', '192.0.2.77');
    expect(data).toMatchObject({ result: 'pass', guessed: true, mechanism: 'a:good.test/24', lookups: 1 });
    expect(data.receivedSpf).toBeUndefined();
    expect((await run('query', 'gone.test', '--ip', '192.0.2.77', '--guess', RECORD)).out).toContain('--guess');
  });
  it.each(['good.test', 'bad.test', 'slow.test'])('is not asked for %s', async (domain) => {
    const data = await guess(domain, '192.0.2.77');
    expect(data.result).not.toBe('pass');
    expect(data.guessed).toBeUndefined();
  });
  it.each([
    ['gone.test', '--guess', RECORD],
    ['gone.test', '--ip', '192.0.2.1', '--guess', 'a mx'],
  ])('%j is no use of it', async (...words) => {
    expect((await run('query', ...words)).status).toBe(2);
  });
});

describe('the data', () => {
  it.each([
    ['spf-query', ['query', 'd.test', '--ip', '192.0.2.1']],
    ['spf-query', ['query', 'bad.test', '--ip', '192.0.2.1']],
    ['spf-query', ['query', 'good.test']],
    ['spf-explain', ['explain', 'good.test']],
    ['spf-lint', ['lint', 'v=spf1 moo']],
    ['spf-flatten', ['flatten', 'good.test']],
    ['spf-which', ['which', '192.0.2.4', 'good.test']],
  ])('of %s %j is as its schema says', async (schema, words) => {
    const { out } = await run(...words, '--json');
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(schemaFor(schema)!);
    expect(validate(JSON.parse(out)) || validate.errors).toBe(true);
  });
});
