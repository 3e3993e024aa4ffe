/**
 * Filing: what has landed in trays becomes rows of the database, many messages by one commit.
 *
 * Each tray has a row that says how far it has been filed, written together with the messages and only where it is still
 * what was read. So anybody may file for anybody: the owner, who has the records at hand; who looks into the store, for what
 * others have just taken; and whoever comes after a death.
 */
import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../../base/index.ts';
import { type SpoolError, spoolError } from '../../failures.ts';
import { decodeRecord, encodeRecord } from '../../record.ts';
import { type Journal, quiet } from '../journal.ts';
import { keyOf } from '../keys.ts';
import { noteNewest } from '../newest.ts';
import { putProgress, queueRow } from '../rows.ts';
import { newToken, renewed, type Store } from '../store.ts';
import { readFrames } from './file.ts';
import type { Landed } from './landed.ts';

export interface TrayRecord {
  /** In hex. */
  readonly mark: string;
  /** Up to here all is in the database. */
  readonly filed: number;
}

export interface TrayRow extends TrayRecord {
  readonly version: number;
}

export function trayRow(store: Store, name: string): TrayRow | undefined {
  const entry = renewed(store).trays.getEntry(name);
  const record = entry === undefined ? undefined : decodeRecord<TrayRecord>(entry.value);
  return record === undefined ? undefined : { ...record, version: entry!.version! };
}

export function putTray(store: Store, name: string, record: TrayRecord): void {
  quiet(store.trays.put(name, encodeRecord(record), newToken()));
}

/**
 * Those which somebody else has filed are left out. That is so of all of them where the tray is in another use, or has no
 * row any more: it comes to that only when all is filed.
 *
 * @param landed  all of one tray and of one use, in their order, with none missing between them
 */
export async function fileAll(
  store: Store,
  journal: Journal,
  landed: readonly Landed[],
): Promise<Result<void, SpoolError>> {
  const { use, place } = landed[0]!;
  const name = place.tray;
  for (;;) {
    for (const each of landed) each.filedAs = undefined;
    const row = trayRow(store, name);
    if (row === undefined && store.trays.doesExist(name))
      return err(spoolError('spool/corrupt', `the row of the tray ${name} cannot be read`));
    if (row?.mark !== use) return ok(undefined);
    const left = landed.filter(({ place }) => place.from >= row.filed);
    if (left.length === 0) return ok(undefined);
    const written = await journal.write(
      (act) => store.trays.ifVersion(name, row.version, act),
      () => {
        for (const each of left) {
          each.filedAs = each.fate;
          if (each.fate !== 'gone') putLanded(store, each);
        }
        const gone = newestOf(left.filter(({ fate }) => fate === 'gone'));
        if (gone !== undefined) noteNewest(store, gone);
        putTray(store, name, { mark: row.mark, filed: left.at(-1)!.to });
      },
    );
    if (!written.ok) return err(written.error);
    if (written.value) return ok(undefined);
  }
}

/** Ids sort as text in the order of arrival, which is not always the order of landing. */
const newestOf = (landed: readonly Landed[]): string | undefined =>
  landed.reduce<string | undefined>(
    (newest, { slip: { id } }) => (newest === undefined || newest < id ? id : newest),
    undefined,
  );

function putLanded(store: Store, { slip, queue, place, fate }: Landed): void {
  const { id, settled = [] } = slip;
  const claim = fate === 'gone' || fate === undefined ? slip.claim : fate;
  quiet(store.queue.put(id, queueRow(queue, place)));
  quiet(store.tenants.put(keyOf(place.tray, id), TENANT));
  putProgress(store, id, settled);
  if (claim !== undefined) quiet(store.claims.put(id, encodeRecord(claim.record), claim.token));
}

const TENANT = Buffer.alloc(1);

/**
 * What another process has put into a tray since it was filed last. It is flushed first: the other may not have come to it,
 * and a row must not name what is not on the disk.
 */
export function unfiled(folder: string, name: string, row: TrayRecord | undefined): readonly Landed[] {
  if (row === undefined) return [];
  const descriptor = openThere(join(folder, name));
  if (descriptor === undefined) return [];
  try {
    const frames = readFrames(descriptor, Buffer.from(row.mark, 'hex'), row.filed);
    if (frames.length > 0) fdatasyncSync(descriptor);
    return frames.map(({ slip, queue, at, octets, contentAt, contentOctets }) => ({
      slip,
      queue,
      use: row.mark,
      place: { tray: name, from: at, at: at + contentAt, octets: contentOctets },
      sinceMs: 0,
      to: at + octets,
    }));
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined where it has gone meanwhile. */
function openThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
