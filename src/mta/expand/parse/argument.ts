/** Strings in braces. */
import type { Sequence } from '../ast.ts';
import { type Cursor, fault, type Manner, opens } from './cursor.ts';
import { readPlain } from './literal.ts';

const BRACED: Manner = { braced: true, verbatim: false };
const BRACED_VERBATIM: Manner = { braced: true, verbatim: true };

/** Deeper nesting is refused: it is nobody's configuration, and recursion must end before the stack does. */
export const MAX_DEPTH = 250;
export const nestsTooDeep = `braces nest deeper than ${MAX_DEPTH}`;

/** The string behind the `{` at the cursor, and its `}`; with `verbatim`, a `$` in it is text. */
export function parseArgument(cursor: Cursor, verbatim = false): Sequence {
  cursor.at += 1;
  if (cursor.depth >= MAX_DEPTH) return tooDeep(cursor);
  const plain = verbatim ? undefined : readPlain(cursor);
  if (plain !== undefined) return plain;
  cursor.depth += 1;
  const sequence = cursor.parse(cursor, verbatim ? BRACED_VERBATIM : BRACED);
  cursor.depth -= 1;
  if (!cursor.ended) cursor.at += 1;
  return sequence;
}

const NONE: readonly Sequence[] = [];

/**
 * Strings in braces, as many as follow one another and no more than so many. Most often they are one or two, and an array
 * that grows by the first `push` takes room for sixteen.
 */
export function parseArguments(cursor: Cursor, most: number): readonly Sequence[] {
  if (cursor.ended || most === 0 || !opens(cursor)) return NONE;
  const first = parseArgument(cursor);
  if (cursor.ended || most === 1 || !opens(cursor)) return [first];
  const all = [first, parseArgument(cursor)];
  while (!cursor.ended && all.length < most && opens(cursor)) all.push(parseArgument(cursor));
  return all;
}

/** The same where one of them is taken as it is written. */
export function parseArgumentsAsWritten(cursor: Cursor, most: number, verbatim: number): readonly Sequence[] {
  const before = parseArguments(cursor, verbatim);
  if (cursor.ended || before.length < verbatim || !opens(cursor)) return before;
  return [...before, parseArgument(cursor, true), ...parseArguments(cursor, most - verbatim - 1)];
}

function tooDeep(cursor: Cursor): Sequence {
  const mistake = fault(cursor, nestsTooDeep);
  return { start: mistake.start, end: mistake.end, parts: [mistake], minds: true, hasZero: false };
}
