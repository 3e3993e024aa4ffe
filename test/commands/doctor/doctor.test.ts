/** `mxray doctor` as a program: statuses, its data against the schema, and a host whose resolver strips DNSSEC. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE, type Lab, startLab } from '../../../src/lab/index.ts';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    rows: CATALOGUE.filter(({ name }) => /^(good|dead-mx|banner-554)\.test$/.test(name)),
    slowMs: 20,
  });
});
afterAll(() => lab.close());

const doctor = (...words: string[]) => mxray(['doctor', '--timeout', '1', ...words], lab.env);

describe('mxray doctor', () => {
  it('is content with a resolver that validates', async () => {
    const { out, status } = await doctor('--ehlo', 'mx.good.test', '--target', 'mx.good.test', '--json');
    const result = JSON.parse(out);
    expect(status).toBe(0);
    expect(result.data.exams.resolver).toMatchObject({
      verdict: 'pass',
      servers: [{ dnssec: 'passes', validates: true }],
    });
    expect(result.data.exams.outward.addresses.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'tls',
      'tls',
    ]);
    const validate = addFormats.default(new Ajv2020({ strict: false })).compile(schemaFor('doctor')!);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    [1, 'a resolver that strips DNSSEC', ['--resolver', '192.0.2.1']],
    [3, 'a resolver that never answers', ['--resolver', '192.0.2.5']],
    [3, 'a target that nobody answers at', ['--target', 'mx2.dead-mx.test']],
    [0, 'a target that turns us away, which is a warning', ['--target', 'mx.banner-554.test']],
    [1, 'the same with --fail-on warn', ['--target', 'mx.banner-554.test', '--fail-on', 'warn']],
    [2, 'a file of roots that is none', ['--ca-file', '/dev/null']],
    [2, 'a target that is none', ['--target', 'a:b:c']],
    [2, 'a port that is none', ['--target', 'mx.good.test:99999']],
    [2, 'an address that is none', ['--address', 'mx.good.test']],
    [2, 'an argument', ['good.test']],
  ])('status %i for %s', async (expected, _what, words) => {
    const { status, complaint } = await doctor(...words);
    expect(status).toBe(expected);
    if (expected === 2) expect(complaint).toMatch(/^mxray: \S.*\n/);
  });

  it('reads well as text: a line an exam, and what to mend', async () => {
    const { out } = await doctor('--resolver', '192.0.2.1');
    expect(out).toMatch(/^✗ this host: 1 error/);
    expect(out).toMatch(/\n {2}✗ Resolver {5}192\.0\.2\.1:53 strips DNSSEC, [\d.]+ ms\n/);
    expect(out).toContain('\nWhat to mend\n✗ 192.0.2.1:53: The resolver strips DNSSEC data [doctor.resolver.strips]\n');
  });
});
