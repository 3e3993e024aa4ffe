/**
 * What random dialogues are drawn from: the files of vocabulary/, in parts below their `# titles`, an entry a line.
 *
 * `‹title›` within an entry stands for one drawn from that part.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readParts } from '../../../framework/vocabulary.ts';
import { type Draw, one } from './draw.ts';

const FOLDER = join(import.meta.dirname, 'vocabulary');
const PLACE = /‹([^›]+)›/g;
/** From here on only entries without places, so that every text ends. */
const DEEPEST = 5;

const parts = readParts(readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8')));

const plainParts: ReadonlyMap<string, readonly string[]> = new Map(
  [...parts].map(([title, lines]) => [title, lines.filter((line) => !line.includes('‹'))]),
);

/** All of a part, as written. */
export function entries(title: string): readonly string[] {
  const found = parts.get(title);
  if (found === undefined) throw new Error(`the vocabulary has no part "${title}"`);
  return found;
}

/** One of a part, with its places filled. */
export const drawn = (draw: Draw, title: string): string => filled(draw, one(draw, entries(title)), 0);

function filled(draw: Draw, text: string, depth: number): string {
  return text.replace(PLACE, (_, title: string) => {
    const plain = depth < DEEPEST ? undefined : plainParts.get(title);
    const among = plain === undefined || plain.length === 0 ? entries(title) : plain;
    return filled(draw, one(draw, among), depth + 1);
  });
}
