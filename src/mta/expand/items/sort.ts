import type { ItemNode, ItemRow } from '../ast.ts';
import { skippedText } from '../evaluate/literal.ts';
import { evaluateAll, evaluateSequence } from '../evaluate/sequence.ts';
import { skipSequence } from '../evaluate/skip.ts';
import { after, type Failure, failed, isFailure, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
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
  },
  evaluate: evaluateSort,
  skip: ({ args: [, comparator] }) => {
    const compare = comparator && comparisonOf(skippedText(comparator).text);
    return isFailure(compare) ? compare : undefined;
  },
};

function evaluateSort(node: ItemNode, run: Run): Later<Outcome> {
  return after(evaluateAll(node.args.slice(0, 2), run), (args) => {
    if (isFailure(args)) return args;
    const [list, comparator] = args;
    const compare = comparator && comparisonOf(comparator.text);
    if (isFailure(compare)) return compare;
    const found = node.args[2] && skipSequence(node.args[2], run);
    if (found !== undefined) return found;
    if (node.fault !== undefined) return failed(node.fault.message);
    return sortList(list!, compare!, node, run);
  });
}

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

function comparisonOf(name: string): Comparison | Failure {
  const numbers = NUMERIC[name];
  if (numbers !== undefined) return numbers;
  const texts = TEXTUAL[name.slice(0, 2)];
  if (texts !== undefined && name.length === 2) return texts;
  if (texts !== undefined && name.endsWith('i') && name.length === 3) {
    return (first, second) => texts(first.toLowerCase(), second.toLowerCase());
  }
  return failed(/^(?:eqi?|==?|match|inlisti?)$/.test(name) ? 'comparator not handled for sort' : '');
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
const extractorOf = ({ args, tail }: ItemNode): string => tail.source.slice(args[2]!.start, args[2]!.end);

/** Before the first that it belongs before. */
function insert(sorted: Keyed[], entry: Keyed, compare: Comparison): void {
  const index = sorted.findIndex((other) => compare(entry.key, other.key));
  sorted.splice(index < 0 ? sorted.length : index, 0, entry);
}
