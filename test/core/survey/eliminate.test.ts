import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eliminate } from '../../../src/core/survey/eliminate.ts';

describe('eliminate', () => {
  it('finds all that the server takes, in its order, with one question more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(50)), fc.uniqueArray(fc.nat(50)), async (offered, taken) => {
        let questions = 0;
        const found = await eliminate(offered, async (left) => {
          questions += 1;
          const value = taken.find((one) => left.includes(one));
          return value === undefined ? { kind: 'none' } : { kind: 'chosen', value };
        });
        const expected = taken.filter((one) => offered.includes(one));
        expect(found).toEqual({ chosen: expected, complete: true });
        expect(questions).toBeLessThanOrEqual(expected.length + 1);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('says that there may be more when a question could not be put', async () => {
    const answers = [{ kind: 'chosen', value: 2 } as const, { kind: 'unknown' } as const];
    expect(await eliminate([1, 2, 3], async () => answers.shift()!)).toEqual({ chosen: [2], complete: false });
  });

  it('ends with a server that chooses what was not offered', async () => {
    expect(await eliminate([1, 2], async () => ({ kind: 'chosen', value: 9 }))).toEqual({
      chosen: [],
      complete: false,
    });
  });
});
