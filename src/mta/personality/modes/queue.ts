/** `-bp` and its kin: the queue. */

import { ok } from '../../../base/index.ts';
import { isMessageId } from '../../message-id/index.ts';
import { formatBp, type OpenedQueue, withQueue } from '../../queue/index.ts';
import type { ListOptions, OutlineItem, Spool } from '../../spool/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';
import { told } from './told.ts';

/** `r` unsorted (here: as it is), `i` ids alone, `a` and `u` which addresses. */
const LISTING = /^-bp(?:c|r?i?[au]?|r?[au]?i?)$/;

export const queueMode: Mode = {
  matches: (flag) => LISTING.test(flag),
  admin: () => 'listing',
  run: (call, ports) =>
    told(
      ports,
      withQueue(call.configuration, ports, async (queue) => ok(await print(queue, call, ports))),
    ),
};

async function print({ spool }: OpenedQueue, call: Call, ports: PersonalityPorts): Promise<number> {
  const { flag, words, queue } = call;
  if (flag === '-bpc') {
    let count = 0;
    for await (const items of itemsOf(spool, [], queue, WITHOUT_PROGRESS)) count += items.length;
    await ports.out(`${count}\n`);
    return 0;
  }
  const letters = flag.slice(3);
  const options = { undelivered: letters.includes('u'), all: letters.includes('a') };
  const nowMs = ports.clock.now().getTime();
  const isOfIds = letters.includes('i');
  const text = isOfIds ? idLine : (item: OutlineItem): string => formatBp(item, nowMs, options);
  for await (const items of itemsOf(spool, words, queue, isOfIds ? WITHOUT_PROGRESS : SETTLED_ONLY)) {
    let lines = '';
    for (const item of items) lines += typeof item === 'string' ? notThere(item) : text(item);
    if (lines !== '') await ports.out(lines);
  }
  return 0;
}

const SETTLED_ONLY: ListOptions = { settledOnly: true };
const WITHOUT_PROGRESS: ListOptions = { withoutProgress: true };
const idLine = (item: OutlineItem): string => `${item.kind === 'message' ? item.entry.id : item.id}\n`;
/** What is no id is told as the beginning of the name of its file. */
function notThere(id: string): string {
  const shown = isMessageId(id) ? id : `${id}-H`.slice(0, ID_LENGTH);
  return `      ${shown}\n    *** spool read error: No such file or directory ***\n\n`;
}

const ID_LENGTH = 16;

/** All of them, or those that are named, in that order; a name alone where there is none. Some at a time. */
async function* itemsOf(
  spool: Spool | undefined,
  ids: readonly string[],
  queue: string,
  options: ListOptions,
): AsyncGenerator<readonly (OutlineItem | string)[]> {
  if (ids.length === 0) {
    if (spool !== undefined) yield* spool.outlines({ ...options, queue });
    return;
  }
  for (const id of ids) {
    let isThere = false;
    if (spool !== undefined)
      for await (const items of spool.outlines({ ...options, from: id, to: id, queue })) {
        isThere ||= items.length > 0;
        yield items;
      }
    if (!isThere) yield [id];
  }
}
