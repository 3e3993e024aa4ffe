/** A string's tree, each part with what it came to (`expand --explain`). */
import { type ExpansionHost, expand, type Node, type Outcome, parseExpansion, type Sequence } from '../expand/index.ts';
import { type ExplainedNode, resultOf } from './data.ts';
import { fromOctets } from './octets.ts';

interface Seen {
  readonly outcome: Outcome;
  readonly times: number;
}

export async function explainExpansion(
  text: string,
  host: ExpansionHost,
): Promise<{ readonly outcome: Outcome; readonly tree: readonly ExplainedNode[] }> {
  const seen = new Map<object, Seen>();
  const sequence = parseExpansion(text);
  const outcome = await expand(sequence, host, (part, came) => {
    seen.set(part, { outcome: came, times: (seen.get(part)?.times ?? 0) + 1 });
  });
  return { outcome, tree: nodesOf(sequence, text, seen) };
}

const nodesOf = ({ parts }: Sequence, text: string, seen: ReadonlyMap<object, Seen>): readonly ExplainedNode[] =>
  parts.map((node) => {
    const found = seen.get(node);
    return {
      kind: node.kind,
      source: fromOctets(text.slice(node.start, node.end)),
      ...(node.kind === 'literal' && { result: resultOf(node.text) }),
      ...(found !== undefined && { result: resultOf(found.outcome) }),
      ...(found !== undefined && found.times > 1 && { times: found.times }),
      parts: sequencesIn(node).flatMap((inner) => nodesOf(inner, text, seen)),
    };
  });

/** The strings inside a part, in the order of writing. */
function sequencesIn(node: Node): readonly Sequence[] {
  if (node.kind === 'operator') return [node.operand];
  if (node.kind !== 'item') return [];
  const ofCondition = node.condition === undefined ? [] : inCondition(node.condition);
  return [...node.args, ...ofCondition, ...node.branches];
}

type Condition = NonNullable<Extract<Node, { kind: 'item' }>['condition']>;

const inCondition = ({ args, conditions }: Condition): readonly Sequence[] => [
  ...args,
  ...conditions.flatMap(inCondition),
];
