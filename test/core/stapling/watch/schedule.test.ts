import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/index.ts';
import {
  afterFailure,
  afterSuccess,
  IDLE_MS,
  idle,
  isAlarming,
  isDue,
  LONGEST_SLEEP_MS,
  newcomer,
  type Seen,
  type Standing,
  sleepMs,
} from '../../../../src/core/stapling/watch/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = 1_000 * HOUR;
const seen: Seen = { proofModifiedMs: now + HOUR, certModifiedMs: 5 };
const random = seededRandom(1);

describe('whether a proof is due', () => {
  const standing: Standing = { notBefore: 0, failures: 0, jitterMs: 10 * MINUTE, certModifiedMs: 5 };
  it.each<[string, Standing, Seen, number, boolean]>([
    ['its date has not come', standing, seen, now, false],
    ['its date has come, not the chance added to it', standing, seen, now + HOUR + 9 * MINUTE, false],
    ['both have', standing, seen, now + HOUR + 10 * MINUTE, true],
    ['it is gone', standing, { certModifiedMs: 5 }, now, true],
    ['the certificate is another', standing, { ...seen, certModifiedMs: 6 }, now, true],
    ['the certificate is gone', standing, { proofModifiedMs: now + HOUR }, now, true],
    ['a pause is on', { ...standing, notBefore: now + 1 }, { certModifiedMs: 5 }, now, false],
    [
      'a pause is on, and the certificate is another',
      { ...standing, notBefore: now + 1 },
      { certModifiedMs: 6 },
      now,
      true,
    ],
    ['it was touched', standing, { ...seen, proofModifiedMs: now - HOUR }, now, true],
  ])('%s', (_, given, files, at, expected) => expect(isDue(given, files, at)).toBe(expected));
});

describe('after a success', () => {
  it('the date is met a little later, always within a quarter of what then remains', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 * HOUR }), fc.integer(), (left, seed) => {
        const refreshAt = now + HOUR;
        const { jitterMs } = afterSuccess({ refreshAt, endsAt: refreshAt + left }, seen, now, seededRandom(seed));
        return jitterMs >= 0 && jitterMs <= Math.min(left / 4 + 1, HOUR);
      }),
      { seed: 11 },
    );
  });
  it('a minute passes before the next look, whatever the date', () =>
    expect(afterSuccess({ refreshAt: now, endsAt: now }, seen, now, random).notBefore).toBe(now + MINUTE));
});

describe('after failures', () => {
  it('pauses grow to an hour, and a proof does not end without a further attempt', () => {
    let standing = newcomer;
    const pauses = Array.from({ length: 12 }, () => {
      standing = afterFailure(standing, undefined, seen, now, random);
      return standing.notBefore - now;
    });
    for (const [i, pause] of pauses.entries()) {
      const full = Math.min(MINUTE * 2 ** i, HOUR);
      expect([pause >= full / 2, pause <= full]).toEqual([true, true]);
    }
    expect(standing.failures).toBe(12);
    const urgent = afterFailure({ ...standing, failures: 10 }, now + 4 * MINUTE, seen, now, random);
    expect(urgent.notBefore).toBeLessThanOrEqual(now + 2 * MINUTE);
    expect(afterFailure(standing, now + 1, seen, now, random).notBefore - now).toBe(MINUTE / 2);
  });
});

describe('sleeping', () => {
  it('until the first is due, never longer than a minute and never not at all', () => {
    const standing = { ...newcomer, notBefore: now + 5000 };
    expect(sleepMs([[standing, seen]], now)).toBe(LONGEST_SLEEP_MS);
    expect(sleepMs([[standing, {}]], now)).toBe(5000);
    expect(sleepMs([[newcomer, { proofModifiedMs: now + 3000 }]], now)).toBe(3000);
    expect(sleepMs([[newcomer, {}]], now)).toBe(1000);
    expect(sleepMs([], now)).toBe(LONGEST_SLEEP_MS);
  });
  it('a day where nothing is to be done', () => expect(idle(seen, now).notBefore).toBe(now + IDLE_MS));
});

describe('the alarm', () => {
  const proof = { thisUpdate: now - 50 * HOUR, endsAt: now + 50 * HOUR };
  it.each([
    ['not while half of the margin is left', undefined, now + 44 * HOUR, false],
    ['when half of the margin is gone', undefined, now + 46 * HOUR, true],
    ['within the time given', 10 * HOUR, now + 41 * HOUR, true],
    ['not before it', 10 * HOUR, now + 39 * HOUR, false],
    ['when the proof has ended', 0, now + 51 * HOUR, true],
  ])('%s', (_, alarmMs, at, expected) => expect(isAlarming(proof, alarmMs, 10, at)).toBe(expected));
});
