/** What a process does about a store that lets it down. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreTrouble, storeTrouble } from '../../../src/mta/spool/index.ts';
import { createJournal, type Journal } from '../../../src/mta/spool/lmdb/journal.ts';

const GATE = { enter: () => undefined, leave: () => {}, close: () => {} };
const STUCK_MS = 60_000;
const NOTHING = (): void => {};

describe('a journal', () => {
  let journal: Journal;
  beforeEach(() => {
    vi.useFakeTimers();
    journal = createJournal('/spool/store', GATE, async () => false, { stuckMs: STUCK_MS });
  });
  afterEach(() => {
    journal.close();
    vi.useRealTimers();
  });
  const never = (): Promise<boolean> => new Promise(() => {});

  it('ends a process of whose writes none comes to an end', () => {
    void journal.write(never, () => {});
    vi.advanceTimersByTime(STUCK_MS - 1);
    expect(() => vi.advanceTimersByTime(STUCK_MS / 2)).toThrow(StoreTrouble);
  });

  it('ends a process that the library has given up, once the disk takes something again', async () => {
    let isWritable = false;
    const given = createJournal('/spool/store', GATE, async () => false, { isWritable: () => isWritable });
    const failed = await given.write(() => Promise.reject(new Error('MDB_PANIC: Update of meta page failed')), NOTHING);
    expect(failed.ok || failed.error.code).toBe('spool/failed');
    expect(given.failureOf(new Error('MDB_PANIC: had fatal error')).temporary).toBe(true);
    expect(() => given.failureOf(new TypeError('a bug'))).toThrow('a bug');
    vi.advanceTimersByTime(STUCK_MS);
    isWritable = true;
    expect(() => vi.advanceTimersByTime(1000)).toThrow(StoreTrouble);
    given.close();
  });

  it('leaves one in peace that writes slowly, or nothing at all', async () => {
    void journal.write(never, () => {});
    for (let turn = 0; turn < 10; turn += 1) {
      vi.advanceTimersByTime(STUCK_MS / 2);
      expect(
        await journal.write(
          async () => true,
          () => {},
        ),
      ).toEqual({ ok: true, value: true });
    }
    const idle = createJournal('/spool/store', GATE, async () => false, { stuckMs: STUCK_MS });
    await idle.write(
      async () => true,
      () => {},
    );
    journal.close();
    vi.advanceTimersByTime(10 * STUCK_MS);
    idle.close();
  });
});

describe('what was thrown', () => {
  it.each([
    [
      Object.assign(new Error('MDB_PAGE_NOTFOUND'), { code: -30_797 }),
      /^the database of the spool .* is damaged: a page that it names/,
    ],
    [Object.assign(new Error('MDB_CORRUPTED'), { code: -30_796 }), /is damaged: a page is of the wrong kind/],
    [new StoreTrouble('nothing is kept'), /^nothing is kept$/],
  ])('%s is the fault of the store', (thrown, words) => expect(storeTrouble(thrown)).toMatch(words));
  it.each([new TypeError('x is undefined'), Object.assign(new Error('no'), { code: 'ENOENT' }), 'text', undefined])(
    '%s is not',
    (thrown) => expect(storeTrouble(thrown)).toBeUndefined(),
  );
});
