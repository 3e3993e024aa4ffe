/** The listing, page by page: each page is one view of the store, and no view is kept while somebody looks at it. */
import type { Progress } from '../message.ts';
import { decodeRecord, type QueueRecord } from '../record.ts';
import type { ListOptions, QueueItem } from '../spool.ts';
import { isListed } from '../state.ts';
import { ownerOf, rangeOf } from './keys.ts';
import { renewed, type Store } from './store.ts';

const PAGE = 500;

export async function* listMessages(store: Store, options: ListOptions): AsyncGenerator<QueueItem> {
  for (let start = options.from ?? FIRST; ; ) {
    const page = readPage(store, start, options);
    yield* page.items;
    if (page.last === undefined) return;
    start = `${page.last}\x01`;
  }
}

const FIRST = '0';

interface Page {
  readonly items: readonly QueueItem[];
  /** Undefined: there are no more. */
  readonly last: string | undefined;
}

function readPage(store: Store, start: string, options: ListOptions): Page {
  const rows = [...renewed(store).queue.getRange({ start, limit: PAGE })];
  const [first, last] = [rows[0]?.key, rows.at(-1)?.key];
  if (first === undefined || last === undefined) return { items: [], last: undefined };
  const progress = progressOf(store, first, last);
  const isLast = rows.length < PAGE || (options.to !== undefined && last > options.to);
  const items = rows.map(({ key, value }) => itemOf(key, value, progress.get(key) ?? []));
  return { items: items.filter((item) => isWanted(item, options)), last: isLast ? undefined : last };
}

function itemOf(id: string, record: Buffer, progress: readonly Progress[]): QueueItem {
  const decoded = decodeRecord<QueueRecord>(record);
  if (decoded === undefined)
    return { kind: 'unreadable', id, octets: record.length, reason: 'the record is not what was written' };
  return { kind: 'message', entry: Object.assign(decoded, { progress }) };
}

function isWanted(item: QueueItem, options: ListOptions): boolean {
  return item.kind === 'message'
    ? isListed(item.entry.id, item.entry.queue, options)
    : isListed(item.id, '', { ...options, queue: '' });
}

function progressOf(store: Store, first: string, last: string): ReadonlyMap<string, Progress[]> {
  const found = new Map<string, Progress[]>();
  for (const { key, value } of store.progress.getRange(rangeOf(first, last))) {
    const id = ownerOf(key);
    const progress = decodeRecord<Progress>(value);
    if (progress === undefined) continue;
    const known = found.get(id);
    if (known === undefined) found.set(id, [progress]);
    else known.push(progress);
  }
  return found;
}
