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
  RECORD_HEAD,
} from '../record.ts';
import { quiet } from './journal.ts';
import { keyOf, rangeOf } from './keys.ts';
import { formatPlace, isSame, type Place, type Places, parsePlace } from './place.ts';
import { renewed, type Store } from './store.ts';
import type { Landed } from './tray/landed.ts';

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

/** The value of a row of the queue. */
export const queueRow = (record: Buffer, place: Place | undefined): Buffer =>
  place === undefined ? record : Buffer.concat([record, formatPlace(place)]);

/** Without its place. */
export const recordOfRow = (row: Buffer): Buffer => row.subarray(0, row.length - bodyOfRecord(row).length);

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
  for (const key of store.attempts.getKeys(rangeOf(id))) quiet(store.attempts.remove(key));
  quiet(store.claims.remove(id));
}

/** What does not read is put aside as it is, for somebody to look at. */
export function setAside(store: Store, places: Places, id: string): void {
  const place = placeOf(store, id);
  const [queue, content] = [store.queue.get(id), place === undefined ? store.content.get(id) : places.read(place)];
  if (queue !== undefined) quiet(store.aside.put(`${id} queue`, queue));
  if (content !== undefined) quiet(store.aside.put(`${id} content`, content));
  forget(store, id, place);
}

export function readQueue(store: Store, id: string): Result<QueueRecord, SpoolError> {
  const record = store.queue.get(id);
  if (record === undefined) return err(missing(id));
  const decoded = decodeRecord<QueueRecord>(record);
  return decoded === undefined ? err(corrupt(id, 'queue record')) : ok(decoded);
}

export interface StoredContent {
  readonly content: ContentRecord;
  /** What is kept of the body with the record. */
  body(): Buffer;
}

export function readContent(store: Store, places: Places, id: string): Result<StoredContent, SpoolError> {
  const place = placeOf(store, id);
  const record = place === undefined ? store.content.get(id) : places.read(place);
  if (place !== undefined && !isSame(placeOf(renewed(store), id), place)) return readContent(store, places, id); // it moved
  if (record === undefined)
    return err(store.queue.doesExist(id) ? corrupt(id, 'content, which is gone,') : missing(id));
  return decodeContent(id, record);
}

function decodeContent(id: string, record: Buffer): Result<StoredContent, SpoolError> {
  const content = decodeRecord<ContentRecord>(record);
  return content === undefined ? err(corrupt(id, 'content')) : ok({ content, body: () => bodyOfRecord(record) });
}

/** The same of a message that has no rows yet. */
export function landedContent(places: Places, { slip, place }: Landed): Result<StoredContent, SpoolError> {
  const record = places.read(place);
  return record === undefined ? err(corrupt(slip.id, 'content')) : decodeContent(slip.id, record);
}

export function landedMessage(places: Places, landed: Landed): Result<StoredMessage, SpoolError> {
  const { slip, queue } = landed;
  const content = landedContent(places, landed);
  if (!content.ok) return content;
  return ok(joinMessage(decodeRecord<QueueRecord>(queue)!, content.value.content, slip.settled ?? []));
}

/** In a tray; undefined: it is not in one, or not there at all. */
export function placeOf(store: Store, id: string): Place | undefined {
  const row = store.queue.get(id);
  return row === undefined || row.length < RECORD_HEAD ? undefined : parsePlace(bodyOfRecord(row));
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
