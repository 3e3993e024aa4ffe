/** What random dialogues are drawn from: vocabulary.txt, in parts below their `# titles`, an entry a line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Stand for what a line of the file cannot show. */
const SIGNS: readonly (readonly [sign: string, meant: string])[] = [
  ['∅', ''],
  ['¶', '\n'],
  ['⇥', '\t'],
  ['␣', ' '],
];

const meaning = (line: string): string => SIGNS.reduce((text, [sign, meant]) => text.replaceAll(sign, meant), line);

const parts: ReadonlyMap<string, readonly string[]> = new Map(
  readFileSync(join(import.meta.dirname, 'vocabulary.txt'), 'utf8')
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.trimEnd().split('\n');
      return [title, lines.map(meaning)];
    }),
);

export function entries(title: string): readonly string[] {
  const found = parts.get(title);
  if (found === undefined) throw new Error(`vocabulary.txt has no part "${title}"`);
  return found;
}
