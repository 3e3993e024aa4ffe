import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closedOnTheWay } from '../../../src/mta/submission/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'way-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'spool/submit'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names the folder on the way that keeps other users out, as a spool of mode 0750 does', () => {
  chmodSync(join(folder, 'spool'), 0o750);
  expect(closedOnTheWay(join(folder, 'spool/submit'))).toBe(join(folder, 'spool'));
  expect(closedOnTheWay(join(folder, 'spool/not/there/yet'))).toBe(join(folder, 'spool'));
});

it('names none where the way is open, whatever the drop folder itself may be', () => {
  chmodSync(join(folder, 'spool'), 0o711);
  chmodSync(join(folder, 'spool/submit'), 0o700);
  expect(closedOnTheWay(join(folder, 'spool/submit'))).toBeUndefined();
});
