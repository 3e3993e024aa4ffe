/** The parts of a message in Exim's order: each before those inside of it, over a file that is read forward. */
import type { Later } from '../../expand/index.ts';
import { readField } from './field.ts';
import type { FileLines } from './file-lines.ts';
import { noteField, type PartFacts } from './part-facts.ts';

/** A line is looked at in pieces of this size. */
export const MAX_LINE = 8191;
/** Multiparts inside of multiparts; Exim has no limit but its stack. */
const MAX_DEPTH = 128;

export interface Part {
  readonly facts: PartFacts;
  readonly isMultipart: boolean;
  /** It belongs to what a reader sees first. */
  readonly isCoverletter: boolean;
  /** Where its content begins. */
  readonly from: number;
  /** Of the multipart it is in: a line with it ends the part. */
  readonly boundary: string | undefined;
}

/** @returns undefined: on with the next part */
export type Visit<T> = (part: Part) => Later<T | undefined>;

interface Around {
  readonly boundary: string;
  /** The first part is the cover letter, all are, or none is any more. */
  cover: 'first' | 'all' | 'none';
  readonly depth: number;
}

export interface Walk<T> {
  readonly source: FileLines;
  /** check_rfc2047_length. */
  readonly bounded: boolean;
  readonly visit: Visit<T>;
}

export async function walkParts<T>(walk: Walk<T>, around?: Around): Promise<T | undefined> {
  const { source, visit } = walk;
  for (;;) {
    if (around !== undefined && !(await nextPart(source, around.boundary))) return undefined;
    const facts = await readFacts(walk);
    const type = facts.content_type ?? '';
    const isMultipart = type.startsWith('multipart');
    const isCoverletter = around?.cover !== 'none';
    const from = source.offset;
    const stopped = await visit({ facts, isMultipart, isCoverletter, from, boundary: around?.boundary });
    if (stopped !== undefined) return stopped;
    const { boundary } = facts;
    const depth = (around?.depth ?? 0) + 1;
    if (isMultipart && boundary !== undefined && depth <= MAX_DEPTH) {
      const inside = await walkParts(walk, { boundary, cover: coverOf(type, isCoverletter), depth });
      if (inside !== undefined) return inside;
    }
    if (around === undefined) return undefined;
    if (around.cover === 'first') around.cover = 'none';
  }
}

function coverOf(type: string, isCoverletter: boolean): Around['cover'] {
  if (!isCoverletter) return 'none';
  return type === 'multipart/alternative' || type === 'multipart/related' ? 'all' : 'first';
}

async function readFacts({ source, bounded }: Walk<unknown>): Promise<PartFacts> {
  const facts: PartFacts = {};
  for (;;) {
    const field = await readField(source);
    if (field === undefined) return facts;
    noteField(facts, field, bounded);
  }
}

/** Behind the next delimiter; false at the last one, and where none comes. */
async function nextPart(source: FileLines, boundary: string): Promise<boolean> {
  const delimiter = `--${boundary}`;
  for (;;) {
    const got = source.line(MAX_LINE);
    const line = got instanceof Promise ? await got : got;
    if (line === undefined) return false;
    if (line.startsWith(delimiter)) return !line.startsWith('--', delimiter.length);
  }
}
