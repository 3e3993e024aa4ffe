/** Every table beside this file, row by row. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testTable } from '../../support/expand/table.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const tables = readdirSync(folder).filter((name) => name.endsWith('.expand'));

it('there are tables', () => {
  expect(tables.length).toBeGreaterThan(0);
});

describe.each(tables)('%s', (table) => {
  testTable(join(folder, table), { primary_hostname: 'mail.example.com', qualify_domain: 'example.com' });
});
