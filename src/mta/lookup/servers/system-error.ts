/** Errors of the system in the words of C: `Connection refused`, and their numbers. */
import { systemErrorText } from '../../../base/index.ts';

export interface SystemError {
  readonly number: number;
  readonly words: string;
}

export function systemErrorOf(error: unknown): SystemError | undefined {
  const { errno, code } = first(error);
  // Those of the system are below zero; what a server answers has a number of its own, as MySQL's 1045.
  if (typeof errno !== 'number' || errno >= 0 || code === undefined) return undefined;
  return { number: -errno, words: systemErrorText(code) };
}

/** A name with several addresses fails with an error for each. */
function first(error: unknown): NodeJS.ErrnoException | Record<string, never> {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error instanceof Error && 'errno' in error ? (error as NodeJS.ErrnoException) : {};
}
