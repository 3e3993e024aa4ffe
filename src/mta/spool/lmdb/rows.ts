/** The rows of a message: put and taken away together, read together. To be called inside of a write, where it writes. */
import { err, ok, type Result } from '../../../base/index.ts';
import { missing, type SpoolError, spoolError } from '../failures.ts';
import type { Progress, StoredMessage } from '../message.ts';
import {
  bodyOfRecord,
  type ContentRecord,
  decodeRecord,
  encodeRecord,
  joinMessage,
  type QueueRecord,
} from '../record.ts';
import { quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import type { Place, Places } from './place.ts';
import type { Store } from './store.ts';

export function putMessage(
  store: Store,
  id: string,
  queue: Buffer,
  content: Buffer,
  settled: readonly Progress[],
): void {
  quiet(store.queue.put(id, queue));
  quiet(store.content.put(id, content));
  putProgress(store, id, settled);
}

export function putProgress(store: Store, id: string, progress: readonly Progress[]): void {
  for (const each of progress) quiet(store.progress.put(keyOf(id, each.address), encodeRecord(each)));
}

/** Every row of the message, the claim included. @param place  of its content, where that is in a tray */
export function forget(store: Store, id: string, place?: Place): void {
  if (place !== undefined) quiet(store.tenants.remove(keyOf(place.tray, id)));
  quiet(store.queue.remove(id));
  quiet(store.content.remove(id));
  for (const key of store.progress.getKeys(rangeOf(id))) quiet(store.progress.remove(key));
  for (const key of store.logs.getKeys(rangeOf(id))) quiet(store.logs.remove(key));
  quiet(store.claims.remove(id));
}

/** What does not read is put aside as it is, for somebody to look at; it goes on to be a tenant of its tray. */
export function setAside(store: Store, id: string): void {
  const [queue, content] = [store.queue.get(id), store.content.get(id)];
  if (queue !== undefined) quiet(store.aside.put(`${id} queue`, queue));
  if (content !== undefined) quiet(store.aside.put(`${id} content`, content));
  forget(store, id);
}

export function readQueue(store: Store, id: string): Result<QueueRecord, SpoolError> {
  const record = store.queue.get(id);
  if (record === undefined) return err(missing(id));
  const decoded = decodeRecord<QueueRecord>(record);
  return decoded === undefined ? err(corrupt(id, 'queue record')) : ok(decoded);
}

/** The content's row, where the content is in a tray. */
interface PlacedContent {
  readonly place: Place;
}

export interface StoredContent {
  readonly content: ContentRecord;
  /** What is kept of the body with the record. */
  body(): Buffer;
}

export function readContent(store: Store, places: Places, id: string): Result<StoredContent, SpoolError> {
  const row = store.content.get(id);
  if (row === undefined) return err(store.queue.doesExist(id) ? corrupt(id, 'content, which is gone') : missing(id));
  const decoded = decodeRecord<ContentRecord | PlacedContent>(row);
  if (decoded === undefined) return err(corrupt(id, 'content'));
  if (!('place' in decoded)) return ok({ content: decoded, body: () => bodyOfRecord(row) });
  const record = places.read(decoded.place);
  const content = record === undefined ? undefined : decodeRecord<ContentRecord>(record);
  return content === undefined ? err(corrupt(id, 'content')) : ok({ content, body: () => bodyOfRecord(record!) });
}

/** Undefined also for content that is beside its row, or does not read. */
export function placeOf(store: Store, id: string): Place | undefined {
  const row = store.content.get(id);
  const decoded = row === undefined ? undefined : decodeRecord<Partial<PlacedContent>>(row);
  return decoded?.place;
}

export function readMessage(store: Store, places: Places, id: string): Result<StoredMessage, SpoolError> {
  const queue = readQueue(store, id);
  if (!queue.ok) return queue;
  const content = readContent(store, places, id);
  if (!content.ok) return content;
  return ok(joinMessage(queue.value, content.value.content, readProgress(store, id)));
}

/** A row that does not read is left out: at worst its address is tried once more. */
function readProgress(store: Store, id: string): readonly Progress[] {
  const found: Progress[] = [];
  for (const { value } of store.progress.getRange(rangeOf(id))) {
    const decoded = decodeRecord<Progress>(value);
    if (decoded !== undefined) found.push(decoded);
  }
  return found;
}

export function corrupt(id: string, what: string): SpoolError {
  return spoolError(
    'spool/corrupt',
    `${id}: its ${what} cannot be read`,
    'the message is set aside, and the others go on',
  );
}
