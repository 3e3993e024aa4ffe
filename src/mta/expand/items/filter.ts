import { evaluateCondition } from '../evaluate/condition.ts';
import { after, inside, textOf } from '../outcome.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { appendedList, readTextList } from '../values/list.ts';
import { listItem } from './through-lists.ts';

/** `${filter{list}{condition}}`: the items for which the condition about `$item` holds. */
export const filter = listItem(
  {
    name: 'filter',
    doc: 'Keeps the items of a list for which a condition about $item holds.',
    missing: ["missing '{' for first arg of filter", "missing '{' for last arg of filter"],
    condition: true,
  },
  (node, [list], run) => {
    const { separator, items } = readTextList(list!);
    const kept: string[] = [];
    const failure = firstAnswer(items, (item) =>
      after(withItem(run, item, evaluateCondition, node.condition!), (holds) => {
        if (typeof holds !== 'boolean') return inside(holds, 'inside "filter" condition');
        if (holds) kept.push(item.text);
        return undefined;
      }),
    );
    return after(failure, (found) => found ?? textOf(appendedList(kept, separator), list!.tainted));
  },
);
