/** Items that look at a text: a pattern, a tail behind an asterisk, a lookup, or the text itself. */
import { asciiLowerCase } from '../../base/index.ts';
import {
  after,
  capturesOf,
  clean,
  type Failure,
  failed,
  isFailure,
  type Later,
  patternOf,
  search,
  type Text,
  textOf,
} from '../expand/index.ts';
import type { ListOrigin, MatchHost } from './host.ts';
import { type ItemMatch, matched, NO_MATCH } from './verdict.ts';

export interface TextQuestion {
  readonly subject: Text;
  readonly caseless: boolean;
  readonly host: MatchHost;
  readonly origin?: ListOrigin | undefined;
}

/** Captures begin with `$0`, the whole subject: in lower case where case is nothing, but for a pattern, which looks at it as it is. */
export function matchText(question: TextQuestion, item: string): Later<ItemMatch | Failure> {
  if (item.startsWith('^')) return matchPattern(question, item);
  const subject = spelled(question);
  if (item.startsWith('*')) return matchTail({ ...question, subject }, item);
  const lookup = lookupIn(item);
  if (lookup !== undefined) return matchLookup(question, lookup, subject);
  return isSame(item, question) ? matched(clean(item), [subject]) : NO_MATCH;
}

const spelled = ({ subject, caseless }: TextQuestion): Text =>
  caseless ? textOf(asciiLowerCase(subject.text), subject.tainted) : subject;

export function isSame(item: string, { subject, caseless }: Pick<TextQuestion, 'subject' | 'caseless'>): boolean {
  if (item.length !== subject.text.length) return false;
  return caseless ? asciiLowerCase(item) === asciiLowerCase(subject.text) : item === subject.text;
}

export function matchPattern({ subject, caseless }: TextQuestion, item: string): ItemMatch | Failure {
  const pattern = patternOf(item, caseless);
  if (isFailure(pattern)) return pattern;
  const found = search(pattern, item, subject.text);
  if (isFailure(found)) return found;
  if (found === undefined) return NO_MATCH;
  return matched(clean(item), [subject, ...capturesOf(found, subject).slice(1)]);
}

/** `*tail`: no dot is needed before the tail. `$1` is what the asterisk stands for. */
function matchTail({ subject, caseless }: TextQuestion, item: string): ItemMatch {
  const tail = item.slice(1);
  const { text, tainted } = subject;
  const end = text.slice(Math.max(0, text.length - tail.length));
  const isTail = caseless ? end === asciiLowerCase(tail) : end === tail;
  if (!isTail || tail.length > text.length) return NO_MATCH;
  return matched(clean(item), [subject, textOf(text.slice(0, text.length - tail.length), tainted)]);
}

export interface ListLookup {
  /** With decorations and options, as written. */
  readonly type: string;
  readonly source: string;
}

/** `type;file` or `type;query`. */
export function lookupIn(item: string): ListLookup | undefined {
  const semicolon = item.indexOf(';');
  return semicolon < 0 ? undefined : { type: item.slice(0, semicolon), source: item.slice(semicolon + 1).trimStart() };
}

/** Of lists of hosts and addresses, which capture nothing. */
export function withoutCaptures(answer: ItemMatch | Failure): ItemMatch | Failure {
  if (isFailure(answer)) return answer;
  return { ...answer, captures: undefined };
}

/** `partial2-` or `partial(.)`; empty where there is none. */
export const partialPrefix = (type: string): string => /^partial\d*(?:\([^)]*\)|-)/.exec(type)?.[0] ?? '';

/** `partial2-lsearch*@,ret=key` is, beneath its decorations, `lsearch`. */
export const bareType = (type: string): string =>
  type.slice(partialPrefix(type).length).replace(/,.*$/s, '').replace(/\*@?$/, '');

const noType = (type: string): string =>
  type.startsWith('partial') && partialPrefix(type) === ''
    ? `format error in lookup type "${type}"`
    : `unknown lookup type "${bareType(type)}"`;

/** What earlier items left behind is gone. */
const NOTHING_FOUND: ItemMatch = { matched: false, value: clean(''), captures: [] };

export function matchLookup(
  { host, origin }: Pick<TextQuestion, 'host' | 'origin'>,
  { type, source }: ListLookup,
  key: Text,
): Later<ItemMatch | Failure> {
  const style = host.lookups.style(bareType(type));
  if (style === undefined) return failed(noType(type));
  const question = { type, source: { ...clean(source), ...origin }, ...(style === 'single-key' && { key }) };
  return after(host.lookups.find(question), (answer) => {
    if (isFailure(answer)) return answer;
    if (answer.kind !== 'found') return NOTHING_FOUND;
    const { value, wild, fixed } = answer;
    if (wild === undefined) return matched(value, [key]);
    return matched(value, [key, textOf(wild, key.tainted), textOf(fixed ?? '', key.tainted)]);
  });
}
