/** What an argument says whatever happens: Exim looks at it even where its branch is not taken. */
import type { Node, Sequence } from '../ast.ts';
import { clean, EMPTY, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';

/** @returns undefined where something in it has to be evaluated */
export function literalText({ parts }: Sequence): string | undefined {
  if (parts.length === 0) return '';
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'literal' ? only.text.text : undefined;
}

/** What a string comes to in which nothing is to be expanded: most of a configuration's are such, and need no run. */
export function constantText({ parts, hasZero }: Sequence): Text | undefined {
  if (parts.length === 0) return EMPTY;
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'literal' && !hasZero ? only.text : undefined;
}

/** What is left of an argument where nothing in it is evaluated: its text, and items that Exim makes all the same. */
export const skippedText = ({ parts }: Sequence, run: Run): Text =>
  clean(parts.map((part) => skippedPart(part, run)).join(''));

function skippedPart(part: Node, run: Run): string {
  if (part.kind === 'literal') return part.text.text;
  return part.kind === 'item' ? (part.row.skipped?.(part, run).text ?? '') : '';
}
