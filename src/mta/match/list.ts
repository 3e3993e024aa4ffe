/**
 * A list: its items from left to right, the first that matches decides (Exim spec ch. "Domain, host, address, and local
 * part lists").
 */
import { keptByText } from '../../base/index.ts';
import {
  after,
  clean,
  type Failure,
  failed,
  firstAnswer,
  isFailure,
  type Later,
  type ListKind,
  readList,
  type Text,
} from '../expand/index.ts';
import { fatalMistake } from './fatal.ts';
import type { ListNote, ListOrigin, MatchHost, Question } from './host.ts';
import { KINDS } from './kinds.ts';
import { atEnd, type ItemMatch, type Manner, onDefer, onUnknown, plainManner, unknownOf } from './verdict.ts';

/** Lists that name lists that name lists: deeper is a circle. */
const MAX_DEPTH = 50;

export const matchList = (
  { kind, subject, host, hostName, observe }: Question,
  list: Text,
): Later<ItemMatch | Failure> =>
  after(
    matchText({ kind, subject, host, hostName, observe, origin: originOf(list) }, list.text, plainManner(), 0),
    (answer) => {
      const message = isFailure(answer) ? fatalMistake(answer) : undefined;
      if (message !== undefined) host.note?.({ kind: 'fatal', message });
      return answer;
    },
  );

const originOf = ({ tainted, quotedFor }: Text): ListOrigin | undefined =>
  tainted ? { tainted, ...(quotedFor !== undefined && { quotedFor }) } : undefined;

function matchText(question: Question, list: string, manner: Manner, depth: number): Later<ItemMatch | Failure> {
  if (depth > MAX_DEPTH) return failed(`lists name one another more than ${MAX_DEPTH} deep: is there a circle?`);
  const walk: Walk = { question, list, manner, depth, isOpen: false };
  const items = question.origin === undefined ? itemsOf(list) : readList(list).items;
  const decided = firstAnswer(items, (item) => step(walk, item));
  return after(decided, (answer) => answer ?? atEnd(walk.isOpen, manner));
}

/** Lists as they are configured are asked again and again: so many are kept as items. */
const MAX_KEPT = 1000;
const itemsOf = keptByText(MAX_KEPT, (list) => readList(list).items);

interface Walk {
  readonly question: Question;
  /** As it is written, for what is wrong with a file in it. */
  readonly list: string;
  readonly manner: Manner;
  readonly depth: number;
  /** The last item, be it one of a file, was negated: then what is in no item is in the list. */
  isOpen: boolean;
}

/** What one item says; undefined: nothing, and the next is asked. */
function step(walk: Walk, written: string): Later<ItemMatch | Failure | undefined> {
  const { question, manner } = walk;
  if (setsManner(question, written, manner)) return undefined;
  const { item, negated } = readSign(written);
  walk.isOpen = negated;
  if (item.startsWith('/')) return stepThroughFile(walk, item, negated);
  if (item.startsWith('+') && question.kind !== 'word')
    return settle(walk, written, negated, matchNamed(walk, item, question.kind));
  return settle(walk, written, negated, matchItem(walk, item));
}

function readSign(written: string): { readonly item: string; readonly negated: boolean } {
  const negated = written.startsWith('!');
  return { negated, item: negated ? written.slice(1).trimStart() : written };
}

const settle = (
  { question, manner, depth }: Walk,
  written: string,
  negated: boolean,
  said: Later<ItemMatch | Failure>,
): Later<ItemMatch | Failure | undefined> =>
  after(said, (first) => {
    const why = unknownOf(first);
    const answer = why !== undefined ? onUnknown(manner) : isDeferral(first) ? onDefer(first, manner) : first;
    const told =
      why !== undefined ? aboutUnknown(why, manner) : isDeferral(first) ? aboutDefer(first, manner) : undefined;
    if (told !== undefined) question.host.note?.(told);
    question.observe?.(written, isFailure(answer) ? 'defer' : answer.matched ? 'match' : 'no-match', depth);
    if (isFailure(answer)) return answer;
    if (answer.ends === true) return atEnd(answer.matched, manner);
    manner.left.value = answer.value ?? manner.left.value;
    manner.left.captures = answer.captures ?? manner.left.captures;
    return answer.matched ? atEnd(!negated, manner) : undefined;
  });

