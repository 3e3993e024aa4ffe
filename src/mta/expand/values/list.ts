/** Lists as text: a separator (a colon, or what `<` names), doubled where it is data; white space around items is not theirs. */

import { type Text, textOf } from '../outcome.ts';
import { skipSpace, trim, withoutEnd } from './space.ts';

export interface List {
  readonly separator: string;
  readonly items: readonly string[];
}

/** The same, each item as tainted as the list. */
export function readTextList({ text, tainted }: Text): { readonly separator: string; readonly items: readonly Text[] } {
  const { separator, items } = readList(text);
  return { separator, items: items.map((item) => textOf(item, tainted)) };
}

export function readList(text: string): List {
  const { separator, start } = separatorOf(text);
  return { separator, items: splitList(text, start, separator) };
}

const LESS = 60;

/** `<;` at the start, white space before it allowed: any punctuation or control character (Exim spec §6.21). */
function separatorOf(text: string): { readonly separator: string; readonly start: number } {
  const at = skipSpace(text, 0);
  return text.charCodeAt(at) === LESS && isSeparator(text.charCodeAt(at + 1))
    ? { separator: text.charAt(at + 1), start: at + 2 }
    : { separator: ':', start: 0 };
}

/** Punctuation and control characters of ASCII. */
const isSeparator = (code: number): boolean =>
  isControl(code) ||
  (code >= 33 && code <= 47) ||
  (code >= 58 && code <= 64) ||
  (code >= 91 && code <= 96) ||
  (code >= 123 && code <= 126);

const isControl = (code: number): boolean => code < 32 || code === 127;

function splitList(text: string, start: number, separator: string): readonly string[] {
  if (isControl(separator.charCodeAt(0))) return splitAtControls(text, start, separator);
  const items: string[] = [];
  let at = skipSpace(text, start);
  while (at < text.length) {
    const end = endOfItem(text, at, separator);
    const item = withoutEnd(text, at, end);
    items.push(item.includes(separator) ? item.replaceAll(separator + separator, separator) : item);
    at = skipSpace(text, end + 1);
  }
  return items;
}

/** A control character is never data: two of them are around an empty item, and one that is white space is not skipped. */
function splitAtControls(text: string, start: number, separator: string): readonly string[] {
  const items = text.slice(start).split(separator).map(trim);
  if (items.at(-1) === '') items.pop();
  return items;
}

/** A separator that is not doubled, or the end. */
function endOfItem(text: string, start: number, separator: string): number {
  let from = start;
  for (;;) {
    const end = text.indexOf(separator, from);
    if (end < 0) return text.length;
    if (text.charAt(end + 1) !== separator) return end;
    from = end + 2;
  }
}

/** Items as a list: their separators doubled, an empty one as a blank unless it is the first. */
export function formatList(items: readonly string[], separator: string): string {
  if (items.length === 0) return '';
  let list = items[0] === '' ? '' : quoteItem(items[0]!, separator);
  for (let index = 1; index < items.length; index += 1) list += separator + quoteItem(items[index]!, separator);
  return list;
}

/** The same where items are appended one by one: a blank keeps one that begins with the separator from the one before it. */
export function appendedList(items: readonly string[], separator: string): string {
  if (items.length === 0) return '';
  let list = items[0] === '' ? '' : quoteItem(items[0]!, separator);
  for (let index = 1; index < items.length; index += 1) {
    const item = items[index]!;
    list += (item.startsWith(separator) ? `${separator} ` : separator) + quoteItem(item, separator);
  }
  return list;
}

export function quoteItem(item: string, separator: string): string {
  if (item === '') return ' ';
  return item.includes(separator) ? item.replaceAll(separator, separator + separator) : item;
}
