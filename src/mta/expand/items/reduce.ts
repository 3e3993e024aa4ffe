import { evaluateSequence } from '../evaluate/sequence.ts';
import { after } from '../outcome.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { readTextList } from '../values/list.ts';
import { listItem, withinItem } from './through-lists.ts';

/** `${reduce{list}{start}{string}}`: `$value` begins as the start, and becomes the string for each `$item`. */
export const reduce = listItem(
  {
    name: 'reduce',
    doc: 'Goes through a list with a running $value, which the third string makes anew for every $item.',
    missing: [
      "missing '{' for first arg of reduce",
      "missing '{' for second arg of reduce",
      "missing '{' for last arg of reduce",
    ],
  },
  (node, [list, start], run) => {
    const before = run.value;
    run.value = start!;
    const failure = firstAnswer(readTextList(list!).items, (item) =>
      after(withItem(run, item, evaluateSequence, node.args[2]!), (outcome) => {
        if (outcome.kind !== 'text') return withinItem('reduce')(outcome);
        run.value = outcome;
        return undefined;
      }),
    );
    return after(failure, (found) => {
      const result = run.value;
      run.value = before;
      return found ?? result;
    });
  },
);
