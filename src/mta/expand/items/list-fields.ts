/** `listextract` and `listquote`. */

import { literalText } from '../evaluate/literal.ts';
import type { Failure } from '../outcome.ts';
import { failed, textOf } from '../outcome.ts';
import { quoteItem, readList } from '../values/list.ts';
import { foundItem, stringsItem } from './make.ts';

/** The number that comes first; what is wrong with it Exim says even where its branch is not taken. */
function numberIn(text: string): number | Failure {
  const digits = text.trim();
  if (digits === '') return failed('first argument of "listextract" must not be empty');
  return /^-?\d+$/.test(digits) ? Number(digits) : failed('first argument of "listextract" must be numeric');
}

export const listextract = foundItem({
  name: 'listextract',
  doc: 'An item of a list by its number, from the right where that is negative.',
  missing: ["missing '{' for arg 1 of listextract", "missing '{' for arg 2 of listextract"],
  skip: ({ args }) => {
    const written = args[0] === undefined ? undefined : literalText(args[0]);
    const number = written === undefined ? 0 : numberIn(written);
    return typeof number === 'number' ? undefined : number;
  },
  find: ([count, list]) => {
    const number = numberIn(count!.text);
    if (typeof number !== 'number') return number;
    const { items } = readList(list!.text);
    const item = number === 0 ? undefined : items[number > 0 ? number - 1 : items.length + number];
    return item === undefined ? undefined : textOf(item, list!.tainted);
  },
});

export const listquote = stringsItem({
  name: 'listquote',
  doc: 'Doubles a separator in a string, so that it can be an item of a list; nothing becomes a blank.',
  min: 2,
  apply: ([separator, subject]) => textOf(quoteItem(subject!.text, separator!.text.charAt(0)), subject!.tainted),
});
