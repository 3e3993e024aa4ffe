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
export function search({ exec }: Pattern, source: string, subject: string, from = 0): Found | undefined | Failure {
  const found = exec(subject, from);
  return found === 'out-of-time' ? deferred(`regular expression "${source}" took too long`) : found;
}

/** `$0`, `$1`, …: parts of the subject, and tainted as it is. */
export const capturesOf = ({ captures }: Found, { tainted }: Text): readonly Text[] =>
  Array.from(captures, (capture) => textOf(capture ?? '', tainted));

/** Every match, one behind the other; behind an empty one the next is looked for an octet further on. */
export function matchesOf(pattern: Pattern, source: string, subject: string): readonly Found[] | Failure {
  const matches: Found[] = [];
  for (let from = 0; from <= subject.length; ) {
    const found = search(pattern, source, subject, from);
    if (found === undefined) break;
    if (isFailure(found)) return found;
    const isEmptyAgain = found.start === found.end && found.start === matches.at(-1)?.end;
    if (!isEmptyAgain) matches.push(found);
    from = found.end > found.start ? found.end : found.end + 1;
  }
  return matches;
}
