/** What `-q…`, `-R…` and `-S…` say, in any order: one run of the queue, over what fits all of them (Exim spec §5.2). */
import { err, ok, parseInterval, type Result } from '../../base/index.ts';
import { isMessageId } from '../message-id/index.ts';

/** A part of an address, or a pattern for it. */
export interface Wanted {
  readonly text: string;
  readonly isPattern: boolean;
}

export interface RunAsked {
  /** `-qq`. */
  readonly inTwoPhases: boolean;
  /** `i`. */
  readonly firstOnly: boolean;
  /** `f`: by force; `ff`: frozen messages too. */
  readonly force: '' | 'f' | 'ff';
  /** `l`. */
  readonly localOnly: boolean;
  /** Ids behind `-q`. */
  readonly from?: string;
  readonly to?: string;
  /** `-R`. */
  readonly recipient?: Wanted;
  /** `-S`. */
  readonly sender?: Wanted;
}

/** What one of the words said of the run, and how many of those behind it are its own. */
export interface RunTaken {
  readonly run: RunAsked;
  readonly taken: number;
  /** `G` and the name of a queue. */
  readonly queue?: string;
  /** It was `-q…`, which is said once. */
  readonly isQueueWord?: true;
}

/** `-q` alone. */
export const NO_RUN: RunAsked = { inTwoPhases: false, firstOnly: false, force: '', localOnly: false };

/** `-qqiffl`, in this order, then `G` and the name of a queue, which a slash ends; then a time. */
const QUEUE = /^-q(q?)(i?)(f{0,2})(l?)(?:G([^/]*)\/?)?(.*)$/s;
const SELECTION = /^-q?([RS])(.*)$/s;
/** `r`: a regular expression; `f` and `ff` as with `-q`. Anything else is the string itself. */
const LETTERS = /^(r?)(f{0,2})$/;

/** @returns undefined: the word is about no run; a sentence: what is wrong with it */
export function takeRunWord(
  before: RunAsked | undefined,
  word: string,
  following: readonly string[],
): Result<RunTaken, string> | undefined {
  const selection = SELECTION.exec(word);
  if (selection !== null) return takeSelection(before ?? NO_RUN, selection, following[0]);
  return word.startsWith('-q') ? takeQueue(before ?? NO_RUN, word, following) : undefined;
}

function takeQueue(before: RunAsked, word: string, following: readonly string[]): Result<RunTaken, string> {
  const [, second = '', first = '', force = '', local = '', queue, time = ''] = QUEUE.exec(word)!;
  const next = following[0];
  const isTimeNext = time === '' && next !== undefined && !next.startsWith('-') && !isMessageId(next);
  if (time !== '' || isTimeNext) return err(timeFault(time === '' ? next! : time, time === '' ? next! : word));
  const ids = following.slice(0, following.findIndex((one) => !isMessageId(one)) >>> 0).slice(0, 2);
  const [from, to] = ids;
  return ok({
    run: {
      ...before,
      inTwoPhases: second !== '',
      firstOnly: first !== '',
      localOnly: local !== '',
      force: stronger(before.force, force as RunAsked['force']),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
    taken: ids.length,
    ...(queue !== undefined && { queue }),
    isQueueWord: true,
  });
}

/** Runs again and again are those of a daemon. */
const timeFault = (time: string, shown: string): string =>
  parseInterval(time) === undefined
    ? `bad time value ${shown}: abandoned`
    : `option ${shown} is mxray serve with queue_run_interval = ${time} here`;

function takeSelection(
  before: RunAsked,
  [, kind = '', rest = '']: RegExpExecArray,
  next: string | undefined,
): Result<RunTaken, string> {
  const letters = LETTERS.exec(rest);
  const [, pattern = '', force = ''] = letters ?? [];
  const text = letters === null ? rest : next;
  if (text === undefined) return err(`string expected after -${kind}`);
  const wanted = { text, isPattern: pattern !== '' };
  return ok({
    run: {
      ...before,
      force: stronger(before.force, force as RunAsked['force']),
      ...(kind === 'R' ? { recipient: wanted } : { sender: wanted }),
    },
    taken: letters === null ? 0 : 1,
  });
}

const stronger = (one: RunAsked['force'], other: RunAsked['force']): RunAsked['force'] =>
  one.length > other.length ? one : other;

/** As the log has it behind the process: `-qf -R later`; empty: nothing but `-q`. */
export function formatRun({ inTwoPhases, firstOnly, force, localOnly, recipient, sender }: RunAsked): string {
  const letters = `${inTwoPhases ? 'q' : ''}${firstOnly ? 'i' : ''}${force}${localOnly ? 'l' : ''}`;
  const selection = (letter: string, wanted: Wanted | undefined): string =>
    wanted === undefined ? '' : ` -${letter}${wanted.isPattern ? 'r' : ''} ${wanted.text}`;
  return `${letters === '' ? '' : `-q${letters}`}${selection('R', recipient)}${selection('S', sender)}`.trimStart();
}
