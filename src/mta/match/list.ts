/**
 * A list: its items from left to right, the first that matches decides (Exim spec ch. "Domain, host, address, and local
 * part lists").
 */
import {
  after,
  type Failure,
  failed,
  firstAnswer,
  isFailure,
  type Later,
  readList,
  type Text,
} from '../expand/index.ts';
import type { Question } from './host.ts';
import { KINDS } from './kinds.ts';
import { type ItemMatch, type Manner, matched, NO_MATCH, plainManner } from './verdict.ts';

/** Lists that name lists that name lists: deeper is a circle. */
const MAX_DEPTH = 50;

export const matchList = (question: Question, list: Text): Later<ItemMatch | Failure> =>
  matchText(question, list.text, plainManner(), 0);

function matchText(question: Question, list: string, manner: Manner, depth: number): Later<ItemMatch | Failure> {
  if (depth > MAX_DEPTH) return failed(`lists name one another more than ${MAX_DEPTH} deep: is there a circle?`);
  const { items } = readList(list);
  return walk(question, items, manner, depth);
}

/** A list that ends in an item with `!` goes on as if `*` followed. */
function walk(question: Question, items: readonly string[], manner: Manner, depth: number): Later<ItemMatch | Failure> {
  const decided = firstAnswer(items, (item) => step(question, item, manner, depth));
  const isOpen = items.at(-1)?.startsWith('!') ?? false;
  return after(decided, (answer) => answer ?? (isOpen ? matched() : NO_MATCH));
}

/** What one item says; undefined: nothing, and the next is asked. */
function step(
  question: Question,
  written: string,
  manner: Manner,
  depth: number,
): Later<ItemMatch | Failure | undefined> {
  if (setsManner(question, written, manner)) return undefined;
  const negated = written.startsWith('!');
  const item = negated ? written.slice(1).trimStart() : written;
  return after(matchItem(question, item, manner, depth), (answer) => {
    question.observe?.(written, isFailure(answer) ? 'defer' : answer.matched ? 'match' : 'no-match', depth);
    if (isFailure(answer)) return answer;
    if (answer.stops === true) return NO_MATCH;
    if (!answer.matched) return undefined;
    return negated ? NO_MATCH : answer;
  });
}

/** `+caseful` in lists of addresses and local parts; what to do with unknown hosts in host lists. */
function setsManner({ kind }: Question, item: string, manner: Manner): boolean {
  if (item === '+caseful' && (kind === 'address' || kind === 'local-part')) {
    manner.caseful = true;
    return true;
  }
  const [, act, about] = /^\+(include|ignore)_(unknown|defer)$/.exec(item) ?? [];
  if (act === undefined || (kind !== 'host' && kind !== 'ip')) return false;
  if (about === 'unknown') manner.unknown = act as Manner['unknown'];
  else manner.defer = act as Manner['defer'];
  return true;
}

function matchItem(question: Question, item: string, manner: Manner, depth: number): ReturnType<typeof matchText> {
  if (item.startsWith('+')) return matchNamed(question, item, manner, depth);
  if (item.startsWith('/')) return matchFile(question, item, manner, depth);
  return KINDS[question.kind](question, item, manner, (domains) => matchText(domains, domains.list, manner, depth + 1));
}

/** Words for the kinds, as Exim's messages have them. */
const WORDS = { domain: 'domain', host: 'host', ip: 'host', address: 'address', 'local-part': 'local part' } as const;

function matchNamed(question: Question, item: string, manner: Manner, depth: number): ReturnType<typeof matchText> {
  const kind = question.kind === 'ip' ? 'host' : question.kind;
  const list = question.host.named(item.slice(1), kind);
  if (list === undefined) return failed(`unknown named ${WORDS[kind]} list "${item}"`);
  // What was said of case goes on inside, what was said of unknown hosts does not.
  const inside = { ...plainManner(), caseful: manner.caseful };
  return after(list, (text) => (isFailure(text) ? text : matchText(question, text, inside, depth + 1)));
}

/** A file of items; no files in files, and no switches. */
function matchFile(question: Question, path: string, manner: Manner, depth: number): ReturnType<typeof matchText> {
  return after(question.host.readItems(path, question.kind), (items) =>
    isFailure(items) ? items : walk(question, items, manner, depth + 1),
  );
}
