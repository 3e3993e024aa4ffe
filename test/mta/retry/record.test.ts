import { describe, expect, it } from 'vitest';
import { isDue } from '../../../src/mta/retry/index.ts';

const HOUR_MS = 3600 * 1000;
const record = { lastTryMs: 10 * HOUR_MS, nextTryMs: 11 * HOUR_MS };

describe('the time of the next try', () => {
  it.each([
    ['has not come between the two', 10.5 * HOUR_MS, false],
    ['has come', 11 * HOUR_MS, true],
    ['says nothing where it was noted by a clock that was ahead', 9 * HOUR_MS, true],
    ['counts where clocks differ by seconds', 10 * HOUR_MS - 5000, false],
  ])('%s', (_, nowMs, due) => expect(isDue(record, nowMs)).toBe(due));
});
