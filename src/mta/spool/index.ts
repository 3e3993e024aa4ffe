/**
 * spool: messages between the 250 that took them and the last of their deliveries, and what deliveries remember.
 *
 * A **message** is an envelope with headers and facts (`StoredMessage`), and a body. It comes in through a writer, whose
 * `commit` is the promise of 250: what was committed survives. Whoever works on a message has a **claim** on it, which ends
 * with its process or its lease, so that a dead worker's work is taken over. **Progress** is what came of its addresses; it
 * is written without touching headers or body. **Hints** are what processes learned and may forget: when to try a host
 * again, how fast somebody sent.
 *
 * The interface is `Spool`; an engine is opened by its own face (`lmdb/`, `memory/`), which is imported when it is used.
 * One suite, `test/mta/spool/contract/`, holds them to the interface, with crashes between any two steps.
 *
 * Deliberately absent: what a message means (expansions, routing), and when to try again.
 */
import type { Result } from '../../base/index.ts';
import type { SpoolError } from './failures.ts';
import type { LmdbSpoolSettings } from './lmdb/settings.ts';
import type { Spool } from './spool.ts';

export { formatHeaderFile } from './exim-format.ts';
export { type HeaderFile, readHeaderFile } from './exim-read.ts';
export { missing, type SpoolError, type SpoolErrorCode, StoreTrouble, spoolError, storeTrouble } from './failures.ts';
export { storeFault } from './lmdb/folder.ts';
export { INLINE_OCTETS, type LmdbSpoolSettings, TRAY_OCTETS } from './lmdb/settings.ts';
export { createMemorySpool, type MemorySpoolOptions } from './memory/index.ts';
export { createMemoryStore, type MemoryStore } from './memory/store.ts';
export {
  type ArrivedMessage,
  type AttemptedHost,
  type AttemptedRecipient,
  type BodyFacts,
  type ConnectionFacts,
  type HeaderLetter,
  headerOctets,
  isSettled,
  MAX_ATTEMPTS,
  type MessageFlags,
  type MessageState,
  type Progress,
  type ProgressOutline,
  type QueueEntry,
  type QueueOutline,
  type StoredAttempt,
  type StoredHeader,
  type StoredMessage,
  type StoredRecipient,
  type StoredText,
  type Submitter,
  type TlsFacts,
} from './message.ts';
export type {
  Claim,
  FirstClaim,
  Hint,
  HintNamespace,
  Hints,
  ListOptions,
  MessageChange,
  MessageWriter,
  OutlineItem,
  QueueItem,
  Space,
  Spool,
  StoredBody,
  Swept,
} from './spool.ts';
export { queueEntry } from './state.ts';

/** Loads the database, which takes its time, for who will open one soon. */
export async function prepareSpool(): Promise<void> {
  await import('./lmdb/index.ts');
}

/** Opens the embedded spool, and frees what dead processes left in it. The database is loaded only now. */
export async function openSpool(settings: LmdbSpoolSettings): Promise<Result<Spool, SpoolError>> {
  const { openLmdbSpool } = await import('./lmdb/index.ts');
  return await openLmdbSpool(settings);
}
