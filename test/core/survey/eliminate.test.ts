import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, eliminate, eliminateInParts } from '../../../src/core/survey/eliminate.ts';

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

describe('eliminateInParts', () => {
  const candidates = Array.from({ length: 100 }, (_, i) => i);
  const taken = [90, 3, 41];
  const server =
    (most: number) =>
    async (left: readonly number[]): Promise<Choice> => {
      const value = left.length > most ? undefined : taken.find((one) => left.includes(one));
      return value === undefined ? { kind: 'none' } : { kind: 'chosen', value };
    };
  const never = async (): Promise<Choice> => {
    throw new Error('there was no need for parts');
  };
  it('asks once for the whole where the server bears it', async () => {
    expect(await eliminateInParts(candidates, server(100), never)).toEqual({ chosen: taken, complete: true });
  });
  it('cuts the list for a server that bears no long one', async () => {
    const found = await eliminateInParts(candidates, server(30), server(30));
    expect([[...found.chosen].sort((a, b) => a - b), found.complete]).toEqual([[3, 41, 90], true]);
  });
  it('does not cut what could not be asked', async () => {
    const unknown = async (): Promise<Choice> => ({ kind: 'unknown' });
    expect(await eliminateInParts(candidates, unknown, never)).toEqual({ chosen: [], complete: false });
  });
});
