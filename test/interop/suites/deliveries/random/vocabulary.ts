/** What random worlds are drawn from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readParts } from '../../../framework/vocabulary.ts';

const parts = readParts([readFileSync(join(import.meta.dirname, 'vocabulary.txt'), 'utf8')]);

export function entries(title: string): readonly string[] {
  const found = parts.get(title);
  if (found === undefined) throw new Error(`the vocabulary has no part "${title}"`);
  return found;
}
