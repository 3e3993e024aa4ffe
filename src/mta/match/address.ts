/** Items of address lists (Exim spec §10.19). The domain is compared in lower case, the local part too until `+caseful`. */
import { asciiLowerCase } from '../../base/index.ts';
import { after, clean, type Failure, firstAnswer, isFailure, type Later, readList, textOf } from '../expand/index.ts';
import type { MatchHost, MatchNested, Question } from './host.ts';
import {
  isSame,
  type ListLookup,
  lookupIn,
  matchLookup,
  matchPattern,
  matchText,
  partialPrefix,
  withoutCaptures,
} from './text.ts';
import { type ItemMatch, type Manner, matched, NO_MATCH } from './verdict.ts';

export function matchAddress(
  question: Question,
  item: string,
  manner: Manner,
  matchDomains: MatchNested,
): Later<ItemMatch | Failure> {
  const subject = spelled(question, manner);
  const { host, origin } = question;
  if (isNoAddress(subject.text)) return noAddress(question, item, manner);
  if (item === '') return { matched: subject.text === '', value: clean('') };
  const asText = { subject, host, origin, caseless: !manner.letters.caseful };
  if (item.startsWith('^')) return after(matchPattern(asText, item), withoutValue);
  if (item.startsWith('@@')) return matchLocalParts(question, item.slice(2), manner);
  const at = addressSign(item);
  const lookup = at < 0 ? lookupIn(item) : undefined;
  if (lookup !== undefined) return after(matchLookup(question, wholly(lookup, item, host), subject), withoutCaptures);
  return subject.text === '' ? NO_MATCH : matchParts(question, item, at, manner, matchDomains);
}

const isNoAddress = (text: string): boolean => text !== '' && !text.includes('@');

/** Whatever the item is, a pattern or a look-up: Exim takes it for a mistake in the configuration. */
function noAddress({ host, subject: { text } }: Question, pattern: string, { letters }: Manner): ItemMatch {
  host.note?.({ kind: 'no-at', subject: letters.caseful ? text : asciiLowerCase(text), pattern });
  return NO_MATCH;
}

/** A whole address has no parts to be left out (Exim spec §10.20). */
function wholly({ type, source }: ListLookup, item: string, host: MatchHost): ListLookup {
  const prefix = partialPrefix(type);
  if (prefix === '') return { type, source };
  host.note?.({ kind: 'partial-ignored', prefix, item });
  return { type: type.slice(prefix.length), source };
}

/** A pattern says nothing of `$value`, and captures nothing. */
const withoutValue = (answer: ItemMatch | Failure): ItemMatch | Failure =>
  isFailure(answer) || !answer.matched ? answer : matched();

/** The domain in lower case, and the local part unless case counts. */
function spelled({ subject }: Question, { letters: { caseful } }: Manner): Question['subject'] {
  const at = subject.text.lastIndexOf('@');
  const local = subject.text.slice(0, Math.max(0, at));
  const rest = asciiLowerCase(subject.text.slice(Math.max(0, at)));
  return textOf((caseful ? local : asciiLowerCase(local)) + rest, subject.tainted);
}

/** The `@` between local part and domain; the one of `lsearch*@;` is none. */
function addressSign(item: string): number {
  const semicolon = item.indexOf(';');
  const head = semicolon < 0 ? item : item.slice(0, semicolon).replace(/\*@$/, '');
  const at = head.lastIndexOf('@');
  // `x@@`, `x@@[]`, `x@@mx_any`: the second `@` is one of the domain list's own words.
  const isOfDomain =
    at > 0 && head[at - 1] === '@' && /^@(?:$|\[\]$|mx_(?:any|primary|secondary)$)/i.test(item.slice(at));
  return isOfDomain ? at - 1 : at;
}

function matchParts(
  question: Question,
  item: string,
  at: number,
  manner: Manner,
  matchDomains: MatchNested,
): Later<ItemMatch | Failure> {
  const subject = spelled(question, manner);
  const split = subject.text.lastIndexOf('@');
  const localPattern = at < 0 ? '' : item.slice(0, at);
  if (at >= 0 && !matchesLocal(localPattern, subject.text.slice(0, split), manner)) return NO_MATCH;
  const domain = textOf(subject.text.slice(split + 1), subject.tainted);
  const list = `<\u0001${item.slice(at + 1)}`;
  const { host, hostName, origin, observe } = question;
  const found = matchDomains({ kind: 'domain', subject: domain, host, hostName, origin, observe, list });
  return after(found, (answer) => {
    if (isFailure(answer)) return answer;
    // Exim cuts the pattern to the length of the local part (seen in 4.96), and leaves the value behind without a match.
    const pattern = localPattern === '' ? '' : item.slice(0, split);
    const value = clean(`${pattern}@${answer.matched ? (answer.value?.text ?? '') : ''}`);
    return { matched: answer.matched, value: answer.matched || at >= 0 ? value : clean('') };
  });
}

/** A literal, or `*tail`. */
function matchesLocal(pattern: string, local: string, { letters: { caseful } }: Manner): boolean {
  const caseless = !caseful;
  if (pattern.startsWith('*')) return isTail(pattern.slice(1), local, caseless);
  return isSame(pattern, { subject: clean(local), caseless });
}

const isTail = (tail: string, text: string, caseless: boolean): boolean =>
  caseless ? asciiLowerCase(text).endsWith(asciiLowerCase(tail)) : text.endsWith(tail);

/** Files that lead from one key to the next: no more than this. */
const MAX_CHAIN = 50;

/** `@@lookup`: the domain is the key, and what is found a list of local parts; `>key` at its end leads on. */
function matchLocalParts(question: Question, item: string, manner: Manner): Later<ItemMatch | Failure> {
  const subject = spelled(question, manner);
  const split = subject.text.lastIndexOf('@');
  const lookup = lookupIn(item);
  if (split < 0 || lookup === undefined) return NO_MATCH;
  const local = textOf(subject.text.slice(0, split), subject.tainted);
  const follow = (key: string, steps: number): Later<ItemMatch | Failure> =>
    after(matchLookup(question, lookup, textOf(key, subject.tainted)), (answer) => {
      if (isFailure(answer) || !answer.matched) return answer;
      const { items } = readList(answer.value!.text);
      const next = items.at(-1)?.startsWith('>') === true ? items.at(-1)!.slice(1).trim() : undefined;
      const patterns = next === undefined ? items : items.slice(0, -1);
      return after(anyLocalPart(question, patterns, local, manner), (found) => {
        if (found !== NO_MATCH || next === undefined || steps >= MAX_CHAIN) return found;
        return follow(next, steps + 1);
      });
    });
  return follow(subject.text.slice(split + 1), 1);
}

function anyLocalPart(
  { host, origin }: Question,
  patterns: readonly string[],
  local: Question['subject'],
  { letters: { caseful } }: Manner,
): Later<ItemMatch | Failure> {
  const found = firstAnswer(patterns, (pattern) => {
    const negated = pattern.startsWith('!');
    const item = negated ? pattern.slice(1).trimStart() : pattern;
    return after(matchText({ subject: local, host, origin, caseless: !caseful }, item), (answer) => {
      if (isFailure(answer)) return answer;
      if (!answer.matched) return undefined;
      return { matched: !negated, ...(answer.value !== undefined && { value: answer.value }) };
    });
  });
  // A last item with `!` does not open this list.
  return after(found, (answer) => answer ?? NO_MATCH);
}
