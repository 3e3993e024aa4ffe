/** Every call made of both, group by group. */
import { concurrently } from '../../../framework/concurrently.ts';
import type { Context } from '../../../framework/types.ts';
import { GROUPS } from './groups.ts';
import { knownOf } from './known.ts';
import type { Group } from './types.ts';
import { createWorld } from './world.ts';

const WIDTH = 6;

export async function compareCalls(context: Context): Promise<void> {
  const counts = await concurrently(WIDTH, [...GROUPS.entries()], ([place, group]) =>
    compareGroup(context, group, place),
  );
  const [same, all] = [0, 1].map((at) => counts.reduce((sum, count) => sum + count[at as 0 | 1], 0)) as [
    number,
    number,
  ];
  context.note(`${same} of ${all} calls are identical: ${((same / all) * 100).toFixed(1)} %`);
}

/** @returns how many calls were the same, and how many there were */
async function compareGroup(context: Context, group: Group, place: number): Promise<readonly [number, number]> {
  const world = await createWorld(context, group, place);
  let same = 0;
  try {
    for (const call of group.calls) {
      const [theirs, ours] = await Promise.all([world.said('exim', call), world.said('ours', call)]);
      const title = `${group.title}: ${call.isOpen === true ? 'open, ' : ''}${call.words.join(' ')}`;
      const known = knownOf(title);
      if (theirs === ours) same += 1;
      await context.test(known === undefined ? title : `${title} (known: ${known})`, () => {
        if (theirs !== ours && known === undefined) throw new Error(`\nexim:\n${theirs}\nours:\n${ours}`);
      });
    }
  } finally {
    await world.end();
  }
  return [same, group.calls.length];
}
