/** Rows of the common kinds: strings in, one text out; something found or not, then the branches. */
import type { ItemNode, ItemRow } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { evaluateAll } from '../evaluate/sequence.ts';
import { afterWith, type Failure, failed, isFailure, type Later, type Outcome, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

interface Named {
  readonly name: string;
  readonly doc: string;
  readonly skip?: (node: ItemNode, run: Run) => Failure | undefined;
}

export function stringsItem(
  row: Named & {
    readonly min: number;
    readonly max?: number;
    readonly apply: (args: readonly Text[], run: Run) => Later<Outcome>;
  },
): ItemRow {
  const { min, max = min, apply, ...named } = row;
  return {
    ...named,
    syntax: { kind: 'strings', min, max },
    evaluate: (node, run) => withArguments(node, run, apply),
  };
}

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
