/**
 * A lock between processes: a file that only one can create.
 *
 * It holds who has it: process id, when that process began, and the host. A lock whose process is gone is stale, and is
 * taken over; one of another host (a shared disk) is stale after `staleAfterMs`. To break a stale lock is an act under a
 * second lock of the same kind, held for an instant: else two who saw the same stale file could each take away what the
 * other has just made. Waiting is bounded, so nothing here can stand still for ever.
 */
import { writeFileSync } from 'node:fs';
import { readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isGone, ourMark, type ProcessMark } from './process-mark.ts';
import { err, type Failure, ok, type Result } from './result.ts';

export type LockError = Failure<'lock/held' | 'lock/failed'>;

export interface Lock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** How long to wait for another to be done. */
  readonly waitMs: number;
  /** After this a lock of another host, or one that says nothing, is nobody's. */
  readonly staleAfterMs?: number;
  /** Sleeps; rejects or returns early when the caller has had enough. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly monotonicMs: () => number;
  /** No longer wanted. */
  readonly signal?: AbortSignal;
}

interface Owner extends ProcessMark {
  readonly host: string;
}

const POLL_MS = 50;
/** Attempts at one stale lock: where the folder forbids it, the next would fare no better. */
const MAX_BREAKS = 20;
const STALE_AFTER_MS = 15 * 60_000;
/** To write a line into a new file, or to break a lock, takes an instant. */
const INSTANT_MS = 5_000;

/** @param path  of the lock file, which is made and taken away; its folder must be there */
export async function acquireLock(path: string, options: LockOptions): Promise<Result<Lock, LockError>> {
  const deadline = options.monotonicMs() + options.waitMs;
  for (let breaks = 0; ; ) {
    const made = await create(path, JSON.stringify(ourselves()));
    if (made === 'made') return ok({ release: () => unlink(path).catch(() => {}) });
    if (made !== 'exists') return err(failed(path, made));
    const holder = await read(path);
    if (holder !== undefined && isStale(holder, options) && breaks < MAX_BREAKS) {
      breaks += 1;
      await breakLock(path, holder.text, options);
      continue;
    }
    if (options.monotonicMs() >= deadline || options.signal?.aborted === true) return err(held(path, holder));
    await options.sleep(POLL_MS);
  }
}

/** Is it held, by somebody who may still release it? */
export async function isLocked(path: string): Promise<boolean> {
  const holder = await read(path);
  return holder !== undefined && !isStale(holder, {});
}

/** At once: a file that says nothing, since its process was killed over it, is nobody's only after a while. */
async function create(path: string, text: string): Promise<'made' | 'exists' | NodeJS.ErrnoException> {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o644 });
    return 'made';
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    if (error.code === 'EEXIST') return 'exists';
    if (error.code === 'ENOSPC') await unlink(path).catch(() => {}); // made, and could not be written
    return error;
  }
}

interface Holder {
  readonly text: string;
  readonly ageMs: number;
  readonly owner: Owner | undefined;
}

/** Undefined: it has gone meanwhile, or may not be read. */
async function read(path: string): Promise<Holder | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { text, ageMs: Math.max(0, Date.now() - mtimeMs), owner: parseOwner(text) };
  } catch {
    return undefined;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as Partial<Owner> | null;
    const isOne = typeof value?.pid === 'number' && typeof value.host === 'string';
    return isOne ? (value as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function isStale({ owner, ageMs }: Holder, { staleAfterMs = STALE_AFTER_MS }: { staleAfterMs?: number }): boolean {
  if (owner === undefined) return ageMs > INSTANT_MS;
  if (owner.host !== hostname()) return ageMs > staleAfterMs;
  return isGone(owner);
}

/** Only while it still is what was judged: who holds the second lock is the only one who breaks. */
async function breakLock(path: string, judged: string, options: LockOptions): Promise<void> {
  const guard = `${path}.break`;
  const made = await create(guard, JSON.stringify(ourselves()));
  if (made === 'exists') {
    const other = await read(guard);
    if (other !== undefined && other.ageMs > INSTANT_MS) await unlink(guard).catch(() => {});
    else await options.sleep(POLL_MS);
    return;
  }
  if (made !== 'made') return await options.sleep(POLL_MS);
  try {
    if ((await read(path))?.text === judged) await unlink(path);
  } catch {
    // gone meanwhile
  } finally {
    await unlink(guard).catch(() => {});
  }
}

const ourselves = (): Owner => ({ ...ourMark(), host: hostname() });

function held(path: string, holder: Holder | undefined): LockError {
  const who = holder?.owner === undefined ? 'another process' : `process ${holder.owner.pid}`;
  return {
    code: 'lock/held',
    message: `${path}: ${who} holds the lock`,
    hint: 'it is at work on the same file: let it finish',
    fault: 'local',
    temporary: true,
  };
}

function failed(path: string, { code, message }: NodeJS.ErrnoException): LockError {
  return {
    code: 'lock/failed',
    message: `${path}: the lock file cannot be made: ${code ?? message}`,
    hint: 'the folder must be one that we may write to',
    fault: 'configuration',
    temporary: false,
  };
}
