/**
 * What is wrong in a part that is not evaluated. Exim reads the branch that is not taken, too: mistakes in the writing and
 * unknown names fail the expansion there, and a few rows look at their arguments.
 */
import type { Condition, ItemNode, Node, Sequence } from '../ast.ts';
import { type Failure, failed } from '../outcome.ts';
import { aboutBraces } from '../parse/cursor.ts';
import type { Run } from '../run.ts';
import { branchFault } from './tail.ts';

export function skipSequence(sequence: Sequence, run: Run): Failure | undefined {
  if (!sequence.minds) return undefined;
  for (const part of sequence.parts) {
    const found = skipNode(part, run);
    if (found !== undefined) return found;
  }
  return undefined;
}

function skipNode(node: Node, run: Run): Failure | undefined {
  if (node.kind === 'fault') return failed(node.message);
  if (node.kind === 'item') return node.minds ? skipItem(node, run) : undefined;
  if (node.kind !== 'operator' || !node.minds) return undefined;
  return skipSequence(node.operand, run) ?? (node.fault && failed(node.fault.message));
}

function skipItem(node: ItemNode, run: Run): Failure | undefined {
  return (
    skipArguments(node, run) ??
    (node.fault && failed(node.fault.message)) ??
    node.row.skip?.(node, run) ??
    skipBranches(node, run)
  );
}

function skipArguments({ args, condition, row }: ItemNode, run: Run): Failure | undefined {
  const { within, syntax } = row;
  const last = within !== undefined && syntax.kind === 'list' ? syntax.missing.length - 1 : args.length;
  const found = skipInOrder(args.slice(0, last), row, run);
  if (found !== undefined) return found;
  const inner = skipAll(args.slice(last), run) ?? (condition && skipCondition(condition, run));
  return inner && (within?.(inner) ?? inner);
}

function skipInOrder(args: readonly Sequence[], { skipArgument }: ItemNode['row'], run: Run): Failure | undefined {
  if (skipArgument === undefined) return skipAll(args, run);
  for (const [index, argument] of args.entries()) {
    const found = skipSequence(argument, run) ?? skipArgument(argument, index, run);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function skipAll(sequences: readonly Sequence[], run: Run): Failure | undefined {
  for (const sequence of sequences) {
    const found = skipSequence(sequence, run);
    if (found !== undefined) return found;
  }
  return undefined;
}

function skipBranches(node: ItemNode, run: Run): Failure | undefined {
  const { row, tail, branches } = node;
  const found = skipAll(branches.slice(0, row.lenient === true ? MOST_STRINGS : 2), run);
  if (found !== undefined || row.syntax.kind === 'strings' || row.syntax.kind === 'list') return found;
  if (row.lenient === true)
    return tail.closed && branches.length <= MOST_STRINGS && (tail.word === '' || tail.word === 'fail')
      ? undefined
      : failed(aboutBraces(tail.source, tail.start, "missing '}' closing extract"));
  const fault = branchFault(node, branches);
  return fault === undefined ? undefined : failed(fault);
}

/** Of `extract`, arguments and branches. */
const MOST_STRINGS = 5;

export function skipCondition(condition: Condition, run: Run): Failure | undefined {
  if (!condition.minds) return undefined;
  return (
    skipAll(condition.args, run) ??
    skipConditions(condition, run) ??
    (condition.fault && failed(condition.fault.message)) ??
    condition.row?.skip?.(condition, run)
  );
}

function skipConditions({ conditions, row }: Condition, run: Run): Failure | undefined {
  for (const inner of conditions) {
    const found = skipCondition(inner, run);
    if (found !== undefined) return row?.within?.(found) ?? found;
  }
  return undefined;
}
