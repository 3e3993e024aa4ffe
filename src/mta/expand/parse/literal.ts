/**
 * Text: what stands between the marks `$`, `}` and `\\`.
 *
 * Where the next mark of each kind stands is remembered in the cursor, so each stretch is searched for it once, at the speed
 * of `indexOf`: most of a string is text, and reading it octet by octet is what a run of few expansions would spend its time on.
 */
import type { Literal, Node, Sequence } from '../ast.ts';
import { clean } from '../outcome.ts';
import type { Cursor, Manner } from './cursor.ts';
import { readEscape } from './escape.ts';

/** Text up to a `$`, the end, or the `}` that ends the string; or to a backslash that ends it all. */
export function readLiteral(cursor: Cursor, manner: Manner): Literal | undefined {
  const { at: start } = cursor;
  const end = endOfText(cursor, manner);
  if (backslashOf(cursor) < end) return readEscaped(cursor, manner);
  cursor.at = end;
  return literal(cursor.text.slice(start, end), false, start, end);
}

/** A string in braces that is nothing but text, and its `}`: the short way for the most frequent of all. */
export function readPlain(cursor: Cursor): Sequence | undefined {
  const { text, at: start } = cursor;
  const end = closeOf(cursor);
  if (end === text.length || dollarOf(cursor) < end || backslashOf(cursor) < end) return undefined;
  cursor.at = end + 1;
  const parts = end === start ? NONE : [literal(text.slice(start, end), false, start, end)];
  return { start, end, parts, minds: false, hasZero: false };
}

const NONE: readonly Node[] = [];

const literal = (text: string, escaped: boolean, start: number, end: number): Literal => ({
  kind: 'literal',
  text: clean(text),
  escaped,
  start,
  end,
});

function readEscaped(cursor: Cursor, manner: Manner): Literal | undefined {
  const { text, at: start } = cursor;
  let said = '';
  for (;;) {
    const end = Math.min(endOfText(cursor, manner), backslashOf(cursor));
    said += text.slice(cursor.at, end);
    cursor.at = end;
    if (end !== cursor.backslash || end + 1 >= text.length) break;
    const octets = readEscape(cursor);
    if (octets === '\0') cursor.metZero = true;
    said += octets;
  }
  return said === '' ? undefined : literal(said, cursor.at !== start, start, cursor.at);
}

function endOfText(cursor: Cursor, { braced, verbatim }: Manner): number {
  const dollar = verbatim ? cursor.text.length : dollarOf(cursor);
  const close = braced ? closeOf(cursor) : cursor.text.length;
  return Math.min(dollar, close);
}

function dollarOf(cursor: Cursor): number {
  if (cursor.dollar < cursor.at) cursor.dollar = find(cursor.text, '$', cursor.at);
  return cursor.dollar;
}

function closeOf(cursor: Cursor): number {
  if (cursor.close < cursor.at) cursor.close = find(cursor.text, '}', cursor.at);
  return cursor.close;
}

function backslashOf(cursor: Cursor): number {
  if (cursor.backslash < cursor.at) cursor.backslash = find(cursor.text, '\\', cursor.at);
  return cursor.backslash;
}

function find(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}
