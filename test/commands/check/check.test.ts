/** `mxray check` as a program, over the lab: statuses, several domains, formats, and no question asked twice. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../../src/lab/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'mxray-check-'));
beforeAll(async () => {
  lab = await startLab({ slowMs: 20 });
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

const check = (...words: string[]) => mxray(['check', ...words], lab.env);

describe('mxray check', () => {
  it.each([
    [0, 'good.test'],
    [1, 'stale.test'],
    [1, 'bogus.test'],
    [3, 'dead-mx.test'],
    [1, 'nosuch.test'],
  ])('status %i for %s', async (status, domain) => {
    expect((await check(domain)).status).toBe(status);
  });

  it.each([
    ['nobody', []],
    ['a mail address', ['a@good.test']],
    ['an address', ['192.0.2.1']],
    ['the root', ['.']],
    ['no selector', ['good.test', '--selector', ',']],
    ['a port that is none', ['good.test', '--port', '0']],
  ])('status 2 for %s', async (_what, words) => {
    const { status, complaint } = await check(...words);
    expect(status).toBe(2);
    expect(complaint).toMatch(/^mxray: \S.*\n/);
  });

  it('several domains go as lines of a batch, in their order, and the worst status stands', async () => {
    const { out, status } = await check('stale.test', 'good.test', 'null-mx.test', '--json', '--jobs', '3');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ target, exit }) => `${target} ${exit}`)).toEqual([
      'stale.test 1',
      'good.test 0',
      'null-mx.test 0',
    ]);
    expect(status).toBe(1);
  });

  it.each([
    [0, ['perfect.test', 'perfect.test']],
    [1, ['perfect.test', 'null-mx.test']],
    [2, ['null-mx.test', 'stale.test', 'dead-mx.test']],
    [3, ['null-mx.test', 'dead-mx.test']],
  ])('as a plugin for monitoring the worst of several stands: %i for %j', async (status, domains) => {
    expect((await check(...domains, '-o', 'nagios')).status).toBe(status);
  });

  it('--batch takes its fields, and echoes the id', async () => {
    const input = '{"id":7,"domain":"good.test","selector":["x","y"]}\n{"id":8,"domain":"good.test","selectors":"x"}\n';
    const { out } = await mxray(['check', '--batch', '-'], { ...lab.env, MXRAY_JSON: 'true' }, input);
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first.id).toBe(7);
    expect(first.data.subjects.dkim.selectors.map(({ selector }: { selector: string }) => selector)).toEqual([
      'x',
      'y',
    ]);
    expect(second.error.message).toContain('did you mean "selector"?');
  });

  it('the data follows its schema', async () => {
    const validate = addFormats.default(new Ajv2020({ strict: false })).compile(schemaFor('check')!);
    for (const domain of ['good.test', 'stale.test', 'null-mx.test', 'implicit.test', 'nosuch.test', 'bogus.test']) {
      const result = JSON.parse((await check(domain, '--json')).out);
      expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it.each(['good.test', 'perfect.test', 'cname-mx.test', 'spf-eleven.test', 'servfail.test', 'bogus.test'])(
    'asks no question twice about %s',
    async (domain) => {
      const file = join(folder, domain);
      await check(domain, '--trace-file', file);
      const asked = [...readFileSync(file, 'utf8').matchAll(/ dns +-> \S+ \S+ (\S+ \S+)\?/g)].map(
        ([, question]) => question,
      );
      expect(asked.length).toBeGreaterThan(5);
      expect(asked.length).toBe(new Set(asked).size);
    },
  );

  it('reads well as text: a line a subject, what to mend, what to publish', async () => {
    const { out } = await check('stale.test');
    expect(out).toMatch(/^✗ stale\.test: 1 error, \d+ warnings|^✗ stale\.test: 2 errors/);
    expect(out).toContain('  ✗ DANE           DANE senders refuse what they find\n');
    expect(out).toMatch(/\nWhat to mend\n✗ mx\.stale\.test 192\.0\.2\.\d+, 2001:db8::\w+: No TLSA record matches/);
    expect(out).toMatch(/\nTo publish\n {2}; dane: .*\n {2}_25\._tcp\.mx\.stale\.test\. IN TLSA 3 1 1 [0-9a-f]{64}\n/);
  });
});
