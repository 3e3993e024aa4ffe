/** `remote_sort_domains`: deliveries to other hosts in the order of the items that their domains match. */
import { clean, isFailure, type Later, readList, textOf } from '../../expand/index.ts';
import { expanded } from '../options.ts';
import type { Batch } from '../plan/batch.ts';
import { NO_VARIABLES, type Round } from '../round.ts';

/** What matches none comes last; what is equal stays as it is. */
export const inOrder = (batches: readonly Batch[], round: Round): Later<readonly Batch[]> =>
  batches.length < 2 ? batches : sorted(batches, round);

async function sorted(batches: readonly Batch[], { ports, host, complain }: Round): Promise<readonly Batch[]> {
  const expansions = host(NO_VARIABLES);
  const list = await expanded(ports.configuration, 'remote_sort_domains', expansions, complain);
  if (list === undefined) return batches;
  const { items } = readList(list);
  const placed: { readonly batch: Batch; readonly place: number }[] = [];
  for (const batch of batches) {
    const domain = textOf(batch.targets[0]!.routed.domain, true);
    let place = 0;
    for (; place < items.length; place += 1) {
      const found = await expansions.lists.match('domain', domain, clean(items[place]!));
      if (!isFailure(found) && found.matched) break;
    }
    placed.push({ batch, place });
  }
  return placed.toSorted((a, b) => a.place - b.place).map(({ batch }) => batch);
}
