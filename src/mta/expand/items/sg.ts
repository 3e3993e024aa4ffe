import { after, isFailure, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { firstAnswer } from '../values/iterate.ts';
import { capturesOf, matchesOf, patternOf } from '../values/patterns.ts';
import { stringsItem } from './make.ts';

/** `${sg{subject}{pattern}{replacement}}`: the replacement is expanded once more for each match, with `$1` set. */
export const sg = stringsItem({
  name: 'sg',
  doc: 'Replaces every match of a regular expression; \\$1 in the replacement is what the first group matched.',
  min: 3,
  evenSkipped: true,
  apply: ([subject, source, replacement], run) => substitute(subject!, source!.text, replacement!, run),
});

function substitute(subject: Text, source: string, replacement: Text, run: Run): Later<Outcome> {
  const pattern = patternOf(source);
  if (isFailure(pattern)) return pattern;
  const matches = matchesOf(pattern, source, subject.text);
  if (isFailure(matches)) return matches;
  const before = run.captures;
  const made = { text: '', at: 0, tainted: subject.tainted };
  const failure = firstAnswer(matches, (found) => {
    made.text += subject.text.slice(made.at, found.start);
    made.at = found.end;
    run.captures = capturesOf(found, subject);
    return after(run.again(run, replacement), (outcome) => {
      if (outcome.kind !== 'text') return outcome;
      made.text += outcome.text;
      made.tainted ||= outcome.tainted;
      return undefined;
    });
  });
  return after(failure, (found) => {
    run.captures = before;
    return found ?? textOf(made.text + subject.text.slice(made.at), made.tainted);
  });
}
