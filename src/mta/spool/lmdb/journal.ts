/**
 * Writing: many changes share one commit, and each knows when it has reached the disk.
 *
 * The library gathers what is written while a commit is under way into the next transaction, on a thread of its own: that is
 * the group commit. Each commit is flushed before it is told. (The library can also let flushes overlap the next commit; but
 * then the death of one process in the middle of a flush breaks the stores of all the others, which must not be.)
 *
 * A failed commit is told as that alone, whatever the reason, and every write of a failed batch rejects on its own, which
 * nobody but `quiet` waits for.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { noSpace, type SpoolError, spoolError } from '../failures.ts';
import type { Gate } from './opening.ts';

export interface Journal {
  /**
   * Writes all of `act`, if the condition holds.
   *
   * @param condition  starts the conditional write; its answer is false where the condition did not hold
   * @returns whether the condition held; what was written then is on the disk
   */
  write(condition: Condition, act: () => void): Promise<Result<boolean, SpoolError>>;
}

export type Condition = (act: () => void) => Promise<boolean>;

/** @param isFull  is there no space (any more)? Asked when a commit has failed */
export function createJournal(path: string, gate: Gate, isFull: () => Promise<boolean>): Journal {
  return {
    write: async (condition, act) => {
      const shut = gate.enter();
      const entered = shut === undefined ? OPEN : await shut;
      if (!entered.ok) return entered;
      try {
        return ok(await condition(act));
      } catch (cause) {
        const reason = await reasonOf(cause);
        return err(
          (await isFull()) ? noSpace(path) : spoolError('spool/failed', `${path}: the commit failed: ${reason}`),
        );
      } finally {
        gate.leave();
      }
    },
  };
}

const OPEN = ok(undefined);

/** For writes inside of a batch: the batch tells how it went. */
export function quiet(written: Promise<boolean>): void {
  written.catch(reasonOf);
}

async function reasonOf(cause: unknown): Promise<string> {
  const { message, commitError } = cause as Error & { commitError?: Promise<never> };
  return commitError === undefined ? message : await commitError.catch((inner: Error) => inner.message);
}
