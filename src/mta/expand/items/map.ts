import type { ItemNode, ItemRow } from '../ast.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { skipSequence } from '../evaluate/skip.ts';
import { after, type Failure, failed, inside, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { listItem, readList } from '../values/list.ts';

const within = (failure: Failure): Failure => inside(failure, 'inside "map" item');

/** `${map{list}{string}}`: the string for each `$item`, as a list with the first one's separator. */
export const map: ItemRow = {
  name: 'map',
  doc: 'Expands its second string for every item of a list, with $item set, and makes a list of the results.',
  syntax: { kind: 'list', missing: ["missing '{' for first arg of map", "missing '{' for last arg of map"] },
  within,
  evaluate: evaluateMap,
};

function evaluateMap(node: ItemNode, run: Run): Later<Outcome> {
  const [list, string] = node.args;
  if (list === undefined) return failed(node.fault!.message);
  return after(evaluateSequence(list, run), (subject) => {
    if (subject.kind !== 'text') return subject;
    if (string === undefined) return failed(node.fault!.message);
    const found = skipSequence(string, run);
    if (found !== undefined) return within(found);
    if (node.fault !== undefined) return failed(node.fault.message);
    return mapItems(subject, (item) => withItem(run, item, () => evaluateSequence(string, run)));
  });
}

function mapItems(list: Text, expandItem: (item: Text) => Later<Outcome>): Later<Outcome> {
  const { separator, items } = readList(list.text);
  const results: string[] = [];
  let tainted = list.tainted;
  const failure = firstAnswer(items, (item) =>
    after(expandItem(textOf(item, list.tainted)), (outcome) => {
      if (outcome.kind !== 'text') return within(outcome);
      results.push(listItem(outcome.text, separator));
      tainted ||= outcome.tainted;
      return undefined;
    }),
  );
  return after(failure, (found) => found ?? textOf(results.join(separator), tainted));
}
