import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Leftovers } from '../../../../src/mta/daemon/submission/leftovers.ts';

const HOUR_MS = 3600 * 1000;
const WEEK_MS = 7 * 24 * HOUR_MS;

describe('what is left in the drop folder', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mxray-drop-'));
    for (const name of ['submit.socket', 'a', 'line\nend']) writeFileSync(at(name), '');
    symlinkSync(at('nowhere'), at('link'));
    mkdirSync(at('empty'));
    mkdirSync(at('full/more'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stays for a week, whatever time its owner gives it', async () => {
    utimesSync(at('a'), 1, 1);
    expect(await new Leftovers(folder).takeAwayOld(Date.now() + WEEK_MS - HOUR_MS)).toBe(0);
    expect(existsSync(at('a'))).toBe(true);
  });
  it('goes then, but for the socket, and a folder of somebody’s that is not empty', async () => {
    const leftovers = new Leftovers(folder);
    expect(await leftovers.takeAwayOld(Date.now() + WEEK_MS + HOUR_MS)).toBe(4);
    expect([existsSync(at('submit.socket')), existsSync(at('full/more'))]).toEqual([true, true]);
  });
  it('is looked for once an hour', async () => {
    const leftovers = new Leftovers(folder);
    const now = Date.now();
    expect(await leftovers.takeAwayOld(now)).toBe(0);
    expect(await leftovers.takeAwayOld(now + HOUR_MS / 2)).toBe(0);
    expect(await leftovers.takeAwayOld(now + WEEK_MS + HOUR_MS)).toBe(4);
  });
});
