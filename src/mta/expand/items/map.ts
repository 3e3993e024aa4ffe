import type { ItemNode, ItemRow } from '../ast.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { skipSequence } from '../evaluate/skip.ts';
import { after, failed, inside, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { listItem, readList } from '../values/list.ts';

/** `${map{list}{string}}`: the string for each `$item`, as a list with the first one's separator. */
export const map: ItemRow = {
  name: 'map',
  doc: 'Expands its second string for every item of a list, with $item set, and makes a list of the results.',
  syntax: { kind: 'list', missing: ["missing '{' for first arg of map", "missing '{' for last arg of map"] },
  within: (failure) => inside(failure, 'inside "map" item'),
  evaluate: evaluateMap,
};

function evaluateMap(node: ItemNode, run: Run): Later<Outcome> {
  const [list, string] = node.args;
  if (list === undefined) return failed(node.fault!.message);
  return after(evaluateSequence(list, run), (subject) => {
    if (subject.kind !== 'text') return subject;
    if (string === undefined) return failed(node.fault!.message);
    const found = skipSequence(string, run);
    if (found !== undefined) return inside(found, 'inside "map" item');
    if (node.fault !== undefined) return failed(node.fault.message);
    return mapItems(subject, (item) => withItem(run, item, () => evaluateSequence(string, run)));
  });
}

function mapItems(list: Text, expandItem: (item: Text) => Later<Outcome>): Later<Outcome> {
  const { separator, items } = readList(list.text);
  const results: string[] = [];
  let tainted = list.tainted;
  const from = (index: number): Later<Outcome> => {
    for (let at = index; at < items.length; at += 1) {
      const outcome = expandItem(textOf(items[at]!, list.tainted));
      if (outcome instanceof Promise) return outcome.then((settled) => take(settled) ?? from(at + 1));
      const failure = take(outcome);
      if (failure !== undefined) return failure;
    }
    return textOf(results.join(separator), tainted);
  };
  const take = (outcome: Outcome) => {
    if (outcome.kind !== 'text') return inside(outcome, 'inside "map" item');
    results.push(listItem(outcome.text, separator));
    tainted ||= outcome.tainted;
    return undefined;
  };
  return from(0);
}

/** `$item` during `body`. */
function withItem<T>(run: Run, item: Text, body: () => Later<T>): Later<T> {
  const before = run.item;
  run.item = item;
  return after(body(), (result) => {
    run.item = before;
    return result;
  });
}
