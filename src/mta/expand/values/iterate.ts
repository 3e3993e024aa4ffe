/** Going through items with `$item` set, waiting only where something has to be waited for. */
import type { Later, Text } from '../outcome.ts';
import type { Run } from '../run.ts';

/** What a part comes to while this is `$item`, which then is what it was. */
export function withItem<Part, T>(
  run: Run,
  item: Text,
  evaluate: (part: Part, run: Run) => Later<T>,
  part: Part,
): Later<T> {
  const before = run.item;
  run.item = item;
  const result = evaluate(part, run);
  if (result instanceof Promise) return restoreLater(run, before, result);
  run.item = before;
  return result;
}

const restoreLater = <T>(run: Run, before: Text, later: Promise<T>): Promise<T> =>
  later.then((result) => {
    run.item = before;
    return result;
  });

/** Visits one item after the other; the first answer that is not undefined ends it, and is the answer. */
export function firstAnswer<Item, Answer>(
  items: readonly Item[],
  visit: (item: Item) => Later<Answer | undefined>,
  index = 0,
): Later<Answer | undefined> {
  for (let at = index; at < items.length; at += 1) {
    const answer = visit(items[at]!);
    if (answer instanceof Promise) {
      return answer.then((settled) => (settled === undefined ? firstAnswer(items, visit, at + 1) : settled));
    }
    if (answer !== undefined) return answer;
  }
  return undefined;
}
