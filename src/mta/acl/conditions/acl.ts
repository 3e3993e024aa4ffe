import {
  after,
  clean,
  expand,
  type Failure,
  isFailure,
  type Later,
  parseExpansion,
  type Text,
} from '../../expand/index.ts';
import type { AclRun, Ended } from '../engine/run.ts';
import { type Answer, defer, error, type Said, type Statement, type WrittenCondition } from '../rows.ts';
import { wordsOf } from '../words.ts';

/** What an ACL can be given: `$acl_arg1` to `$acl_arg9`. */
const MAX_ARGUMENTS = 9;

/** `acl = name argument…`: words are split first, and then expanded each. */
export const acl: WrittenCondition = {
  name: 'acl',
  takes: 'written',
  test: ({ text }, run, statement) => {
    const [name = '', ...args] = wordsOf(text).slice(0, MAX_ARGUMENTS + 1);
    return after(expandWord(name, run), (source) => {
      if (isFailure(source)) return unexpanded(name, source);
      return after(expandAll(args, run), (values) =>
        isFailure(values)
          ? unexpanded(source.text, values)
          : after(run.call(run, source, values), (ended) => answerOf(ended, statement)),
      );
    });
  },
};

function expandWord(word: string, run: AclRun): Later<Text | Failure> {
  return word.includes('$') || word.includes('\\') ? expand(parseExpansion(word), run.host) : clean(word);
}

function expandAll(
  words: readonly string[],
  run: AclRun,
  values: readonly Text[] = [],
): Later<readonly Text[] | Failure> {
  const word = words[values.length];
  if (word === undefined) return values;
  return after(expandWord(word, run), (value) =>
    isFailure(value) ? value : expandAll(words, run, [...values, value]),
  );
}

/** A forced failure is an error here, and says nothing. */
function unexpanded(what: string, failure: Failure): Said {
  if (failure.kind === 'forced-fail') return { came: 'error' };
  const message = `failed to expand ACL string "${what}": ${failure.message}`;
  return failure.kind === 'deferred' ? defer(failure.lookUp ?? message) : error(message);
}

const CAME = { accept: 'ok', deny: 'fail', defer: 'defer', discard: 'discard', drop: 'drop', error: 'error' } as const;

function answerOf({ outcome, message, logMessage, steps }: Ended, { verb }: Statement): Answer {
  if (outcome === 'discard' && verb !== 'accept' && verb !== 'discard')
    return {
      ...error(`nested ACL returned "discard" for "${verb}" command (only allowed with "accept" or "discard")`),
      ...(message !== undefined && { message }),
      steps,
    };
  return {
    came: CAME[outcome],
    ...(message !== undefined && { message }),
    ...(logMessage !== undefined && { logMessage }),
    steps,
  };
}
