import { asciiLowerCase } from '../../../base/index.ts';
import type { ItemNode, ItemRow, Sequence } from '../ast.ts';
import { findCondition } from '../conditions/registry.ts';
import { literalText } from '../evaluate/literal.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { skipSequence } from '../evaluate/skip.ts';
import { after, type Failure, failed, isFailure, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import { CONDITION_NAME, QUOTED } from '../parse/condition.ts';
import type { Run } from '../run.ts';
import { isInteger, parseInteger } from '../values/integer.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { formatList, readTextList } from '../values/list.ts';

/** `${sort{list}{comparator}{key}}`: the key is a string with `$item` in it. */
export const sort: ItemRow = {
  name: 'sort',
  doc: 'Sorts a list by keys made of its items, with one of the conditions that compare numbers or strings.',
  syntax: {
    kind: 'list',
    missing: [
      "missing '{' for list arg of sort",
      "missing '{' for comparator arg of sort",
      "missing '{' for extractor arg of sort",
    ],
    verbatim: 1,
  },
  evaluate: evaluateSort,
  skipArgument: (argument, index) => {
    const compare = index === 1 ? comparisonOf(argument) : undefined;
    return isFailure(compare) ? compare : undefined;
  },
};

function evaluateSort(node: ItemNode, run: Run): Later<Outcome> {
  const [list, comparator, extractor] = node.args;
  if (list === undefined) return failed(node.fault!.message);
  return after(evaluateSequence(list, run), (items) => {
    if (items.kind !== 'text') return items;
    const unclosed = comparator && skipSequence(comparator, run);
    const compare = unclosed ?? (comparator && comparisonOf(comparator));
    if (isFailure(compare)) return compare;
    const found = extractor && skipSequence(extractor, run);
    if (found !== undefined) return found;
    if (node.fault !== undefined) return failed(node.fault.message);
    return isClosedAtOnce(node) ? sortList(items, compare!, node, run) : failed('missing } at end of "sort"');
  });
}

/** Here, unlike elsewhere, no white space stands before the end. */
const isClosedAtOnce = ({ args, tail }: ItemNode): boolean => tail.source.text[args[2]!.end + 1] === '}';

/** Does the first key belong before the second? */
type Comparison = (first: string, second: string) => boolean;

const numeric =
  (holds: (first: bigint | number, second: bigint | number) => boolean): Comparison =>
  (left, right) => {
    const first = parseInteger(left);
    const second = parseInteger(right);
    // What is no number belongs nowhere: it stays behind what was there.
    return isInteger(first) && isInteger(second) && holds(first, second);
  };

const NUMERIC: Readonly<Record<string, Comparison>> = {
  '<': numeric((first, second) => first < second),
  '<=': numeric((first, second) => first <= second),
  '>': numeric((first, second) => first > second),
  '>=': numeric((first, second) => first >= second),
};

const TEXTUAL: Readonly<Record<string, (first: string, second: string) => boolean>> = {
  lt: (first, second) => first < second,
  le: (first, second) => first <= second,
  gt: (first, second) => first > second,
  ge: (first, second) => first >= second,
};

/** The condition whose name begins the string, and what follows it is nobody's concern; a `$` there is a `$`. */
function comparisonOf(written: Sequence): Comparison | Failure {
  const text = literalText(written) ?? '';
  const name = CONDITION_NAME.exec(text)?.[0];
  if (name === undefined) return failed(`condition name expected, but found "${text.slice(0, QUOTED)}"`);
  return NUMERIC[name] ?? textual(name) ?? failed(findCondition(name) === undefined ? '' : NOT_FOR_SORT);
}

const NOT_FOR_SORT = 'comparator not handled for sort';

function textual(name: string): Comparison | undefined {
  const texts = TEXTUAL[name.slice(0, 2)];
  if (name.length === 2 || texts === undefined) return texts;
  if (name.length !== 3 || !name.endsWith('i')) return undefined;
  return (first, second) => texts(asciiLowerCase(first), asciiLowerCase(second));
}

interface Keyed {
  readonly item: string;
  readonly key: string;
}

function sortList(list: Text, compare: Comparison, node: ItemNode, run: Run): Later<Outcome> {
  const { separator, items } = readTextList(list);
  const sorted: Keyed[] = [];
  let { tainted } = list;
  const failure = firstAnswer(items, (item) =>
    after(withItem(run, item, evaluateSequence, node.args[2]!), (key) => {
      if (key.kind === 'deferred') return key;
      if (key.kind !== 'text' || key.text === '') return failed(`field-extract in sort: "${extractorOf(node)}"`);
      tainted ||= key.tainted;
      insert(sorted, { item: item.text, key: key.text }, compare);
      return undefined;
    }),
  );
  return after(failure, (found) => {
    const texts = sorted.map(({ item }) => item);
    return found ?? textOf(formatList(texts, separator), tainted);
  });
}

/** As it is written. */
const extractorOf = ({ args, tail }: ItemNode): string => tail.source.text.slice(args[2]!.start, args[2]!.end);

/** Before the first that it belongs before. */
function insert(sorted: Keyed[], entry: Keyed, compare: Comparison): void {
  const index = sorted.findIndex((other) => compare(entry.key, other.key));
  sorted.splice(index < 0 ? sorted.length : index, 0, entry);
}
