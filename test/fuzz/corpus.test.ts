/** What every target holds for its seeds, for what once broke it, and for a few thousand mutations of a fixed seed. */
import { describe, expect, it } from 'vitest';
import { mutate, randomNumbers } from './mutate.ts';
import { loadTargets, readCorpus } from './targets.ts';

const targets = await loadTargets();
const FIXED_SEED = 20261124;
const MUTATIONS = 300;

it('there are targets, each with a name of its own and with seeds', () => {
  expect(targets.length).toBeGreaterThan(3);
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  expect(targets.filter(({ seeds }) => seeds.length === 0)).toEqual([]);
});

describe.each(targets.map((target) => [target.name, target] as const))('%s', (name, target) => {
  it('holds for its seeds and for what once broke it', async () => {
    for (const bytes of [...target.seeds, ...readCorpus(name).map((entry) => entry.bytes)]) await target.run(bytes);
  });
  it('holds for mutations of its seeds', async () => {
    const random = randomNumbers(FIXED_SEED);
    for (let run = 0; run < MUTATIONS; run += 1) {
      const bytes = mutate(target.seeds[random(target.seeds.length)]!, target.seeds[0]!, random);
      await target.run(bytes);
    }
  });
});
