/** Items of lists that cannot even be tried: Exim logs them and ends the process that came across them. */
import type { Failure } from '../expand/index.ts';

/** @returns what Exim says as it ends; undefined: the list is only undecided */
export function fatalMistake({ kind, message }: Failure): string | undefined {
  if (kind !== 'failed') return undefined;
  const [, pattern = '', why] = /^regular expression error in "(.*)": (.*)$/s.exec(message) ?? [];
  if (why !== undefined) return `regular expression error: ${why} while compiling ${pattern}`;
  return FATAL.test(message) ? message : undefined;
}

const FATAL = /^(?:failed to open |unknown lookup type |format error in lookup type )/;
