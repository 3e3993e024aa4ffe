import { describe, expect, it, vi } from 'vitest';
import { tryInTurns } from '../../../../src/mta/deliver/schedule/trials.ts';

const items = (count: number, domainOf: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => ({ id: String(at), domain: domainOf(at) }));

/** Attempts that end when they are told to; `open` are those under way. */
function bench(
  count: number,
  domainOf: (at: number) => string,
  more: { atOnce?: number; goesOn?: () => boolean } = {},
) {
  const open = new Map<string, (isPutOff: boolean) => void>();
  const attempt = (id: string): Promise<boolean> =>
    new Promise((resolve) =>
      open.set(id, (isPutOff) => {
        open.delete(id);
        resolve(isPutOff);
      }),
    );
  const { atOnce = 100, goesOn = () => true } = more;
  const done = tryInTurns(items(count, domainOf), { atOnce, enter: undefined, goesOn, attempt });
  const end = async (id: string, isPutOff: boolean): Promise<void> => {
    open.get(id)!(isPutOff);
    await new Promise(setImmediate);
  };
  return { done, end, underWay: () => [...open.keys()] };
}

const each = (at: number): string => `d${at}`;

describe('messages of a queue run', () => {
  it('are twice as many at once whenever one is through, and half as many where one is put off', async () => {
    const { end, underWay } = bench(20, each);
    await new Promise(setImmediate);
    expect(underWay()).toEqual(['0']);
    await end('0', false);
    expect(underWay()).toEqual(['1', '2']);
    await end('1', false);
    expect(underWay()).toEqual(['2', '3', '4', '5']);
    await end('2', true);
    await end('3', true);
    expect(underWay()).toEqual(['4', '5']);
  });

  it('are one after another before a host that is down', async () => {
    const { done, end, underWay } = bench(3, each);
    await new Promise(setImmediate);
    for (const id of ['0', '1', '2']) {
      expect(underWay()).toEqual([id]);
      await end(id, true);
    }
    await done;
  });

  it('of a long queue are several at once, whatever hosts say', async () => {
    const { end, underWay } = bench(100, each);
    await new Promise(setImmediate);
    expect(underWay()).toEqual(['0', '1', '2']);
    for (const id of ['0', '1', '2']) await end(id, true);
    expect(underWay()).toEqual(['3', '4', '5']);
  });

  it('for one domain wait for the first, others do not', async () => {
    const { end, underWay } = bench(6, (at) => (at === 1 || at === 2 ? 'one' : each(at)));
    await new Promise(setImmediate);
    await end('0', false);
    expect(underWay()).toEqual(['1', '3']);
    await end('3', false);
    expect(underWay()).toEqual(['1', '4', '5']);
    await end('1', false);
    expect(underWay()).toEqual(['4', '5', '2']);
  });

  it('are never more than there may be, and none is begun when it is over', async () => {
    let isOver = false;
    const { done, end, underWay } = bench(9, each, { atOnce: 2, goesOn: () => !isOver });
    await new Promise(setImmediate);
    await end('0', false);
    await end('1', false);
    expect(underWay()).toEqual(['2', '3']);
    isOver = true;
    await end('2', false);
    await end('3', false);
    expect(underWay()).toEqual([]);
    await done;
  });

  it('that take a while make room for others', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { underWay } = bench(3, each);
      await new Promise(setImmediate);
      expect(underWay()).toEqual(['0']);
      vi.advanceTimersByTime(1000);
      await new Promise(setImmediate);
      expect(underWay()).toEqual(['0', '1']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('end with a bug once those under way are over, and leave their places', async () => {
    const left: string[] = [];
    const ends = new Map<string, () => void>();
    const trials = tryInTurns(items(9, each), {
      atOnce: 2,
      goesOn: () => true,
      enter: () => ({ wait: () => {}, goOn: () => {}, leave: () => void left.push('') }),
      attempt: (id) =>
        new Promise((resolve, reject) =>
          ends.set(id, () => (id === '1' ? reject(new Error('a bug')) : resolve(false))),
        ),
    });
    let isOver = false;
    const ended = trials.catch((bug: Error) => bug.message).finally(() => (isOver = true));
    for (const id of ['0', '1']) {
      await new Promise(setImmediate);
      ends.get(id)!();
    }
    await new Promise(setImmediate);
    expect([...ends.keys()]).toEqual(['0', '1', '2']);
    expect(isOver).toBe(false);
    ends.get('2')!();
    expect(await ended).toBe('a bug');
    expect(left).toHaveLength(3);
  });

  it('that have waited for a place are not begun where there is to be no other', async () => {
    let isOver = false;
    const attempts: string[] = [];
    const left: string[] = [];
    await tryInTurns(items(3, each), {
      atOnce: 2,
      goesOn: () => !isOver,
      enter: async () => {
        isOver = true;
        return { wait: () => {}, goOn: () => {}, leave: () => void left.push('') };
      },
      attempt: async (id) => attempts.push(id) > 9,
    });
    expect(attempts).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it('may be none', async () => {
    await bench(0, each).done;
  });
});
