/** Every table beside this file, case by case. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testCases } from '../../support/acl/table.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const tables = readdirSync(folder).filter((name) => name.endsWith('.acl'));

it('there are tables', () => {
  expect(tables.length).toBeGreaterThan(0);
});

describe.each(tables)('%s', (table) => {
  testCases(join(folder, table));
});
