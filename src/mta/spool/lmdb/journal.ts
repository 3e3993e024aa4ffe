/**
 * Writing: many changes share one commit, and each knows when it has reached the disk.
 *
 * The library gathers what is written while a commit is under way into the next transaction, on a thread of its own: that is
 * the group commit. Each commit is flushed before it is told. (The library can also let flushes overlap the next commit; but
 * then the death of one process in the middle of a flush breaks the stores of all the others, which must not be.)
 *
 * Where a transaction cannot even begin, the library's thread keeps its lock, and nothing that this process writes ever ends
 * again. Nobody is told; so who waits far longer than any commit takes is ended by a watch.
 *
 * Where the page that names the last commit could not be written (a disk that is read-only for a while), the library does
 * nothing any more for this process. So it ends, once it could be written again, and another takes over what it had.
 *
 * A failed commit is told as that alone, whatever the reason, and every write of a failed batch rejects on its own, which
 * nobody but `quiet` waits for.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { noSpace, type SpoolError, StoreTrouble, spoolError } from '../failures.ts';
import type { Gate } from './opening.ts';

export interface Journal {
  /**
   * Writes all of `act`, if the condition holds.
   *
   * @param condition  starts the conditional write; its answer is false where the condition did not hold
   * @returns whether the condition held; what was written then is on the disk
   */
  write(condition: Condition, act: () => void): Promise<Result<boolean, SpoolError>>;
  /** What a look into the store has thrown, where that is the store's fault; a bug is thrown on. */
  failureOf(thrown: unknown): SpoolError;
  close(): void;
}

export type Condition = (act: () => void) => Promise<boolean>;

/** Slow disks included: others take 30 s for stuck (`opening.ts`). */
const STUCK_MS = 60_000;

/**
 * @param isFull  is there no space (any more)? Asked when a commit has failed
 * @param isWritable  would the file system take something? Asked each second when the library has given up
 * @throws StoreTrouble from a timer, when none of what was begun ends, or nothing can be begun: it is for the process, since
 *   nobody waits for it
 */
export function createJournal(
  path: string,
  gate: Gate,
  isFull: () => Promise<boolean>,
  { stuckMs = STUCK_MS, isWritable = () => true }: JournalOptions = {},
): Journal {
  let open = 0;
  let moves = 0;
  const move = (by: number): void => {
    open += by;
    moves += 1;
  };
  let seen = 0;
  let still = 0;
  const watch = setInterval(() => {
    // Counted by looks, since a process that was stopped finds that much time has gone.
    still = open > 0 && moves === seen ? still + 1 : 0;
    seen = moves;
    if (still >= LOOKS) throw new StoreTrouble(stuckWords(path, stuckMs));
  }, stuckMs / LOOKS).unref();
  let rescue: NodeJS.Timeout | undefined;
  const noteReason = (reason: string): void => {
    if (rescue !== undefined || !GIVEN_UP.test(reason)) return;
    rescue = setInterval(() => {
      if (isWritable()) throw new StoreTrouble(givenUpWords(path));
    }, LOOK_AGAIN_MS).unref();
  };
  return {
    close: () => {
      clearInterval(watch);
      clearInterval(rescue);
    },
    failureOf: (thrown) => {
      const { message } = thrown as Error;
      if (!GIVEN_UP.test(message)) throw thrown;
      noteReason(message);
      return spoolError('spool/failed', `${path}: ${message}`);
    },
    write: async (condition, act) => {
      const shut = gate.enter();
      const entered = shut === undefined ? OPEN : await shut;
      if (!entered.ok) return entered;
      move(1);
      try {
        return ok(await condition(act));
      } catch (cause) {
        const reason = await reasonOf(cause);
        noteReason(reason);
        return err(
          (await isFull()) ? noSpace(path) : spoolError('spool/failed', `${path}: the commit failed: ${reason}`),
        );
      } finally {
        move(-1);
        gate.leave();
      }
    },
  };
}

export interface JournalOptions {
  readonly stuckMs?: number;
  readonly isWritable?: () => boolean;
}

/** In the library's words. */
const GIVEN_UP = /MDB_PANIC/;
const LOOK_AGAIN_MS = 1000;

const givenUpWords = (path: string): string =>
  `${path}: an error of the disk has ended what this process could write; it ends, and another takes over what it had`;

/** In the time after which it is stuck. */
const LOOKS = 4;

const stuckWords = (path: string, ms: number): string =>
  `${path}: nothing that was written has been kept for ${ms / 1000} s; this process ends, and another takes over what it had`;

const OPEN = ok(undefined);

/** For writes inside of a batch: the batch tells how it went. */
export function quiet(written: Promise<boolean>): void {
  written.catch(reasonOf);
}

async function reasonOf(cause: unknown): Promise<string> {
  const { message, commitError } = cause as Error & { commitError?: Promise<never> };
  return commitError === undefined ? message : await commitError.catch((inner: Error) => inner.message);
}
