/** What is said of an expansion that came to no text. */
import { type Finding, findingRows, say } from '../../base/index.ts';
import type { ExpandResult } from './data.ts';

const row = findingRows('expand');

const failed = row(
  'failed',
  'error',
  'The expansion failed',
  'The string cannot be made into a text: something in it is written wrongly, has a name that nothing has, or could not be done. What that means depends on where the string stands; mail is most often deferred.',
  ['Exim spec ch. "String expansions"'],
  'Look at the message, which names what is wrong, and at the offset with --explain.',
);

const forced = row(
  'forced-fail',
  'error',
  'The expansion was made to fail',
  'A conditional item without a second string says `fail`, and came to that. Some options take this as "as if the option was not set"; others as a failure like any other.',
  ['Exim spec ch. "String expansions"'],
);

const deferred = row(
  'deferred',
  'unknown',
  'The expansion could not be decided',
  'Something it asks gave no answer for now: a lookup, a DNS server, a pattern that took too long. It may succeed later.',
  ['Exim spec ch. "String expansions"'],
);

export const expandFindings = [failed, forced, deferred];

const ROWS = { failed, 'forced-fail': forced, deferred } as const;

/** One for each kind of failure, with the first message of that kind. */
export function findingsOf(results: readonly Pick<ExpandResult, 'outcome' | 'error'>[]): readonly Finding[] {
  return (['failed', 'forced-fail', 'deferred'] as const).flatMap((kind) => {
    const found = results.filter(({ outcome }) => outcome === kind);
    const [first] = found;
    if (first === undefined) return [];
    const more = found.length === 1 ? '' : ` (and ${found.length - 1} more)`;
    return [say(ROWS[kind], { detail: `${first.error ?? ''}${more}` })];
  });
}
