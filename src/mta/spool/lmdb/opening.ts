/**
 * Opening the store: while a process does, no other commits, and none closes it.
 *
 * When the library opens a store, it reads from the file which commit is the last, and a moment later writes that where
 * processes tell each other which one is the last. A commit between the two is forgotten, and the next one writes over it
 * (OpenLDAP's ITS#9496, which the library still has). Of a thousand openings beside a thousand commits a second some thirty
 * lost one, on a disk in memory.
 *
 * So who opens has a lock, and waits until no living process is in the middle of a commit. Who commits says so in a file of
 * its own, and looks for the lock afterwards; who opens takes the lock, and looks into those files afterwards. Each looks
 * after it has spoken, so of two that meet one sees the other at least. The dead are not waited for: what they wrote
 * is whole or not there, and whoever writes next finds out.
 *
 * When the last process that has the store closes it, the library destroys the mutexes of the shared lock file, and who comes
 * in at that moment is left with them: EINVAL, from then on. So who closes has the lock as well.
 *
 * ```
 * store/opening                             the lock (base/lock.ts)
 * store/committing/<pid>-<began>.<chance>   an octet: 1 while a commit is under way
 * ```
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, type Stats, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock, err, isLocked, ok, type Result, sleep, systemClock } from '../../../base/index.ts';
import { type SpoolError, spoolError, systemFailure } from '../failures.ts';
import { giveTo, makeFolder, type StoreFolder } from './folder.ts';
import { isLeftBehind, ourName } from './owner.ts';

/** What a process passes with each of its commits. */
export interface Gate {
  /** Before a commit. Undefined: it may begin; else it is to be waited for. `leave` follows, unless it failed. */
  enter(): Promise<Result<void, SpoolError>> | undefined;
  /** The commit has ended. */
  leave(): void;
  close(): void;
}

/** Longer than any commit takes, and any opening. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 1;

const lookAgain = (): Promise<void> => sleep(LOOK_AGAIN_MS);

/** Opens while nobody commits. @param open  throws as the library does */
export async function whileNobodyCommits<T>(folder: StoreFolder, open: () => T): Promise<Result<T, SpoolError>> {
  const { monotonicMs } = systemClock;
  const lock = await acquireLock(folder.opening, { waitMs: PATIENCE_MS, sleep: lookAgain, monotonicMs });
  if (!lock.ok) return err(spoolError('spool/failed', lock.error.message, lock.error.hint));
  try {
    makeFolder(folder.committing, statSync(folder.path)); // not there in a store of an earlier version
    const busy = await untilNobodyCommits(folder.committing, monotonicMs);
    return busy === undefined ? ok(open()) : err(busy);
  } finally {
    await lock.value.release();
  }
}

/** Closes while nobody opens; all the same where the lock cannot be had, since who ends must come to an end. */
export async function whileNobodyOpens(folder: StoreFolder, close: () => Promise<void>): Promise<void> {
  const { monotonicMs } = systemClock;
  const lock = await acquireLock(folder.opening, { waitMs: PATIENCE_MS, sleep: lookAgain, monotonicMs });
  try {
    await close();
  } finally {
    if (lock.ok) await lock.value.release();
  }
}

/** @returns who did not come to an end */
async function untilNobodyCommits(folder: string, monotonicMs: () => number): Promise<SpoolError | undefined> {
  const deadline = monotonicMs() + PATIENCE_MS;
  for (const name of readdirSync(folder).filter(isOfOurs)) {
    while (isCommitting(folder, name)) {
      if (monotonicMs() > deadline) return stuck(folder, `process ${name.split('-')[0]} has been writing`);
      await lookAgain();
    }
  }
  return undefined;
}

/** What else is put there may be a pipe, and would be read for ever. */
const isOfOurs = (name: string): boolean => /^\d+-\d*\.[0-9a-f]+$/.test(name);

function isCommitting(folder: string, name: string): boolean {
  const path = join(folder, name);
  if (isLeftBehind(name.split('.')[0]!)) {
    takeAway(path);
    return false;
  }
  try {
    return readFileSync(path, 'latin1') === BUSY;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false; // closed meanwhile
    throw cause;
  }
}

/**
 * Who begins a commit beside others of this process need not look: it is said already that somebody is at it, and who opens
 * waits for that. They look from time to time all the same, and as long as one of them has seen the lock, or there would
 * always be one at it.
 */
const LOOK_EVERY_MS = 5;

/** Where the file system writes nothing, not even an octet. */
const SAY_AGAIN_MS = 1000;

const BUSY = '1';
const IDLE = '0';

export function createGate(folder: StoreFolder, owner: Stats): Gate {
  const path = join(folder.committing, `${ourName()}.${randomBytes(6).toString('hex')}`);
  const descriptor = openSync(path, 'wx', 0o600);
  giveTo(path, owner);
  let inside = 0;
  let isClosed = false;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let shut: Promise<Result<void, SpoolError>> | undefined;
  const say = (word: string): number => writeSync(descriptor, word, 0);
  const sayBusy = (): SpoolError | undefined => {
    try {
      say(BUSY);
      return undefined;
    } catch (cause) {
      return systemFailure(folder.path, 'write to', cause);
    }
  };
  const sayIdle = (): void => {
    if (inside > 0 || isClosed) return;
    try {
      say(IDLE);
    } catch {
      setTimeout(sayIdle, SAY_AGAIN_MS).unref(); // nobody opens on such a file system; when it is mended, they wait for this
    }
  };
  const leave = (): void => {
    inside -= 1;
    sayIdle();
  };
  const enter = (): Promise<Result<void, SpoolError>> | undefined => {
    const isFirst = inside === 0;
    const failure = isFirst ? sayBusy() : undefined;
    if (failure !== undefined) return Promise.resolve(err(failure));
    inside += 1;
    const nowMs = systemClock.monotonicMs();
    if (!isFirst && shut === undefined && nowMs < lookedMs + LOOK_EVERY_MS) return undefined;
    lookedMs = nowMs;
    if (!isThere(folder.opening)) return undefined;
    leave(); // or who opens would wait for us
    shut ??= untilReleased(folder.opening).finally(() => {
      shut = undefined;
    });
    return shut.then((released) => (released.ok ? (enter() ?? released) : released));
  };
  return {
    enter,
    leave,
    close: () => {
      isClosed = true;
      closeSync(descriptor);
      takeAway(path);
    },
  };
}

async function untilReleased(lock: string): Promise<Result<void, SpoolError>> {
  const { monotonicMs } = systemClock;
  const deadline = monotonicMs() + PATIENCE_MS;
  while (isThere(lock)) {
    if (monotonicMs() > deadline) return err(stuck(lock, 'another process has been opening the store'));
    if (await isLocked(lock)) await lookAgain();
    else await breakLock(lock);
  }
  return ok(undefined);
}

/** Who had it was killed. */
async function breakLock(path: string): Promise<void> {
  const broken = await acquireLock(path, { waitMs: 0, sleep: lookAgain, monotonicMs: systemClock.monotonicMs });
  if (broken.ok) await broken.value.release();
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

function stuck(path: string, what: string): SpoolError {
  return spoolError('spool/failed', `${path}: ${what} for ${PATIENCE_MS / 1000} s`, 'has it been stopped?');
}

function takeAway(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already
  }
}
