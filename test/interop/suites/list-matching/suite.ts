/** Lists and subjects: what an ACL of exim -bh decides, and what one of mxray session does. */
import type { Context, Suite } from '../../framework/types.ts';
import { askExim, ENDED, writeConfiguration } from './exim.ts';
import { generatePairs } from './generate.ts';
import { keptCases } from './kept.ts';
import { askOurselves } from './ours.ts';
import { familyNames, pairsOf } from './pairs.ts';
import type { Pair, Said } from './types.ts';
import { furnishWorld } from './world.ts';

export const suite: Suite = {
  name: 'list-matching',
  proves: 'domain, host, address and local part lists match what ACLs of exim -bh match, with the same values',
  run,
};

const SEED = 20_261;
/** What a list ending in `!` leaves in its variable depends on everything before it; it is followed this far. */
const SHARE_AT_RANDOM = 0.995;

async function run(context: Context): Promise<void> {
  const folder = await furnishWorld(context);
  let agreed = 0;
  let all = 0;
  const compare = async (name: string, pairs: readonly Pair[], share = 1): Promise<void> => {
    await context.test(`${name}: ${pairs.length} pairs as exim -bh`, async () => {
      const said = await both(context, folder, pairs);
      const differing = said.filter(({ ours, theirs }) => !isSame(ours, theirs));
      all += said.length;
      agreed += said.length - differing.length;
      if (differing.length > 0) context.note(describe(differing));
      if (said.length - differing.length < share * said.length) throw new Error('fewer agree than have to');
    });
  };
  for (const name of familyNames) await compare(name, pairsOf(name));
  await keptCases(context);
  context.note(`seed ${SEED}`);
  await compare('lists made at random', generatePairs(context.full ? 3000 : 120, SEED), SHARE_AT_RANDOM);
  context.note(`${agreed} of ${all} pairs agree (${((100 * agreed) / all).toFixed(2)} %)`);
}

async function both(context: Context, folder: string, pairs: readonly Pair[]): Promise<readonly Said[]> {
  const file = writeConfiguration(context, folder, pairs);
  const [theirs, ours] = await Promise.all([askExim(file, pairs), askOurselves(file, pairs)]);
  return pairs.map((pair, index) => ({ pair, ours: ours[index]!, theirs: theirs[index]! }));
}

/** A list that ends a session of theirs is a failure here: the message waits in both. */
const isSame = (ours: string, theirs: string): boolean => ours === theirs || (theirs === ENDED && ours === 'defer');

const describe = (differing: readonly Said[]): string =>
  `${differing.length} differ:\n${differing
    .slice(0, 80)
    .map(
      ({ pair: { condition, list, subject }, ours, theirs }) =>
        `  ${condition} = ${list}  (${subject})\n    exim ${theirs}\n    ours ${ours}`,
    )
    .join('\n')}`;
