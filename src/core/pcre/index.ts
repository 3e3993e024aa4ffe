/**
 * pcre: Perl-compatible regular expressions over octets, as configurations written for Exim have them.
 *
 * A pattern is read into a tree; what is wrong with it is told in PCRE2's words, with the offset. Where the platform's
 * regular expressions say exactly the same, within a bound, they match; everything else is matched by a backtracking
 * matcher of our own that counts its steps. A hostile subject ends a match (`out-of-time`), and never stalls.
 *
 * Implemented: pcre2pattern(3) for octets in the C locale: classes, POSIX classes, properties of Latin-1, captures by number
 * and name, references, look around, atomic and possessive, conditionals, recursion, inline flags, branch reset, `\K`.
 * Deliberately absent, and refused when read: callouts, backtracking verbs beside (*FAIL), `\X`, and UTF mode.
 */
import { ok, type Result } from '../../base/index.ts';
import { guardEngine } from './engine.ts';
import type { PatternError } from './errors.ts';
import { createMatcher, createTakingMatcher, type Matcher } from './match/search.ts';
import { parsePattern } from './parse/pattern.ts';
import { createRegExpMatcher } from './regexp.ts';

export type { PatternError } from './errors.ts';
export type { Found } from './match/search.ts';

export interface Pattern {
  /** Capturing groups there are. */
  readonly captures: number;
  /**
   * The first match that begins at `from` or later.
   *
   * @param subject  octets, one a character
   * @returns undefined: none; `out-of-time`: more than ten million steps, or deeper than the stack
   */
  readonly exec: Matcher;
  /** A match that begins at `from` itself and is not empty: what comes behind an empty match. */
  readonly taking: Matcher;
  readonly names: ReadonlyMap<string, readonly number[]>;
}

export function compilePattern(
  pattern: string,
  { caseless = false }: { readonly caseless?: boolean } = {},
): Result<Pattern, PatternError> {
  const parsed = parsePattern(pattern, caseless);
  if (!parsed.ok) return parsed;
  guardEngine();
  const { captures, names } = parsed.value;
  let taking: Matcher | undefined;
  return ok({
    captures,
    names,
    exec: createRegExpMatcher(parsed.value) ?? createMatcher(parsed.value),
    taking: (subject, from) => {
      taking ??= createTakingMatcher(parsed.value);
      return taking(subject, from);
    },
  });
}
