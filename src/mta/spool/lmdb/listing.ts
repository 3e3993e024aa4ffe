/** The listing, page by page: each page is one view of the store, and no view is kept while somebody looks at it. */
import type { Progress } from '../message.ts';
import type { ListOptions, QueueItem } from '../spool.ts';
import { isListed } from '../state.ts';
import type { Listed, QueueRow } from './listed.ts';
import { renewed, type Store } from './store.ts';

/** The next page, which may be empty; undefined: there are no more. */
export type Pages = () => readonly QueueItem[] | undefined;

const PAGE = 500;
const FIRST = '0';

/** Pages of what there is; each is read when it is asked for. */
export function pagesOf(store: Store, options: ListOptions): Pages {
  let start: string | undefined = options.from ?? FIRST;
  return () => {
    if (start === undefined) return undefined;
    const { items, last } = readPage(renewed(store).listed, start, options);
    start = last === undefined ? undefined : `${last}\x01`;
    return items;
  };
}

/** Item by item: an async generator takes several turns for each of a hundred thousand. */
export function eachItem(begin: () => Promise<Pages>): AsyncIterable<QueueItem> {
  return {
    [Symbol.asyncIterator]: () => {
      let pages: Pages | undefined;
      let page: readonly QueueItem[] = [];
      let at = 0;
      const turn = async (): Promise<IteratorResult<QueueItem, undefined>> => {
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

interface Page {
  readonly items: readonly QueueItem[];
  /** Undefined: there are no more. */
  readonly last: string | undefined;
}

function readPage(rows: Listed, start: string, options: ListOptions): Page {
  const found = [...rows.queue.getRange({ start, limit: PAGE })];
  const [first, last] = [found[0]?.key, found.at(-1)?.key];
  if (first === undefined || last === undefined) return { items: [], last: undefined };
  const progressOf = options.withoutProgress === true ? NO_PROGRESS : progressBetween(rows, first, last);
  const isLast = found.length < PAGE || (options.to !== undefined && last > options.to);
  const items = found.map(({ key, value }) => itemOf(key, value, progressOf(key)));
  return { items: items.filter((item) => isWanted(item, options)), last: isLast ? undefined : last };
}

function itemOf(id: string, row: QueueRow, progress: readonly Progress[]): QueueItem {
  if (typeof row === 'number')
    return { kind: 'unreadable', id, octets: row, reason: 'the record is not what was written' };
  return { kind: 'message', entry: Object.assign(row, { progress }) };
}

function isWanted(item: QueueItem, options: ListOptions): boolean {
  return item.kind === 'message'
    ? isListed(item.entry.id, item.entry.queue, options)
    : isListed(item.id, '', { ...options, queue: '' });
}

const NOTHING: readonly Progress[] = [];
const NO_PROGRESS = (): readonly Progress[] => NOTHING;

/** Of one message after the other, in their order: both lie in it. */
function progressBetween({ progress }: Listed, first: string, last: string): (id: string) => readonly Progress[] {
  const rows = progress.getRange({ start: `${first}\x00`, end: `${last}\x02` })[Symbol.iterator]();
  let next = rows.next();
  return (id) => {
    const found: Progress[] = [];
    for (; next.done !== true; next = rows.next()) {
      const { key, value } = next.value;
      const owner = ownerLength(key);
      if (!key.startsWith(id) || owner !== id.length) {
        if (key.slice(0, owner) > id) break;
        continue; // of a message that has gone
      }
      if (typeof value !== 'number') found.push(value);
    }
    return found;
  };
}

/** Where its NUL or SOH stands (keys.ts). */
function ownerLength(key: string): number {
  let at = 0;
  while (key.charCodeAt(at) > 1) at += 1;
  return at;
}
