/** What an argument says whatever happens: Exim looks at it even where its branch is not taken. */
import type { Sequence } from '../ast.ts';
import { clean, type Text } from '../outcome.ts';

/** @returns undefined where something in it has to be evaluated */
export function literalText({ parts }: Sequence): string | undefined {
  if (parts.length === 0) return '';
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'literal' ? only.text.text : undefined;
}

/** What is left of an argument where nothing in it is evaluated: its text. */
export const skippedText = ({ parts }: Sequence): Text =>
  clean(parts.map((part) => (part.kind === 'literal' ? part.text.text : '')).join(''));
