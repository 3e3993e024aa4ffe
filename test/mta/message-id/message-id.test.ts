import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/index.ts';
import {
  createMessageIds,
  decodeBase62,
  encodeBase62,
  isMessageId,
  type MessageIdShape,
  parseMessageId,
} from '../../../src/mta/message-id/index.ts';

/** A clock that shows what the list says, and then its last reading for ever. */
function clockOf(...readings: number[]): Clock {
  let at = 0;
  return { now: () => new Date(readings[Math.min(at++, readings.length - 1)]!), monotonicMs: () => 0 };
}

const START = Date.UTC(2026, 10, 25, 12);

describe('base 62', () => {
  it('is read as it was written, and sorts as the numbers do', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(decodeBase62(encodeBase62(a, 11))).toBe(a);
        expect(encodeBase62(a, 11) < encodeBase62(b, 11)).toBe(a < b);
      }),
      { seed: 7 },
    );
  });

  it('refuses what is no digit, nothing, and what does not count exactly', () => {
    for (const text of ['', '-', 'a b', 'é', 'zzzzzzzzzzzz']) expect(decodeBase62(text)).toBeUndefined();
  });
});

const SHAPES = ['short', 'long'] as const;
const MINUTE = 60_000;

describe('ids', () => {
  it('have the shape that is asked for, with second, process and fraction of the second in them', () => {
    const [short, long] = SHAPES.map((shape) =>
      createMessageIds({ clock: clockOf(START + 500), pid: 4711, shape }).next(),
    );
    expect(short).toMatch(/^[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}$/);
    expect(long).toMatch(/^[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}$/);
    const facts = { seconds: START / 1000, process: 4711 };
    expect(parseMessageId(short!)).toEqual({ shape: 'short', ...facts, fraction: 1000 });
    expect(parseMessageId(long!)).toEqual({ shape: 'long', ...facts, fraction: 500_000 });
  });

  it('are read in both shapes', () => {
    expect(parseMessageId('19dJ4L-0006mw-Hx')).toMatchObject({ shape: 'short', seconds: 1_058_487_953 });
    expect(parseMessageId('1pVkqd-0000000000A-0001')).toMatchObject({ shape: 'long', process: 10, fraction: 1 });
  });

  it.each(SHAPES)('differ and sort in a clock that stands still, and keep its second (%s)', (shape) => {
    for (const host of [{}, { hostNumber: 16 }]) {
      const ids = createMessageIds({ clock: clockOf(START + 999), pid: 2 ** 22 - 1, shape, ...host });
      const made = Array.from({ length: 20_000 }, () => ids.next());
      expect(new Set(made).size).toBe(made.length);
      expect([...made].sort()).toEqual(made);
      expect(parseMessageId(made.at(-1)!)?.seconds).toBe(START / 1000);
    }
  });

  it('of two processes never meet, however many are made in a second', () => {
    const made = [1, 2].flatMap((pid) => {
      const ids = createMessageIds({ clock: clockOf(START), pid, shape: 'short' });
      return Array.from({ length: 10_000 }, () => ids.next());
    });
    expect(new Set(made).size).toBe(made.length);
  });

  it.each(SHAPES)('never repeat, however the clock jumps (%s)', (shape) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1 }), (jumps) => {
        const ids = createMessageIds({ clock: clockOf(...jumps.map((jump) => START + jump)), pid: 1, shape });
        const made = jumps.map(() => ids.next());
        expect([...new Set(made)].sort()).toEqual(made);
      }),
      { seed: 7 },
    );
  });

  it('go on after the newest one in use, when a process has its number again and the clock was put back', () => {
    for (const before of SHAPES.map((shape) => createMessageIds({ clock: clockOf(START), pid: 7, shape }).next()))
      for (const shape of SHAPES) {
        const after = createMessageIds({ clock: clockOf(START - MINUTE), pid: 7, shape, after: before }).next();
        expect(after > before).toBe(true);
      }
  });

  it('tell processes and hosts apart at the same instant', () => {
    const fractions = (shape: MessageIdShape): readonly (number | undefined)[] => {
      const party = { clock: clockOf(START), shape };
      const made = [
        createMessageIds({ ...party, pid: 7 }),
        createMessageIds({ ...party, pid: 8 }),
        createMessageIds({ ...party, pid: 7, hostNumber: 1 }),
        createMessageIds({ ...party, pid: 7, hostNumber: 16 }),
      ].map((ids) => ids.next());
      expect(new Set(made).size).toBe(made.length);
      return made.map((id) => parseMessageId(id)?.fraction);
    };
    expect(fractions('short')).toEqual([0, 0, 200, 3200]);
    expect(fractions('long')).toEqual([0, 0, 500_000, 8_000_000]);
  });

  it('are nothing else', () => {
    for (const text of ['', '1pVkqd-0000000000A-001', '1pVkqd-000000-0001', ' 19dJ4L-0006mw-Hx', '19dJ4L-0006mw-Hx-H'])
      expect(isMessageId(text)).toBe(false);
  });
});
