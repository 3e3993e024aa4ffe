/** `listextract` and `listquote`. */
import type { ItemNode, ItemRow } from '../ast.ts';
import { secondBranch } from '../evaluate/branches.ts';
import { skippedText } from '../evaluate/literal.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, failed, isFailure, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { fieldNumber } from '../values/integer.ts';
import { quoteItem, readList } from '../values/list.ts';
import { chooseBy, stringsItem } from './make.ts';

/** `${listextract{number}{list}…}`: the number is looked at before the list is, also where nobody needs the item. */
export const listextract: ItemRow = {
  name: 'listextract',
  doc: 'An item of a list by its number, from the right where that is negative.',
  syntax: {
    kind: 'branches',
    missing: ["missing '{' for arg 1 of listextract", "missing '{' for arg 2 of listextract"],
  },
  skipArgument: (argument, index, run) =>
    index > 0 || isNumber(skippedText(argument, run).text) ? undefined : NOT_A_NUMBER,
  skipped: secondBranch,
  evaluate: evaluateListExtract,
};

const NOT_A_NUMBER = failed('first argument of "listextract" must be numeric');
const NOTHING = failed('first argument of "listextract" must not be empty');

const isNumber = (text: string): boolean => /^\s*-?\d*\s*$/.test(text);

function evaluateListExtract(node: ItemNode, run: Run): Later<Outcome> {
  const [first, second] = node.args;
  if (first === undefined) return failed(node.fault!.message);
  return after(evaluateSequence(first, run), (count) => {
    if (count.kind !== 'text') return count;
    if (count.text.trim() === '') return NOTHING;
    if (!isNumber(count.text)) return NOT_A_NUMBER;
    if (second === undefined) return failed(node.fault!.message);
    return after(evaluateSequence(second, run), (list) =>
      isFailure(list) ? list : chooseBy(itemOf(list, fieldNumber(count.text)), node, run),
    );
  });
}

function itemOf({ text, tainted }: Text, number: number): Text | undefined {
  const { items } = readList(text);
  const item = number === 0 ? undefined : items[number > 0 ? number - 1 : items.length + number];
  return item === undefined ? undefined : textOf(item, tainted);
}

export const listquote = stringsItem({
  name: 'listquote',
  doc: 'Doubles a separator in a string, so that it can be an item of a list; nothing becomes a blank.',
  min: 2,
  evenSkipped: true,
  apply: ([separator, subject]) => textOf(quoteItem(subject!.text, separator!.text.charAt(0)), subject!.tainted),
});
