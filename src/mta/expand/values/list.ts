/** Lists as text: a separator (a colon, or what `<` names), doubled where it is data; white space around items is not theirs. */

import { type Text, textOf } from '../outcome.ts';

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

/** `<;` at the start, white space before it allowed: any punctuation or control character (Exim spec §6.21). */
function separatorOf(text: string): { readonly separator: string; readonly start: number } {
  const [whole, separator] = /^\s*<([!-/:-@[-`{-~\x00-\x1f])/.exec(text) ?? [];
  return whole === undefined ? { separator: ':', start: 0 } : { separator: separator!, start: whole.length };
}

function splitList(text: string, start: number, separator: string): readonly string[] {
  const items: string[] = [];
  let at = skipBlanks(text, start);
  while (at < text.length) {
    const { item, end } = readItem(text, at, separator);
    items.push(item);
    at = skipBlanks(text, end + 1);
  }
  return items;
}

/** An item up to a separator that is not doubled. */
function readItem(text: string, start: number, separator: string) {
  let item = '';
  let from = start;
  for (;;) {
    const found = text.indexOf(separator, from);
    const end = found < 0 ? text.length : found;
    item += text.slice(from, end);
    if (text[end + 1] !== separator || end >= text.length) return { item: item.replace(/\s+$/, ''), end };
    item += separator;
    from = end + 2;
  }
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at]!)) at += 1;
  return at;
}

/** Items as a list: their separators doubled, an empty one as a blank unless it is the first. */
export const formatList = (items: readonly string[], separator: string): string =>
  items.map((item, index) => (index === 0 && item === '' ? '' : quoteItem(item, separator))).join(separator);

export const quoteItem = (item: string, separator: string): string =>
  item === '' ? ' ' : item.replaceAll(separator, separator + separator);
