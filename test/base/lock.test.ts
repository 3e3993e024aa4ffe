import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, type LockOptions } from '../../src/base/index.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Time passes only while somebody sleeps. */
function patience(waitMs: number): LockOptions & { elapsed(): number } {
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { waitMs, sleep, monotonicMs: () => now, elapsed: () => now };
}

const nobody = 2 ** 22 + 1; // beyond the largest process id
const lockOf = (owner: object): void => writeFileSync(path, JSON.stringify(owner));
const code = async (waitMs = 0): Promise<string> => {
  const lock = await acquireLock(path, patience(waitMs));
  return lock.ok ? 'taken' : lock.error.code;
};

describe('a lock', () => {
  it('is held by one, until released', async () => {
    const first = await acquireLock(path, patience(0));
    expect(await code()).toBe('lock/held');
    if (first.ok) await first.value.release();
    expect([existsSync(path), await code()]).toEqual([false, 'taken']);
  });
  it('is waited for within a bound', async () => {
    await acquireLock(path, patience(0));
    const options = patience(1000);
    expect((await acquireLock(path, options)).ok).toBe(false);
    expect(options.elapsed()).toBeGreaterThanOrEqual(1000);
    expect(options.elapsed()).toBeLessThan(1100);
  });
  it('passes to the one who waits', async () => {
    const first = await acquireLock(path, patience(0));
    const second = acquireLock(path, patience(60_000));
    if (first.ok) await first.value.release();
    expect((await second).ok).toBe(true);
  });
  it('of a process that is gone is taken over, by one of many', async () => {
    lockOf({ pid: nobody, host: hostname() });
    const taken = await Promise.all(Array.from({ length: 20 }, () => code()));
    expect(taken.filter((one) => one === 'taken').length).toBe(1);
    expect(readdirSync(folder)).toEqual(['lock']);
  });
  it('whose process id has a new owner is taken over', async () => {
    lockOf({ pid: process.pid, began: '1', host: hostname() });
    expect(await code()).toBe('taken');
  });
  it('of another host is believed for a while', async () => {
    lockOf({ pid: nobody, host: 'elsewhere' });
    expect(await code()).toBe('lock/held');
    utimesSync(path, 0, new Date(Date.now() - 16 * 60_000));
    expect(await code()).toBe('taken');
  });
  it('that says nothing is one that is being written, unless it is old', async () => {
    writeFileSync(path, '');
    expect(await code()).toBe('lock/held');
    utimesSync(path, 0, new Date(Date.now() - 10_000));
    expect(await code()).toBe('taken');
  });
  it('cannot be where there is no folder', async () => {
    path = join(folder, 'none', 'lock');
    expect(await code()).toBe('lock/failed');
  });
  it('that cannot be broken, for another is at it, is given up in time', async () => {
    lockOf({ pid: nobody, host: hostname() });
    writeFileSync(`${path}.break`, JSON.stringify({ pid: process.pid, host: hostname() }));
    expect(await code(100)).toBe('lock/held');
  });
});
