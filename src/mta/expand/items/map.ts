import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, type Failure, isText, type Outcome, textOf } from '../outcome.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { appendedList, readTextList } from '../values/list.ts';
import { listItem, withinItem } from './through-lists.ts';

/** `${map{list}{string}}`: the string for each `$item`, as a list with the first one's separator. */
export const map = listItem(
  {
    name: 'map',
    doc: 'Expands its second string for every item of a list, with $item set, and makes a list of the results.',
    missing: ["missing '{' for first arg of map", "missing '{' for last arg of map"],
  },
  (node, args, run) => {
    const list = args[0]!;
    const part = node.args[1]!;
    const { separator, items } = readTextList(list);
    const results: string[] = [];
    let { tainted } = list;
    const take = (outcome: Outcome): Failure | undefined => {
      if (outcome.kind !== 'text') return withinItem('map')(outcome);
      results.push(outcome.text);
      tainted ||= outcome.tainted;
      return undefined;
    };
    const failure = firstAnswer(items, (item) => {
      const outcome = withItem(run, item, evaluateSequence, part);
      return isText(outcome) ? take(outcome) : after(outcome, take);
    });
    return after(failure, (found) => found ?? textOf(appendedList(results, separator), tainted));
  },
);
