/** Errors of the system in the words of C: `Connection refused`, and their numbers. */
import { systemErrorText } from '../../../base/index.ts';

export interface SystemError {
  readonly number: number;
  readonly words: string;
}

export function systemErrorOf(error: unknown): SystemError | undefined {
  const { errno, code } = first(error);
  if (typeof errno !== 'number' || code === undefined) return undefined;
  return { number: Math.abs(errno), words: systemErrorText(code) };
}

/** A name with several addresses fails with an error for each. */
function first(error: unknown): NodeJS.ErrnoException | Record<string, never> {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error instanceof Error && 'errno' in error ? (error as NodeJS.ErrnoException) : {};
}
