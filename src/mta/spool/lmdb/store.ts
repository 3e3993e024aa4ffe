/**
 * The LMDB environment and its databases.
 *
 * | database | key | value |
 * |---|---|---|
 * | queue | id | `QueueRecord`, and its place where the message lies in a tray |
 * | content | id | `ContentRecord`, and the body where it is small; none of a message in a tray |
 * | progress | id, NUL, address | `Progress` |
 * | claims | id | `ClaimRecord`; its version is the claim's token |
 * | hints | namespace, key | `HintRecord`; its version changes with it |
 * | meta | name | octets |
 * | logs | id, NUL, when and where written | a line of the message's own log |
 * | attempts | id, NUL, number | `StoredAttempt` |
 * | trays | name of the file | `TrayRecord`: how far its messages are in the other databases |
 * | tenants | name of a tray's file, NUL, id | who keeps it from being used again |
 * | aside | id | what did not read, as it was |
 *
 * Ids sort as text in the order of arrival, so a range of keys is a page of the listing.
 */
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import { noteDescriptors } from '../../../base/process/index.ts';
import { giveTo, type StoreFolder } from './folder.ts';

export interface Store {
  readonly env: RootDatabase<Buffer, string>;
  /** Where it is on the disk. */
  readonly file: string;
  readonly queue: Database<Buffer, string>;
  readonly content: Database<Buffer, string>;
  readonly progress: Database<Buffer, Buffer>;
  readonly claims: Database<Buffer, string>;
  readonly hints: Database<Buffer, Buffer>;
  readonly meta: Database<Buffer, string>;
  readonly logs: Database<Buffer, Buffer>;
  readonly attempts: Database<Buffer, Buffer>;
  readonly trays: Database<Buffer, string>;
  readonly tenants: Database<Buffer, Buffer>;
  readonly aside: Database<Buffer, string>;
}

/** As the library names it. */
const DATABASE = 'data.mdb';
/** Address space, not memory nor disk: one that never grows, since growing is an affair of all processes together. */
const MAP_OCTETS = 2 ** 38;
/** Processes and threads that look into it at a time. */
const MAX_READERS = 1022;

export function openStore(folder: StoreFolder): Store {
  const env = open<Buffer, string>({
    path: folder.path,
    noSubdir: false,
    mapSize: MAP_OCTETS,
    maxDbs: 16,
    encoding: 'binary',
    overlappingSync: false,
    // Known to the library, missing in its types. Batches by turns reject, when they fail, a promise that nobody can have.
    ...({ maxReaders: MAX_READERS, eventTurnBatching: false } as object),
  });
  noteDescriptors(); // the library leaves its file open for programs that are started
  keepPrivate(folder.path);
  const texts = (name: string, useVersions = false): Database<Buffer, string> =>
    env.openDB<Buffer, string>({ name, encoding: 'binary', useVersions });
  const octets = (name: string, useVersions = false): Database<Buffer, Buffer> =>
    env.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary', useVersions });
  return {
    env,
    file: join(folder.path, DATABASE),
    queue: texts('queue'),
    content: texts('content'),
    progress: octets('progress'),
    claims: texts('claims', true),
    hints: octets('hints', true),
    meta: texts('meta', true),
    logs: octets('logs'),
    attempts: octets('attempts'),
    trays: texts('trays', true),
    tenants: octets('tenants'),
    aside: texts('aside'),
  };
}

/** The store as it is now: else a view is used for a whole turn of the event loop, and what others wrote is not in it. */
export function renewed(store: Store): Store {
  store.env.resetReadTxn();
  return store;
}

/** The library makes them 0644; the folder is 0700, and this is for who copies them elsewhere. */
function keepPrivate(path: string): void {
  const owner = statSync(path);
  for (const name of [DATABASE, 'lock.mdb']) {
    const file = join(path, name);
    if ((statSync(file).mode & 0o077) === 0) continue;
    chmodSync(file, 0o600);
    giveTo(file, owner);
  }
}

/** A version that nothing else has: 52 bits of chance, and never one of the library's own marks. */
export function newToken(): number {
  return 1 + Math.floor(Math.random() * (Number.MAX_SAFE_INTEGER - 1));
}
