import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DanglingLink, makeFolders } from '../../src/base/index.ts';

/** Begins at a time that others begin at, too, and tells how often it was refused. */
const RACER = `
import { makeFolders } from './src/base/folders.ts';
const [, folder, at] = process.argv;
let refused = 0;
while (Date.now() < Number(at));
for (let made = 0; made < 10000; made += 1)
  try { makeFolders(folder + '/' + made, 0o700); } catch { refused += 1; }
console.log(refused);
`;
const run = promisify(execFile);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'folders-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('makeFolders', () => {
  it('makes all that is missing, and says which was the first', () => {
    expect(makeFolders(join(folder, 'a/b/c'), 0o700)).toBe(join(folder, 'a'));
    for (const each of ['a', 'a/b', 'a/b/c']) expect(statSync(join(folder, each)).mode & 0o777).toBe(0o700);
    expect(makeFolders(join(folder, 'a/b/c'), 0o700)).toBeUndefined();
    expect(makeFolders(join(folder, 'a/b/d'), 0o700)).toBe(join(folder, 'a/b/d'));
  });

  it('goes through links that lead to a folder', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'link'));
    expect(makeFolders(join(folder, 'link/x'), 0o700)).toBe(join(folder, 'link/x'));
    expect(statSync(join(folder, 'real/x')).isDirectory()).toBe(true);
  });

  it('comes to an end at a link that leads nowhere, which is named', () => {
    const link = join(folder, 'nowhere');
    symlinkSync(join(folder, 'not-there'), link);
    for (const path of [link, join(link, 'x'), join(link, 'x/y')]) {
      expect(() => makeFolders(path, 0o700)).toThrow(DanglingLink);
      expect(() => makeFolders(path, 0o700)).toThrow(`${link} is a symbolic link to what is not there`);
    }
  });

  it('is refused to nobody while others make the same', async () => {
    const place = join(folder, 'race');
    const words = ['--import', 'tsx', '--input-type=module', '-e', RACER, place, String(Date.now() + 3000)];
    const racers = await Promise.all([1, 2, 3].map(() => run(process.execPath, words)));
    expect(racers.map(({ stdout }) => stdout.trim())).toEqual(['0', '0', '0']);
  }, 60_000);

  it('throws what the system says below a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolders(join(folder, 'file/x'), 0o700)).toThrow(/ENOTDIR/);
  });
});
