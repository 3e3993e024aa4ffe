/** What of an expansion comes from outside, as far as its tree tells: variables and headers that reach the result. */
import type { Sequence } from '../expand/index.ts';

type Node = Sequence['parts'][number];

/** The first tainted part of what the string comes to, as written; undefined: none is seen. */
export const taintedPart = (sequence: Sequence): string | undefined => firstOf(sequence.parts, taintOf);

function taintOf(node: Node): string | undefined {
  if (node.kind === 'variable') return node.row.tainted ? `$${node.name}` : undefined;
  if (node.kind === 'header') return `$h_${node.name}:`;
  if (node.kind === 'operator') return CLEANING.has(node.written) ? undefined : taintedPart(node.operand);
  return node.kind === 'item' ? taintOfItem(node) : undefined;
}

function taintOfItem({ row, args, branches }: Extract<Node, { kind: 'item' }>): string | undefined {
  // What a look-up or an ACL finds is the configuration's own; a condition decides, and is no part of the result.
  const parts = FINDING.has(row.name) ? branches : [...args, ...branches];
  return firstOf(parts, taintedPart);
}

/** Their results are numbers and digests. */
const CLEANING = new Set(['strlen', 'eval', 'eval10', 'md5', 'sha1', 'sha256', 'sha3', 'listcount', 'str2b64', 'stat']);
const FINDING = new Set(['if', 'lookup', 'acl', 'env', 'readfile', 'readsocket', 'run', 'dlfunc', 'hash', 'nhash']);

export interface WrittenLookup {
  readonly type: string;
  readonly args: readonly Sequence[];
}

/** Every look-up in a string, at whatever depth. */
export function lookupsIn(sequence: Sequence): readonly WrittenLookup[] {
  return sequence.parts.flatMap((node) => {
    if (node.kind === 'operator') return lookupsIn(node.operand);
    if (node.kind !== 'item') return [];
    const inner = [...node.args, ...node.branches, ...conditionStrings(node.condition)].flatMap(lookupsIn);
    const own = node.row.name === 'lookup' ? [{ type: node.words[0] ?? '', args: node.args }] : [];
    return [...own, ...inner];
  });
}

type Condition = NonNullable<Extract<Node, { kind: 'item' }>['condition']>;

const conditionStrings = (condition: Condition | undefined): readonly Sequence[] =>
  condition === undefined ? [] : [...condition.args, ...condition.conditions.flatMap(conditionStrings)];

/** A tainted part of a query that no quoting operator stands around. */
export const unquotedPart = (query: Sequence): string | undefined =>
  firstOf(query.parts, (node) =>
    node.kind === 'operator' && node.written.startsWith('quote_') ? undefined : taintOf(node),
  );

function firstOf<T>(parts: readonly T[], find: (part: T) => string | undefined): string | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
