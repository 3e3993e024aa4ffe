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
  /** Where the next of these stands, or the end; looked for again once the cursor is beyond (`literal.ts`). */
  dollar: number;
  close: number;
  backslash: number;
}

/** How a string is read: does `}` end it, and is `$` special? */
export interface Manner {
  readonly braced: boolean;
  readonly verbatim: boolean;
}

export function fault(cursor: Cursor, message: string): Fault {
  cursor.ended = true;
  cursor.minding += 1;
  return { kind: 'fault', message, start: cursor.at, end: cursor.text.length };
}

export const missingBrace = ({ source, at }: Cursor): string =>
  `missing } at end of string${source.headerRanOnAt < at ? ABOUT_HEADERS : ''}`;

/** What Exim says of a brace that is not where it should be: where a header's name has swallowed one, that. */
export const aboutBraces = ({ headerRanOnAt }: Source, at: number, message: string): string =>
  headerRanOnAt < at ? `missing or misplaced { or }${ABOUT_HEADERS}` : message;

const ABOUT_HEADERS = ' - could be header name not terminated by colon';

export const DOLLAR = 36;
export const BACKSLASH = 92;
export const OPEN = 123;
export const CLOSE = 125;

/** C's isspace: blank, TAB, LF, VT, FF, CR. */
export function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  let at = cursor.at;
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at += 1;
  cursor.at = at;
}

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
