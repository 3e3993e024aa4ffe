/** Lists as text: a separator (a colon, or what `<` names), doubled where it is data; white space around items is not theirs. */

export interface List {
  readonly separator: string;
  readonly items: readonly string[];
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

/** An item as it stands in a list: its separators doubled, and nothing else but a blank where it is empty. */
export const listItem = (item: string, separator: string): string =>
  item === '' ? ' ' : item.replaceAll(separator, separator + separator);
