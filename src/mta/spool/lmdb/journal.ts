/**
 * Writing: many changes share one commit and one flush, and each knows when it has reached the disk.
 *
 * The library gathers what is written in one turn of the event loop (and while a commit is under way) into one transaction,
 * and flushes while the next one is already being written: that is the group commit. Two things of it are not obvious.
 * On a full disk the commit is rejected and the flush never settles, also that of an earlier commit of the same run; so
 * who waits for a flush when some commit fails writes a mark of its own, whose flush covers all before. And every write of
 * a failed batch rejects on its own, which nobody but `quiet` waits for.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { noSpace, type SpoolError, spoolError } from '../failures.ts';
import { newToken, type Store } from './store.ts';

export interface Journal {
  /**
   * Writes all of `act`, if the condition holds.
   *
   * @param condition  starts the conditional write; its answer is false where the condition did not hold
   * @param durable  wait until it is on the disk, and not only seen by all
   * @returns whether the condition held
   */
  write(condition: Condition, act: () => void, durable: boolean): Promise<Result<boolean, SpoolError>>;
}

export type Condition = (act: () => void) => Promise<boolean>;

/** Is there no space (any more)? Asked when a commit has failed, since the library says only that it did. */
export type IsFull = () => Promise<boolean>;

interface Committed extends Promise<boolean> {
  readonly flushed?: Promise<unknown>;
}

const MAX_MARKS = 3;

export function createJournal(store: Store, path: string, isFull: IsFull): Journal {
  /** Who waits for a flush, to be told when one may never come. */
  const waiting = new Set<(broken: true) => void>();

  const failed = async (cause: unknown): Promise<SpoolError> => {
    for (const tell of waiting) tell(true);
    waiting.clear();
    const reason = await reasonOf(cause);
    return (await isFull()) ? noSpace(path) : spoolError('spool/failed', `${path}: the commit failed: ${reason}`);
  };

  const flushed = (committed: Committed): Promise<'flushed' | 'broken'> =>
    new Promise((resolve) => {
      const broken = (): void => resolve('broken');
      waiting.add(broken);
      Promise.resolve(committed.flushed).then(() => {
        waiting.delete(broken);
        resolve('flushed');
      });
    });

  const mark = async (attempt: number): Promise<Result<boolean, SpoolError>> => {
    const written = store.meta.put('mark', Buffer.alloc(0), newToken()) as Committed;
    try {
      await written;
    } catch (cause) {
      return err(await failed(cause));
    }
    if ((await flushed(written)) === 'flushed') return ok(true);
    return attempt < MAX_MARKS ? await mark(attempt + 1) : err(noSpace(path));
  };

  return {
    write: async (condition, act, durable) => {
      const committed = condition(act) as Committed;
      try {
        if (!(await committed)) return ok(false);
      } catch (cause) {
        return err(await failed(cause));
      }
      if (!durable || (await flushed(committed)) === 'flushed') return ok(true);
      return await mark(1);
    },
  };
}

/** For writes inside of a batch: the batch tells how it went. */
export function quiet(written: Promise<boolean>): void {
  written.catch(() => {});
}

async function reasonOf(cause: unknown): Promise<string> {
  const { message, commitError } = cause as Error & { commitError?: Promise<never> };
  return commitError === undefined ? message : await commitError.catch((inner: Error) => inner.message);
}
