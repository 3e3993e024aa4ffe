import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exactFactsAt, factsAt, replaceFile, sweepTemporaries } from '../../src/base/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what is at a path', () => {
  it('is nothing where no way leads there', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'four');
    expect([factsAt(file)?.size, exactFactsAt(file)?.size]).toEqual([4, 4n]);
    for (const path of ['', `${folder}/none`, `${file}/below`, `${file}\0`, `/${'long'.repeat(2000)}`])
      expect([factsAt(path), exactFactsAt(path)]).toEqual([undefined, undefined]);
  });
});

describe('replacing a file', () => {
  it('keeps the mode of the old one when asked to, and has its date from the beginning', async () => {
    const file = join(folder, 'proof');
    writeFileSync(file, 'old');
    chmodSync(file, 0o604);
    const modifiedAt = new Date('2031-02-03T04:05:06Z');
    await replaceFile(file, 'new', { asBefore: true, modifiedAt });
    const { mode, mtime } = statSync(file);
    expect([readFileSync(file, 'utf8'), mode & 0o777, mtime]).toEqual(['new', 0o604, modifiedAt]);
  });
  it('gives a new one the mode asked for', async () => {
    await replaceFile(join(folder, 'new'), 'x', { mode: 0o600, asBefore: true });
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o600);
  });
  it('leaves nothing behind where it fails', async () => {
    expect((await replaceFile(folder, 'x')).ok).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('sweeping', () => {
  it('takes away temporary files of this file alone', async () => {
    for (const name of ['.a.0123456789ab', '.a.lock', '.a.0123', '.ab.0123456789ab', 'a'])
      writeFileSync(join(folder, name), '');
    expect(await sweepTemporaries(join(folder, 'a'))).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['.a.0123', '.a.lock', '.ab.0123456789ab', 'a']);
  });
  it('finds nothing where there is no folder', async () => {
    expect(await sweepTemporaries(join(folder, 'none', 'a'))).toBe(0);
  });
});
