/** Whole addresses have no parts: what Exim 4.96 says of a partial look-up of one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { addressTests } from '../../support/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-partial-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('are looked up as they are, and the log says so', async () => {
  const file = join(folder, 'addresses');
  writeFileSync(file, '*.b.example: parts\na@x.b.example: whole\n');
  const log: string[] = [];
  const pattern = `partial-lsearch;${file}`;
  const tests = addressTests(`begin rewrite\n${pattern} x@y.example F\n`, log);
  expect(await tests.rewrites('a@x.b.example')).toContain('env-from: x@y.example\n');
  expect(await tests.rewrites('b@x.b.example')).toContain('env-from: b@x.b.example\n');
  const said = `partial matching is not applicable to whole-address lookups: ignored "partial-" in "${pattern}"`;
  expect([...new Set(log)]).toEqual([said]);
});
