/** Which rows of the registries stand in which strings, and what these came to. */
import { type Node, parseExpansion, type Sequence } from '../../../../src/mta/expand/index.ts';

export interface RowTally {
  match: number;
  nothing: number;
  error: number;
}

export function tallyRows(
  lines: readonly string[],
  answers: readonly (string | undefined)[],
): ReadonlyMap<string, RowTally> {
  const tally = new Map<string, RowTally>();
  for (const [index, line] of lines.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    const part = answer.startsWith('Failed: ') ? 'error' : answer === '' || answer === 'n' ? 'nothing' : 'match';
    for (const name of rowsIn(parseExpansion(line))) {
      const row = tally.get(name) ?? { match: 0, nothing: 0, error: 0 };
      row[part] += 1;
      tally.set(name, row);
    }
  }
  return tally;
}

const rowsIn = ({ parts }: Sequence): ReadonlySet<string> => new Set(parts.flatMap(rowsOf));

type Item = Extract<Node, { kind: 'item' }>;
type Condition = NonNullable<Item['condition']>;

function rowsOf(node: Node): readonly string[] {
  if (node.kind === 'operator') return [`operator ${nameOf(node)}`, ...rowsIn(node.operand)];
  if (node.kind !== 'item') return [];
  const inside = [...node.args, ...node.branches].flatMap((sequence) => [...rowsIn(sequence)]);
  return [`item ${node.row.name}`, ...inside, ...(node.condition === undefined ? [] : ofCondition(node.condition))];
}

/** As it is written, without its parameter: abbreviations are names too. */
const nameOf = ({ written, parameter }: Extract<Node, { kind: 'operator' }>): string =>
  parameter === undefined ? written : written.slice(0, -parameter.length - 1);

const ofCondition = ({ row, args, conditions }: Condition): readonly string[] => [
  ...(row === undefined ? [] : [`condition ${row.name}`]),
  ...args.flatMap((sequence) => [...rowsIn(sequence)]),
  ...conditions.flatMap(ofCondition),
];
