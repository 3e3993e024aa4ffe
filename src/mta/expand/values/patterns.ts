/** Regular expressions in expansions: compiled once each, their mistakes in Exim's words, their captures for `$1`. */
import { compilePattern, type Found, type Pattern } from '../../../core/pcre/index.ts';
import { deferred, type Failure, failed, isFailure, type Text, textOf } from '../outcome.ts';

/** Patterns that were made by an expansion come and go: only so many are kept. */
const MAX_KEPT = 500;
const kept = new Map<string, Pattern>();

export function patternOf(source: string, caseless = false): Pattern | Failure {
  const key = caseless ? `i${source}` : `c${source}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const compiled = compilePattern(source, { caseless });
  if (!compiled.ok) {
    const { message, offset } = compiled.error;
    return failed(`regular expression error in "${source}": ${message} at offset ${offset}`);
  }
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, compiled.value);
  return compiled.value;
}

/** A match, none, or a deferral: a pattern that takes too long on a subject has said neither yes nor no. */
export const search = ({ exec }: Pattern, source: string, subject: string, from = 0): Found | undefined | Failure =>
  inTime(exec(subject, from), source);

const inTime = (found: ReturnType<Pattern['exec']>, source: string): Found | undefined | Failure =>
  found === 'out-of-time' ? deferred(`regular expression "${source}" took too long`) : found;

/** `$0`, `$1`, …: parts of the subject, and tainted as it is. */
export const capturesOf = ({ captures }: Found, { tainted }: Text): readonly Text[] =>
  Array.from(captures, (capture) => textOf(capture ?? '', tainted));

/** Every match, one behind the other, as Perl has them: behind an empty one, one that takes something at the same place. */
export function matchesOf(pattern: Pattern, source: string, subject: string): readonly Found[] | Failure {
  const matches: Found[] = [];
  let from = 0;
  let isBehindEmpty = false;
  for (;;) {
    const found: Found | undefined | Failure = isBehindEmpty
      ? inTime(pattern.taking(subject, from), source)
      : search(pattern, source, subject, from);
    if (isFailure(found)) return found;
    if (found === undefined) {
      if (!isBehindEmpty || from >= subject.length) return matches;
      isBehindEmpty = false;
      from += 1;
      continue;
    }
    matches.push(found);
    isBehindEmpty = found.start === found.end;
    from = found.end;
    if (isBehindEmpty && from >= subject.length) return matches;
  }
}
