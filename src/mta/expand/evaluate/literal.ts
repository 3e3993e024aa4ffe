/** What an argument says whatever happens: Exim looks at it even where its branch is not taken. */
import type { Sequence } from '../ast.ts';

/** @returns undefined where something in it has to be evaluated */
export function literalText({ parts }: Sequence): string | undefined {
  if (parts.length === 0) return '';
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'literal' ? only.text.text : undefined;
}
