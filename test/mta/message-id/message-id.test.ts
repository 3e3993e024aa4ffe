import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/index.ts';
import {
  createMessageIds,
  decodeBase62,
  encodeBase62,
  isMessageId,
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

describe('ids', () => {
  it('have the shape of 4.97, with second and process in them', () => {
    const id = createMessageIds({ clock: clockOf(START), pid: 4711 }).next();
    expect(id).toMatch(/^[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}$/);
    expect(parseMessageId(id)).toEqual({ shape: 'long', seconds: START / 1000, process: 4711, fraction: 0 });
  });

  it('are read in both shapes', () => {
    expect(parseMessageId('19dJ4L-0006mw-Hx')).toMatchObject({ shape: 'short', seconds: 1_058_487_953 });
    expect(parseMessageId('1pVkqd-0000000000A-0001')).toMatchObject({ shape: 'long', process: 10, fraction: 1 });
  });

  it('differ and sort in a clock that stands still', () => {
    const ids = createMessageIds({ clock: clockOf(START), pid: 1 });
    const made = Array.from({ length: 5000 }, () => ids.next());
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('never repeat, however the clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1 }), (jumps) => {
        const ids = createMessageIds({ clock: clockOf(...jumps.map((jump) => START + jump)), pid: 1 });
        const made = jumps.map(() => ids.next());
        expect([...new Set(made)].sort()).toEqual(made);
      }),
      { seed: 7 },
    );
  });

  it('go on after the newest one in use, when a process has its number again and the clock was put back', () => {
    const before = createMessageIds({ clock: clockOf(START), pid: 7 }).next();
    const after = createMessageIds({ clock: clockOf(START - 60_000), pid: 7, after: before }).next();
    expect(after > before).toBe(true);
  });

  it('tell processes, threads and hosts apart at the same instant', () => {
    const clock = clockOf(START);
    const made = [
      createMessageIds({ clock, pid: 7 }),
      createMessageIds({ clock, pid: 8 }),
      createMessageIds({ clock, pid: 7, thread: 1 }),
      createMessageIds({ clock, pid: 7, hostNumber: 1 }),
      createMessageIds({ clock, pid: 7, hostNumber: 16 }),
    ].map((ids) => ids.next());
    expect(new Set(made).size).toBe(made.length);
    expect(made.map((id) => parseMessageId(id)?.fraction)).toEqual([0, 0, 0, 500_000, 8_000_000]);
  });

  it('are nothing else', () => {
    for (const text of ['', '1pVkqd-0000000000A-001', '1pVkqd-000000-0001', ' 19dJ4L-0006mw-Hx', '19dJ4L-0006mw-Hx-H'])
      expect(isMessageId(text)).toBe(false);
  });
});