function aboutUnknown(why: string, { unknown }: Manner): ListNote | undefined {
  if (unknown === 'ignore') return undefined;
  return unknown === 'include' ? { kind: 'included', why, by: '+include_unknown' } : { kind: 'ended', why };
}

const aboutDefer = ({ message }: Failure, { defer }: Manner): ListNote | undefined =>
  defer === 'include' ? { kind: 'included', why: message, by: '+include_defer' } : undefined;

const isDeferral = (answer: ItemMatch | Failure): answer is Failure => isFailure(answer) && answer.kind === 'deferred';

/** `+caseful` in lists of addresses and local parts; what to do with unknown hosts in host lists. */
function setsManner({ kind }: Question, item: string, manner: Manner): boolean {
  if (!item.startsWith('+')) return false;
  if (item === '+caseful' && (kind === 'address' || kind === 'local-part')) {
    manner.letters.caseful = true;
    return true;
  }
  const [, act, about] = /^\+(include|ignore)_(unknown|defer)$/.exec(item) ?? [];
  if (act === undefined || (kind !== 'host' && kind !== 'ip')) return false;
  if (about === 'unknown') manner.unknown = act as Manner['unknown'];
  else manner.defer = act as Manner['defer'];
  return true;
}

const matchItem = ({ question, manner, depth }: Walk, item: string): Later<ItemMatch | Failure> =>
  KINDS[question.kind](question, item, manner, (domains) =>
    matchText(domains, domains.list, { ...plainManner(), letters: manner.letters }, depth + 1),
  );

/** Words for the kinds, as Exim's messages have them. */
const WORDS = { domain: 'domain', host: 'host', ip: 'host', address: 'address', 'local-part': 'local part' } as const;

function matchNamed(
  { question, manner, depth }: Walk,
  item: string,
  of: Exclude<ListKind, 'word'>,
): Later<ItemMatch | Failure> {
  const { host, subject } = question;
  const kind = of === 'ip' ? 'host' : of;
  const name = item.slice(1);
  const list = host.named(name, kind);
  if (list === undefined) return unknownList(host, `unknown named ${WORDS[kind]} list "${item}"`);
  const memory = host.memory?.(question.kind, name);
  const known = memory?.get(subject.text);
  if (known !== undefined) return known;
  const asked = after(list, (found) => {
    if (isFailure(found)) return found;
    const text = typeof found === 'string' ? clean(found) : found;
    return matchText({ ...question, origin: originOf(text) }, text.text, inherited(manner), depth + 1);
  });
  return memory === undefined ? asked : after(asked, (answer) => keep(answer, memory, subject.text));
}

function unknownList(host: MatchHost, message: string): Failure {
  host.note?.({ kind: 'unknown-list', message });
  return failed(message);
}

/** What could not be decided is asked again. */
function keep(answer: ItemMatch | Failure, memory: Map<string, ItemMatch>, subject: string): ItemMatch | Failure {
  if (!isFailure(answer)) memory.set(subject, answer);
  return answer;
}

/** What was said of case goes on inside and behind, what was said of unknown hosts does not. */
const inherited = ({ letters, left }: Manner): Manner => ({ ...plainManner(), letters, left });

/** A file of items: they stand in its place, and `!` before the file turns each of them; no files in files, and
 * no switches. What came from outside names no file. */
function stepThroughFile(walk: Walk, path: string, turned: boolean): Later<ItemMatch | Failure | undefined> {
  const { question } = walk;
  if (question.origin !== undefined) return failed(`Tainted filename '${path}'`);
  return after(question.host.readItems(path, question.kind), (lines) => {
    if (isFailure(lines)) return unopened(lines, walk.list);
    return firstAnswer(lines, (line) => {
      const { item, negated } = readSign(line);
      walk.isOpen = negated !== turned;
      const said = after(matchItem(walk, item), (answer) => namedBy(answer, item));
      return settle(walk, line, negated !== turned, said);
    });
  });
}

const unopened = (failure: Failure, list: string): Failure => ({
  ...failure,
  message: failure.message.replace(/^(failed to open [^:]*)(?=: )/, (opened) => `${opened} when checking "${list}"`),
});

/** The line is the value. */
const namedBy = (answer: ItemMatch | Failure, line: string): ItemMatch | Failure =>
  isFailure(answer) || !answer.matched ? answer : { ...answer, value: clean(line) };
