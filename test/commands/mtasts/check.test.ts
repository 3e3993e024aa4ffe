import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

const NAMES = ['good', 'uncovered', 'redirect', 'no-host', 'dane-fails', 'testing-fails'].map(
  (name) => `sts-${name}.test`,
);
const POLICY = 'version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 604800\n';
const GIVEN = ['--record', 'v=STSv1; id=1', '--no-probe', '--plain'];

let lab: Lab;
let folder: string;
beforeAll(async () => {
  lab = await startLab({ rows: CATALOGUE.filter(({ name }) => NAMES.includes(name)), slowMs: 20 });
  folder = mkdtempSync(join(tmpdir(), 'mtasts-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await lab.close();
});

function validator() {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv.compile(schemaFor('mtasts-check')!);
}

describe('mtasts check in the lab', () => {
  it('a batch of domains: verdicts as their rows say, results as their schema says', async () => {
    const input = NAMES.map((domain, id) => JSON.stringify({ domain, id })).join('\n');
    const { out, status } = await mxray(['mtasts', 'check', '--batch', '-', '--timeout', '2'], lab.env, input);
    const validate = validator();
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const result of results) expect(validate(result) ? [] : validate.errors).toEqual([]);
    const told = results.map(({ id, data, verdict }) => `${NAMES[id]} ${verdict} ${data.status}`);
    const rows = NAMES.map((name) => CATALOGUE.find((row) => row.name === name)!.mtaSts!);
    expect(told).toEqual(rows.map(({ verdict, status: wanted }, i) => `${NAMES[i]} ${verdict} ${wanted}`));
    expect(status).toBe(1);
  });

  it('ends in what to publish', async () => {
    const { out, status } = await mxray(
      ['mtasts', 'check', 'sts-uncovered.test', '--plain', '--timeout', '2'],
      lab.env,
    );
    expect(status).toBe(1);
    expect(out).toMatch(/mx2\.sts-uncovered\.test.*: not covered/);
    expect(out).toMatch(/To publish: first the policy, at\n.*mta-sts\.txt\n(.*\n)*? +mx: mx2\.sts-uncovered\.test\n/);
    expect(out).toMatch(/_mta-sts\.sts-uncovered\.test\. IN TXT "v=STSv1; id=\d{8}T\d{6}Z;"/);
  });

  it('says nothing to publish where all is well', async () => {
    const { out, status } = await mxray(['mtasts', 'check', 'sts-good.test', '--plain', '--timeout', '2'], lab.env);
    expect(status).toBe(0);
    expect(out).not.toContain('To publish');
  });
});

describe('mtasts check of what is given', () => {
  const check = (...words: string[]) => mxray(['mtasts', 'check', 'example.org', ...GIVEN, ...words]);

  it('a policy in a file, against hosts that are named', async () => {
    const file = join(folder, 'policy.txt');
    writeFileSync(file, POLICY);
    const good = await check('--policy', file, '--mx', 'a.example.org');
    expect([good.status, good.out]).toEqual([0, expect.stringContaining('a.example.org: covered by *.example.org')]);
    const bad = await check('--policy', file, '--mx', 'a.b.example.org');
    expect([bad.status, bad.out]).toEqual([1, expect.stringContaining('mtasts.mx.not-covered')]);
  });

  it('a policy as text in a batch, and names in U-labels', async () => {
    const lines = [
      { policy: POLICY.replace('*.example.org', 'mx.xn--bcher-kva.example'), mx: ['mx.BÜCHER.example.'] },
      { policy: 'nonsense', mx: ['a.example.org'] },
      { policy: '', mx: ['a.example.org'] },
      { policy: POLICY, mx: 'a.example.org', record: ['v=STSv1; id=1', 'v=STSv1; id=2'] },
    ].map((line) => JSON.stringify({ domain: 'example.org', record: 'v=STSv1; id=1', noProbe: true, ...line }));
    const { out } = await mxray(['mtasts', 'check', '--batch', '-'], {}, lines.join('\n'));
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      results.map(({ verdict, data }) => `${verdict} ${data.status} ${data.record.outcome} ${data.hosts[0].covered}`),
    ).toEqual([
      'pass enforce valid true',
      'fail unusable valid undefined',
      'fail unusable valid undefined',
      'fail enforce several true',
    ]);
  });

  it.each([
    [['--policy', '/nowhere'], '--policy: /nowhere: no such file or directory'],
    [['--mx', 'a..b'], 'empty label'],
  ])('%j is status 2', async (words, complaint) => {
    const ran = await check(...words);
    expect([ran.status, ran.complaint]).toEqual([2, expect.stringContaining(complaint)]);
  });

  it.each([
    [['mtasts', 'check'], '"domain" is missing'],
    [['mtasts', 'check', 'a@example.org'], 'is a mail address'],
    [['mtasts', 'check', '192.0.2.1'], 'is an address'],
  ])('%j is status 2', async (words, complaint) => {
    const ran = await mxray(words);
    expect([ran.status, ran.complaint]).toEqual([2, expect.stringContaining(complaint)]);
  });

  it('lets no stranger speak to the terminal', async () => {
    const file = join(folder, 'escape.txt');
    writeFileSync(file, `${POLICY}\u001b[31mred: \u001b]0;x\u0007\n`);
    const { out } = await check('--policy', file, '--mx', 'a.example.org', '-v');
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });
});
