/** The mistake in a string, found without evaluating it: what `config check` tells of. */
import type { Condition, ItemNode, Node, Sequence } from './ast.ts';
import { branchFault } from './evaluate/tail.ts';

export interface ExpansionFault {
  /** In the string, in octets. */
  readonly offset: number;
  readonly message: string;
}

/** The first mistake of a parsed string; undefined: it can be evaluated. */
export function findFault({ parts }: Sequence): ExpansionFault | undefined {
  return first(parts, ofNode);
}

function ofNode(node: Node): ExpansionFault | undefined {
  if (node.kind === 'fault') return at(node.start, node.message);
  if (node.kind === 'operator') return findFault(node.operand) ?? (node.fault && at(node.start, node.fault.message));
  return node.kind === 'item' ? ofItem(node) : undefined;
}

function ofItem(node: ItemNode): ExpansionFault | undefined {
  const { args, branches, condition, fault, row, tail } = node;
  const own =
    first(args, findFault) ?? (condition && ofCondition(condition)) ?? (fault && at(fault.start, fault.message));
  const found = own ?? first(branches, findFault);
  if (found !== undefined || row.syntax.kind === 'strings' || row.syntax.kind === 'list') return found;
  if (row.lenient === true && tail.closed) return undefined;
  const wrong = branchFault(node, branches);
  return wrong === undefined ? undefined : at(tail.start, wrong);
}

const ofCondition = ({ args, conditions, fault }: Condition): ExpansionFault | undefined =>
  first(args, findFault) ?? first(conditions, ofCondition) ?? (fault && at(fault.start, fault.message));

const at = (offset: number, message: string): ExpansionFault => ({ offset, message });

function first<T>(parts: readonly T[], find: (part: T) => ExpansionFault | undefined): ExpansionFault | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
