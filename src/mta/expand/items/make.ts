/** Rows of the common kinds: strings in, one text out; something found or not, then the branches. */
import type { ItemNode, ItemRow } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { skippedText } from '../evaluate/literal.ts';
import { evaluateAll } from '../evaluate/sequence.ts';
import { afterWith, EMPTY, type Failure, failed, isFailure, type Later, type Outcome, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

type Named = Pick<ItemRow, 'name' | 'doc' | 'never' | 'skip' | 'skipped'>;

export function stringsItem(
  row: Named & {
    readonly min: number;
    readonly max?: number;
    /** Exim does not ask whether its branch is taken. */
    readonly evenSkipped?: boolean;
    readonly apply: (args: readonly Text[], run: Run) => Later<Outcome>;
  },
): ItemRow {
  const { min, max = min, evenSkipped = false, apply, ...named } = row;
  const skippedValue = ({ args }: ItemNode, run: Run): Later<Outcome> =>
    apply(
      args.map((argument) => skippedText(argument, run)),
      run,
    );
  return {
    ...named,
    ...(evenSkipped && {
      skip: (node, run) => failureIn(skippedValue(node, run)),
      skipped: (node, run) => textIn(skippedValue(node, run)),
    }),
    syntax: { kind: 'strings', min, max },
    evaluate: (node, run) => withArguments(node, run, apply),
  };
}

/** What has to be waited for is not wanted where nobody wants the value. */
const failureIn = (outcome: Later<Outcome>): Failure | undefined => (isFailure(outcome) ? outcome : undefined);
const textIn = (outcome: Later<Outcome>): Text =>
  !(outcome instanceof Promise) && outcome.kind === 'text' ? outcome : EMPTY;

/** Evaluates an item's arguments, then what was wrong behind them, then goes on. */
function withArguments(node: ItemNode, run: Run, next: Next): Later<Outcome> {
  const args = evaluateAll(node.args, run);
  return Array.isArray(args) ? goOn(args, node, run, next) : afterWith(args, goOn, node, run, next);
}

type Next = (args: readonly Text[], run: Run, node: ItemNode) => Later<Outcome>;

function goOn(args: readonly Text[] | Failure, node: ItemNode, run: Run, next: Next): Later<Outcome> {
  if (isFailure(args)) return args;
  return node.fault === undefined ? next(args, run, node) : failed(node.fault.message);
}

/** What was looked for; undefined: not found. */
export type Found = Text | undefined | Failure;

export function foundItem(
  row: Named & {
    readonly missing: readonly string[];
    readonly words?: readonly string[];
    readonly find: (args: readonly Text[], run: Run, node: ItemNode) => Later<Found>;
  },
): ItemRow {
  const { missing, words, find, ...named } = row;
  const next: Next = (args, run, node) => afterWith(find(args, run, node), chooseBy, node, run);
  return {
    ...named,
    syntax: { kind: 'branches', missing, ...(words !== undefined && { words }) },
    evaluate: (node, run) => withArguments(node, run, next),
  };
}

export function chooseBy(found: Found, node: ItemNode, run: Run): Later<Outcome> {
  if (found === undefined) return choose(node, run, { success: false, value: run.value });
  if (found.kind !== 'text') return found;
  return choose(node, run, { success: true, value: found });
}
