/** What `filter`, `map` and `reduce` have in common: a list, then something for each of its items. */
import type { ItemNode, ItemRow } from '../ast.ts';
import { evaluateAll } from '../evaluate/sequence.ts';
import { skipCondition, skipSequence } from '../evaluate/skip.ts';
import { afterWith, type Failure, failed, inside, isFailure, type Later, type Outcome, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

export interface ListItemSyntax {
  readonly name: string;
  readonly doc: string;
  readonly missing: readonly string[];
  readonly condition?: boolean;
}

/** What a failure in the part for each item says at its end. */
export const withinItem =
  (name: string) =>
  (failure: Failure): Failure =>
    inside(failure, `inside "${name}" item`);

/**
 * @param go  given the arguments before the part for each item; that part has been looked through for mistakes, as Exim
 *            does even where the list is empty
 */
export function listItem(
  { name, doc, missing, condition = false }: ListItemSyntax,
  go: (node: ItemNode, args: readonly Text[], run: Run) => Later<Outcome>,
): ItemRow {
  const within = withinItem(name);
  const before = missing.length - 1;
  const goOn = (args: readonly Text[] | Failure, node: ItemNode, run: Run): Later<Outcome> => {
    if (isFailure(args)) return args;
    const found = skipPart(node, before, run);
    if (found !== undefined) return within(found);
    return node.fault === undefined ? go(node, args, run) : failed(node.fault.message);
  };
  return {
    name,
    doc,
    syntax: { kind: 'list', missing, condition },
    within,
    evaluate: (node, run) => {
      const args = evaluateAll(node.args.slice(0, before), run);
      return Array.isArray(args) ? goOn(args, node, run) : afterWith(args, goOn, node, run);
    },
  };
}

function skipPart({ args, condition }: ItemNode, before: number, run: Run): Failure | undefined {
  const part = args[before];
  if (part !== undefined) return skipSequence(part, run);
  return condition === undefined ? undefined : skipCondition(condition, run);
}
