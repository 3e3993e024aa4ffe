/** Configurations drawn at random: what exim -bt and -bv say of their addresses on both outputs, and what we do. */
import type { Context } from '../../../framework/types.ts';
import type { RouteConfiguration } from '../configurations.ts';
import { differingOf } from '../sites/compare.ts';
import { drawConfiguration } from './draw.ts';

const LEAST_SHARE = 0.95;

/**
 * @param count    of configurations
 * @param first    seed of the first; the others have those behind it
 * @param furnish  puts a configuration and its files somewhere
 */
export async function compareRandom(
  context: Context,
  { count, first }: { readonly count: number; readonly first: number },
  furnish: (configuration: RouteConfiguration) => string,
): Promise<void> {
  let [same, all] = [0, 0];
  const different: string[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const configuration = drawConfiguration(seed);
    const file = furnish(configuration);
    for (const mode of ['-bt', '-bv']) {
      const found = await differingOf(file, mode, configuration.addresses);
      all += configuration.addresses.length;
      same += configuration.addresses.length - found.length;
      for (const { address, theirs, ours } of found)
        different.push(
          `seed ${seed} ${mode} ${address}\n    exim ${JSON.stringify(theirs)}\n    ours ${JSON.stringify(ours)}`,
        );
    }
  }
  for (const one of different) context.note(one);
  context.note(`${same} of ${all} addresses drawn at random are alike: ${((same / all) * 100).toFixed(1)} %`);
  await context.test(`of addresses drawn at random ${LEAST_SHARE * 100} % are alike`, () => {
    if (same < all * LEAST_SHARE) throw new Error(`${same} of ${all}`);
  });
}
