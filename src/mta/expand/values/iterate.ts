/** Going through items with `$item` set, waiting only where something has to be waited for. */
import { after, type Later, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

/** `$item` during `body`, and what it was behind it. */
export function withItem<T>(run: Run, item: Text, body: () => Later<T>): Later<T> {
  const before = run.item;
  run.item = item;
  return after(body(), (result) => {
    run.item = before;
    return result;
  });
}

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
