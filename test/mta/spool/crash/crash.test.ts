/** A process that ends without a word, at any moment, breaks no promise that it gave. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/index.ts';
import { type CrashPlace, crashPlace, lifeOf, type Promises, verdictOn } from './killing.ts';

/** Each is a step between the first octet of a body and the end of its message. */
const MOMENTS: readonly (readonly [moment: string, after: number])[] = [
  ['body-written', 4],
  ['body-flushed', 4],
  ['folder-written', 4],
  ['folder-flushed', 4],
  ['commit-asked', 6],
  ['commit-seen', 6],
  ['change-asked', 3],
  ['change-seen', 3],
  ['unlink-asked', 1],
  ['tray-written', 6],
  ['tray-flushed', 6],
  ['filing-asked', 3],
  ['filing-seen', 3],
];

describe('a killed process', () => {
  let place: CrashPlace;
  beforeAll(async () => {
    place = await crashPlace();
  }, 60_000);
  afterAll(() => place.dispose());
  const lives: Promises[] = [];

  it.each(MOMENTS)('at %s leaves every promised message whole, and no half one', async (at, after) => {
    lives.push(await lifeOf(place, { at, after, isAtOnce: at.startsWith('commit') }));
    expect((await verdictOn(place, lives)).wrong).toEqual([]);
  });

  it('at any moment, with others at work beside it, does as well', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 4; round++) {
      const deaths = [1, 2].map(() => lifeOf(place, { afterMs: random.below(80) }));
      lives.push(...(await Promise.all(deaths)));
    }
    const { wrong, messages } = await verdictOn(place, lives);
    expect(wrong).toEqual([]);
    expect(messages).toBeGreaterThan(50);
  }, 60_000);
});
