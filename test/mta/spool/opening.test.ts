/** A process that opens the spool takes nothing from those that write into it at the same moment. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool } from '../../../src/mta/spool/index.ts';
import { prepareFolder } from '../../../src/mta/spool/lmdb/folder.ts';
import { createGate, whileNobodyCommits } from '../../../src/mta/spool/lmdb/opening.ts';
import { newIds, store, value } from './contract/world.ts';
import { crashPlace, lifeOf, outputOfProgram, verdictOn } from './crash/killing.ts';

/** In memory, where commits are so quick that one often falls into the instant of an opening. */
const QUICK_DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const WRITING_MS = 3000;

describe('opening beside others who write', () => {
  it.each([true, false])(
    'loses nothing of what they were promised (into the database at once: %s)',
    async (isAtOnce) => {
      const place = await crashPlace(QUICK_DISK);
      const directory = join(place.folder, 'spool');
      value(await openSpool({ directory }));
      let isOver = false;
      const writing = Promise.all([1, 2].map(() => lifeOf(place, { afterMs: WRITING_MS, isAtOnce })));
      void writing.finally(() => {
        isOver = true;
      });
      let openings = 0;
      for (; !isOver; openings += 1) await value(await openSpool({ directory, create: false })).close();
      const lives = await writing;
      const { wrong, messages } = await verdictOn(place, lives);
      place.dispose();
      expect(wrong).toEqual([]);
      expect(Math.min(messages, openings)).toBeGreaterThan(0); // hundreds, where nobody else wants the processors
    },
    60_000,
  );
});

describe('opening beside others who close', () => {
  it('works, whoever was the last to have it', async () => {
    const place = await crashPlace(QUICK_DISK, 'openings.ts');
    const words = [join(place.folder, 'spool'), String(WRITING_MS)];
    const told = await Promise.all([1, 2, 3, 4].map(() => outputOfProgram(place, words)));
    place.dispose();
    for (const one of told.map((text) => JSON.parse(text) as { count: number; wrong: string[] })) {
      expect(one.wrong).toEqual([]);
      expect(one.count).toBeGreaterThan(0);
    }
  }, 60_000);
});

describe('the gate', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mxray-opening-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const at = (...names: string[]): string => join(directory, 'store', ...names);

  it('keeps a commit waiting while somebody opens', async () => {
    const spool = value(await openSpool({ directory }));
    writeFileSync(at('opening'), JSON.stringify({ pid: process.pid, host: hostname() }));
    const order: string[] = [];
    const stored = store(spool, newIds().next(), []).then(() => order.push('stored'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('opened');
    rmSync(at('opening'));
    await stored;
    expect(order).toEqual(['opened', 'stored']);
    await spool.close();
  });

  it('lets who opens in, however many commits follow one another', async () => {
    value(await openSpool({ directory })); // makes the folders
    const folder = value(await prepareFolder(directory, false));
    const gate = createGate(folder, statSync(folder.path));
    const commits: Promise<void>[] = [];
    const commit = async (): Promise<void> => {
      const waits = gate.enter();
      if (waits !== undefined) value(await waits);
      await sleep(60); // so that the next has begun
      gate.leave();
    };
    const stream = setInterval(() => commits.push(commit()), 1);
    await sleep(20);
    const began = performance.now();
    value(await whileNobodyCommits(folder, () => undefined));
    const tookMs = performance.now() - began;
    clearInterval(stream);
    await Promise.all(commits);
    gate.close();
    expect(tookMs).toBeLessThan(2000);
  });

  it('is opened by whoever comes, when who had shut it was killed', async () => {
    const spool = value(await openSpool({ directory }));
    writeFileSync(at('opening'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await store(spool, newIds().next(), []);
    expect(existsSync(at('opening'))).toBe(false);
    await spool.close();
  });

  it('keeps who opens waiting for a commit, and not for one of the dead', async () => {
    const spool = value(await openSpool({ directory }));
    await spool.close();
    writeFileSync(at('committing', `${2 ** 22 + 1}-1.1`), '1');
    writeFileSync(at('committing', `${process.ppid}-.1`), '1');
    const order: string[] = [];
    const opened = openSpool({ directory }).then((result) => {
      order.push('opened');
      return value(result);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('committed');
    writeFileSync(at('committing', `${process.ppid}-.1`), '0');
    await (await opened).close();
    expect(order).toEqual(['committed', 'opened']);
    expect(readdirSync(at('committing'))).toEqual([`${process.ppid}-.1`]);
  });
});
