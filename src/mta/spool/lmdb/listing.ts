/** The listing, page by page: each page is one view of the store, and no view is kept while somebody looks at it. */
import { isSettled, type Progress } from '../message.ts';
import { outlineOfProgress, outlineOfQueue } from '../outline.ts';
import { type QueueRecord, RECORD_HEAD, textOfRecord } from '../record.ts';
import type { ListOptions, OutlineItem, QueueItem, UnreadableItem } from '../spool.ts';
import { isListed } from '../state.ts';
import { type Look, lookThrough, type Rows } from './row-pages.ts';
import type { Store } from './store.ts';

/** The next page, which may be empty; undefined: there are no more. */
export type Pages<Item> = () => readonly Item[] | undefined;

const PAGE = 500;
const FIRST = '0';

/** Pages of what there is; each is read when it is asked for. */
export const itemPages = (store: Store, options: ListOptions): Pages<QueueItem> => pagesOf(store, options, WHOLE);
export const outlinePages = (store: Store, options: ListOptions): Pages<OutlineItem> =>
  pagesOf(store, options, OUTLINED);

/** What is read out of records. */
interface Reading<Queue, Outcome extends Pick<Progress, 'status'>> {
  readonly queue: (text: string) => Queue;
  readonly progress: (text: string) => Outcome;
}

const WHOLE: Reading<QueueRecord, Progress> = { queue: JSON.parse, progress: JSON.parse };
const OUTLINED = { queue: outlineOfQueue, progress: outlineOfProgress };

interface Named {
  readonly id: string;
  readonly queue?: string | undefined;
}

type Item<Queue, Outcome> =
  | { readonly kind: 'message'; readonly entry: Queue & { readonly progress: readonly Outcome[] } }
  | UnreadableItem;

function pagesOf<Queue extends Named, Outcome extends Pick<Progress, 'status'>>(
  { env, file }: Store,
  options: ListOptions,
  reading: Reading<Queue, Outcome>,
): Pages<Item<Queue, Outcome>> {
  let start: string | undefined = options.from ?? FIRST;
  return () => {
    if (start === undefined) return undefined;
    const page = lookThrough(env, file, (look) => readPage(look, start!, options, reading));
    start = page.last === undefined ? undefined : `${page.last}\x01`;
    return page.items;
  };
}

interface Page<Queue, Outcome> {
  readonly items: readonly Item<Queue, Outcome>[];
  /** Undefined: there are no more. */
  readonly last: string | undefined;
}

function readPage<Queue extends Named, Outcome extends Pick<Progress, 'status'>>(
  look: Look,
  start: string,
  options: ListOptions,
  reading: Reading<Queue, Outcome>,
): Page<Queue, Outcome> {
  const items: Item<Queue, Outcome>[] = [];
  const queue = look.rows('queue');
  const progressOf =
    options.withoutProgress === true ? () => [] : inOrder(look.rows('progress'), start, options, reading.progress);
  queue.seek(start);
  for (let read = 1; ; read += 1) {
    if (!queue.next()) return { items, last: undefined };
    if (options.to !== undefined && queue.key() > options.to) return { items, last: undefined };
    const item = itemOf(queue, reading, progressOf);
    if (isWanted(item, options)) items.push(item);
    if (read === PAGE) return { items, last: queue.key() };
  }
}

function itemOf<Queue extends Named, Outcome extends Pick<Progress, 'status'>>(
  row: Rows,
  reading: Reading<Queue, Outcome>,
  progressOf: (owner: Rows) => readonly Outcome[],
): Item<Queue, Outcome> {
  const { octets, from, end } = row;
  const text = textOfRecord(octets, from, end);
  if (text === undefined)
    return { kind: 'unreadable', id: row.key(), octets: end - from, reason: 'the record is not what was written' };
  return { kind: 'message', entry: Object.assign(reading.queue(text), { progress: progressOf(row) }) };
}

function isWanted(item: Item<Named, unknown>, options: ListOptions): boolean {
  return item.kind === 'message'
    ? isListed(item.entry.id, item.entry.queue, options)
    : isListed(item.id, '', { ...options, queue: '' });
}

/** Of one message after the other, in their order: both lie in it. A row that does not read is left out. */
function inOrder<Outcome extends Pick<Progress, 'status'>>(
  rows: Rows,
  start: string,
  { settledOnly = false }: ListOptions,
  read: (text: string) => Outcome,
): (owner: Rows) => readonly Outcome[] {
  rows.seek(`${start}\x00`);
  let isThere = rows.next();
  return (owner) => {
    const found: Outcome[] = [];
    for (; isThere; isThere = rows.next()) {
      const order = rows.compareOwner(owner);
      if (order > 0) break;
      if (order < 0 || (settledOnly && isPlainlyDeferred(rows, owner))) continue; // before it: of a message that has gone
      const text = textOfRecord(rows.octets, rows.from, rows.end);
      if (text === undefined) continue;
      const progress = read(text);
      if (!settledOnly || isSettled(progress)) found.push(progress);
    }
    return found;
  };
}

/** Nearly all that waits is, and need not be read where only what is settled is asked for. */
function isPlainlyDeferred({ octets, from, end, keyLength }: Rows, owner: Rows): boolean {
  const status = from + RECORD_HEAD + ADDRESS_AT + keyLength - owner.keyLength - 1;
  if (status + DEFERRED.length > end) return false;
  for (let at = 0; at < DEFERRED.length; at += 1) if (octets[status + at] !== DEFERRED[at]) return false;
  return true;
}

/** How the record begins of an address that stands in it as in its key. */
const ADDRESS_AT = '{"address":"'.length;
const DEFERRED = Buffer.from('","status":"deferred"');

/** Item by item: an async generator takes several turns for each of a hundred thousand. */
export function eachItem<Item>(begin: () => Promise<Pages<Item>>): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]: () => {
      let pages: Pages<Item> | undefined;
      let page: readonly Item[] = [];
      let at = 0;
      const turn = async (): Promise<IteratorResult<Item, undefined>> => {
        pages ??= await begin();
        do {
          const next = pages();
          if (next === undefined) return { done: true, value: undefined };
          [page, at] = [next, 0];
        } while (page.length === 0);
        return { done: false, value: page[at++]! };
      };
      return { next: () => (at < page.length ? Promise.resolve({ done: false, value: page[at++]! }) : turn()) };
    },
  };
}

export async function* eachPage<Item>(begin: () => Promise<Pages<Item>>): AsyncGenerator<readonly Item[]> {
  const pages = await begin();
  for (let page = pages(); page !== undefined; page = pages()) yield page;
}
