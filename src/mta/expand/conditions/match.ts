import type { ConditionRow } from '../ast.ts';
import { type Failure, isFailure, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';
import { capturesOf, patternOf, search } from '../values/patterns.ts';

/** `match{subject}{pattern}`: Perl-compatible, anywhere in the subject; sets `$0`, `$1`, … */
export const match: ConditionRow = {
  name: 'match',
  doc: 'A regular expression matches somewhere in the string; $0 is what it matched, $1 and on what its groups did.',
  syntax: { kind: 'strings', count: 2 },
  test: ([subject, source], _, run) => matches(subject!, source!, run),
};

function matches(subject: Text, source: Text, run: Run): boolean | Failure {
  const pattern = patternOf(source.text);
  if (isFailure(pattern)) return pattern;
  const found = search(pattern, source.text, subject.text);
  if (found === undefined) return false;
  if (isFailure(found)) return found;
  run.captures = capturesOf(found, subject);
  return true;
}
