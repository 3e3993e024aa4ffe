/**
 * Authentication-Results, written (RFC 8601 §2.2): the one writer of every command.
 *
 * A line a method, as mail servers write it, folded before 78 characters wherever white space may be (RFC 5322 §2.1.1).
 * What a client chose is quoted, and nothing in it can end the line or the value.
 */
import { isBareMailbox, isQuotedMailbox, isToken, quote } from './grammar.ts';
import type { AuthenticationResults, MethodResult, Property } from './types.ts';

const MAX_LINE = 77;
/** Of one value as written, so that a line which cannot be folded stays below 998 octets (RFC 5322 §2.1.1). */
const MAX_VALUE_OCTETS = 800;
const FOLD = '\r\n\t';
/** A tab reaches to the next column of eight on a terminal. */
const INDENT = 8;

/** @returns the whole field with its name and folds, without the CRLF that ends it */
export function formatAuthenticationResults(value: AuthenticationResults): string {
  const { authservId, version, comment, results } = value;
  const head = [
    'Authentication-Results:',
    formatValue(authservId ?? ''),
    ...(version === 1 ? [] : [String(version)]),
    ...commentWords(comment),
  ];
  const lines = results.length === 0 ? [['none']] : results.map(resultWords);
  return `${folded(head, 0)}${lines.map((words) => `;${FOLD}${folded(words, INDENT)}`).join('')}`;
}

function resultWords({ method, methodVersion, result, reason, comment, properties }: MethodResult): readonly string[] {
  const version = methodVersion === undefined ? '' : `/${methodVersion}`;
  return [
    `${keyword(method)}${version}=${keyword(result)}`,
    ...commentWords(comment),
    ...(reason === undefined ? [] : [`reason=${formatValue(reason)}`]),
    ...properties.flatMap(propertyWords),
  ];
}

const propertyWords = ({ type, name, value, comment }: Property): readonly string[] => [
  `${type === '' ? '' : `${keyword(type)}.`}${keyword(name)}=${formatPropertyValue(value)}`,
  ...commentWords(comment),
];

/** value: a token where it can be one, else a quoted string. */
function formatValue(text: string): string {
  const clean = bounded(printable(text));
  return isToken(clean) ? clean : quote(clean);
}

/** pvalue: addresses and domains stand as they are. */
function formatPropertyValue(text: string): string {
  const clean = bounded(printable(text));
  return isBareMailbox(clean) || isQuotedMailbox(clean) ? clean : formatValue(clean);
}

/** Parentheses and backslashes within would end or open one (RFC 5322 §3.2.2). */
function commentWords(text: string | undefined): readonly string[] {
  const clean = text === undefined ? '' : bounded(printable(text)).trim();
  return clean === '' ? [] : [`(${clean.replace(/[()\\]/g, '\\$&')})`];
}

const keyword = (word: string): string => (/^[A-Za-z0-9-]+$/.test(word) ? word : keywordOf(word));

const keywordOf = (word: string): string => printable(word).replace(/[\s;()"=,<>@:\\/[\]?]/g, '-') || '-';

/** Neither control characters nor halves of surrogate pairs. */
const printable = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : wellFormed(text).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?');

const wellFormed = (text: string): string => Buffer.from(text).toString();

function bounded(text: string): string {
  if (text.length * 4 <= MAX_VALUE_OCTETS || octetsOf(text) <= MAX_VALUE_OCTETS) return text;
  let end = Math.min(text.length, MAX_VALUE_OCTETS);
  while (octetsOf(text.slice(0, end)) > MAX_VALUE_OCTETS) end -= 1;
  return `${wellFormed(text.slice(0, end))}...`;
}

const octetsOf = (text: string): number => Buffer.byteLength(text.replace(/["()\\]/g, '\\$&'));

/** Words with a space between, or a fold where the line is full. Long words are folded at spaces within, which unfolding restores. */
function folded(words: readonly string[], indent: number): string {
  let text = '';
  let column = indent;
  for (const piece of words.flatMap((word) => word.split(/(?<=[^ ])(?= [^ ])/))) {
    const isFirst = text === '';
    const isContinued = piece.startsWith(' ');
    const width = piece.length + (isFirst || isContinued ? 0 : 1);
    if (!isFirst && column + width > MAX_LINE) {
      text += isContinued ? `\r\n${piece}` : `${FOLD}${piece}`;
      column = isContinued ? piece.length : INDENT + piece.length;
    } else {
      text += isFirst || isContinued ? piece : ` ${piece}`;
      column += width;
    }
  }
  return text;
}
