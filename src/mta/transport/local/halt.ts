/**
 * The end of a delivery in the middle of it. Deliveries into files are a long row of system calls, each of which can fail:
 * what one of them ends with is thrown up to `performTask`, which alone catches it and makes a value of it.
 */
import { deferred, errnoOf } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';

export class Halt extends Error {
  readonly outcome: LocalOutcome;

  constructor(outcome: LocalOutcome) {
    super(outcome.text ?? outcome.status);
    this.name = 'Halt';
    this.outcome = outcome;
  }
}

export function halt(outcome: LocalOutcome): never {
  throw new Halt(outcome);
}

/** A system call; where it fails, the delivery waits, with its number and that text. */
export async function attempt<T>(call: Promise<T>, text: string): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    return halt(deferred(text, { errno: errnoOf(thrown) }));
  }
}
