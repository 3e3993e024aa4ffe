/** Turns at a host: a bounded number, in order, and nobody waits where none comes to an end. */
import { describe, expect, it } from 'vitest';
import { Slots, Turns } from '../../../../src/mta/deliver/index.ts';

function open(most: number) {
  let nowMs = 0;
  const turns = new Turns(most, () => nowMs);
  return {
    turns,
    pass: (ms: number) => {
      nowMs += ms;
      turns.sweep();
    },
  };
}

const take = (turns: Turns, key = 'a') => turns.take(key, undefined);

describe('turns at a host', () => {
  it('are given at once up to the limit, at each host for itself', () => {
    const { turns } = open(2);
    expect([take(turns), take(turns), take(turns, 'b')].map((turn) => typeof turn)).toEqual(Array(3).fill('function'));
    expect(take(turns)).toBeInstanceOf(Promise);
    expect(typeof take(turns, 'b')).toBe('function');
  });

  it('have no limit where it is zero', () => {
    const { turns } = open(0);
    expect(Array.from({ length: 1000 }, () => typeof take(turns)).every((kind) => kind === 'function')).toBe(true);
  });

  it('go on to who has waited longest', async () => {
    const { turns } = open(1);
    const first = take(turns) as () => void;
    const order: number[] = [];
    const waiting = [1, 2].map(async (number) => {
      const end = await take(turns);
      order.push(number);
      end?.();
    });
    first();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
    expect(typeof take(turns)).toBe('function');
  });

  it('are not waited for where none has come to an end for ten seconds', async () => {
    const { turns, pass } = open(1);
    const silent = take(turns) as () => void;
    const waits = take(turns);
    pass(9_999);
    expect(take(turns)).toBeInstanceOf(Promise);
    pass(2);
    expect(await waits).toBeUndefined();
    expect(take(turns)).toBeUndefined();
    silent();
    expect(typeof take(turns)).toBe('function');
  });

  it('are waited for as long as need be where others come to an end', async () => {
    const { turns, pass } = open(1);
    let last = take(turns) as () => void;
    const waiting = [take(turns), take(turns), take(turns)];
    for (const one of waiting) {
      pass(9_000);
      last();
      last = (await one)!;
      expect(last).toBeTypeOf('function');
    }
  });

  it('make room for other messages as long as they are waited for', async () => {
    const { turns, pass } = open(1);
    const slots = new Slots({ atOnce: 1, begun: 10, slowMs: 60_000 }, () => 0);
    const first = take(turns) as () => void;
    const place = slots.tryEnter()!;
    expect(slots.tryEnter()).toBeUndefined();
    const waits = turns.take('a', place);
    const other = slots.tryEnter()!;
    other.leave();
    first();
    await waits;
    expect(slots.tryEnter()).toBeUndefined();
    pass(0);
  });

  it('are no more waited for when all is to end', async () => {
    const { turns } = open(1);
    take(turns);
    const waits = take(turns);
    turns.close();
    expect(await waits).toBeUndefined();
  });
});
