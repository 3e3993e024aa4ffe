/** 250 is a promise: kept over the death of any process at any moment, and over disks that are full, read-only or give up, over clocks that jump. */
import type { Context, Suite } from '../../framework/types.ts';
import { tryBlows } from './blows.ts';
import { tryClocks } from './clocks.ts';
import { tryDisks } from './disks.ts';
import { tryKills } from './kills.ts';
import { tryLives } from './lives.ts';
import { tryRest } from './rest.ts';

export const suite: Suite = {
  name: 'durability',
  proves: 'what serve answers 250 to is in the spool, whole, whatever is killed and whichever disk is full',
  run,
};

async function run(context: Context): Promise<void> {
  await tryDisks(context);
  if (process.env.DISKS === 'only') return;
  if (context.full) {
    await tryBlows(context);
    await tryClocks(context);
    await tryRest(context);
  }
  await tryKills(context);
  await tryLives(context);
}
