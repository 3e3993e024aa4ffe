/** What can be wrong with a pattern, in the words that users of PCRE know, and where. */
import type { Failure } from '../../base/index.ts';

export interface PatternError extends Failure<'pcre/syntax' | 'pcre/unsupported'> {
  /** In octets from the start of the pattern. */
  readonly offset: number;
}

export const syntaxError = (message: string, offset: number): PatternError => ({
  code: 'pcre/syntax',
  message,
  offset,
  fault: 'configuration',
  temporary: false,
});

/** What PCRE can do and we cannot; a pattern with it is refused when it is read, not when it is used. */
export const unsupported = (what: string, offset: number): PatternError => ({
  code: 'pcre/unsupported',
  message: `${what} is not supported here`,
  offset,
  fault: 'configuration',
  temporary: false,
});
