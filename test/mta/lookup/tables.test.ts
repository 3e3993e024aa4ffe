/** Every table beside this file, row by row. */
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { testRows } from '../../support/expand/table.ts';
import { lookupHost } from '../../support/lookup/host.ts';

describe('lookup.expand', () => {
  testRows(
    fileURLToPath(new URL('lookup.expand', import.meta.url)),
    lookupHost({ primary_hostname: 'mail.example.com' }).host,
  );
});
