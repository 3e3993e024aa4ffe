/** Errors of the system in the words of C: `Connection refused`, and their numbers. */
import { getSystemErrorMap } from 'node:util';

export interface SystemError {
  readonly number: number;
  readonly words: string;
}

export function systemErrorOf(error: unknown): SystemError | undefined {
  const { errno } = first(error);
  const [, words] = errno === undefined ? [] : (getSystemErrorMap().get(errno) ?? []);
  return words === undefined ? undefined : { number: -errno!, words: words[0]!.toUpperCase() + words.slice(1) };
}

/** A name with several addresses fails with an error for each. */
function first(error: unknown): { readonly errno?: number | undefined } {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error instanceof Error && 'errno' in error ? (error as NodeJS.ErrnoException) : {};
}
