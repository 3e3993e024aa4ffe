/** The place where parsing stands, and the mistake that ended it. */
import type { Fault, Sequence, Source } from '../ast.ts';

export interface Cursor {
  readonly text: string;
  readonly source: Source;
  /** Reads a string: the grammar is recursive, and its files are not. */
  readonly parse: (cursor: Cursor, manner: Manner) => Sequence;
  at: number;
  depth: number;
  /** A mistake was met: nothing behind it is read. */
  ended: boolean;
  /** How many parts so far have something to say although they are skipped. */
  minding: number;
  /** An escape stood for a zero octet. */
  metZero: boolean;
}

/** How a string is read: does `}` end it, and is `$` special? */
export interface Manner {
  readonly braced: boolean;
  readonly verbatim: boolean;
}

const BRACED: Manner = { braced: true, verbatim: false };
const BRACED_VERBATIM: Manner = { braced: true, verbatim: true };

/** Deeper nesting is refused: it is nobody's configuration, and recursion must end before the stack does. */
export const MAX_DEPTH = 250;
export const nestsTooDeep = `braces nest deeper than ${MAX_DEPTH}`;

export function fault(cursor: Cursor, message: string): Fault {
  cursor.ended = true;
  cursor.minding += 1;
  return { kind: 'fault', message, start: cursor.at, end: cursor.text.length };
}

/** The string behind the `{` at the cursor, and its `}`; with `verbatim`, a `$` in it is text. */
export function parseArgument(cursor: Cursor, verbatim = false): Sequence {
  cursor.at += 1;
  if (cursor.depth >= MAX_DEPTH) return tooDeep(cursor);
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

export const missingBrace = ({ source, at }: Cursor): string =>
  `missing } at end of string${source.headerRanOnAt < at ? ABOUT_HEADERS : ''}`;

/** What Exim says of a brace that is not where it should be: where a header's name has swallowed one, that. */
export const aboutBraces = ({ headerRanOnAt }: Source, at: number, message: string): string =>
  headerRanOnAt < at ? `missing or misplaced { or }${ABOUT_HEADERS}` : message;

const ABOUT_HEADERS = ' - could be header name not terminated by colon';

/** C's isspace: blank, TAB, LF, VT, FF, CR. */
export function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  let at = cursor.at;
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at += 1;
  cursor.at = at;
}

export const OPEN = 123;
export const CLOSE = 125;

/** White space skipped, does `{` come next? */
export function opens(cursor: Cursor): boolean {
  skipSpace(cursor);
  return cursor.text.charCodeAt(cursor.at) === OPEN;
}

/** White space skipped, is `}` taken? */
export function closes(cursor: Cursor): boolean {
  skipSpace(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== CLOSE) return false;
  cursor.at += 1;
  return true;
}
