/**
 * Strings: text, escapes, and what follows a `$`.
 *
 * Inside braces a `}` ends the string, and a `{` does not nest; at the top both are text.
 */
import type { Literal, Node, Sequence } from '../ast.ts';
import { beforeZero, clean } from '../outcome.ts';
import { parseBraced } from './braced.ts';
import { CLOSE, type Cursor, fault, type Manner, missingBrace, OPEN } from './cursor.ts';
import { readEscape } from './escape.ts';
import { headerFormAt, parseHeader } from './header.ts';
import { isDigitAt, isLetterAt, readDigits, readName } from './name.ts';
import { variableNode } from './variable.ts';

const DOLLAR = 36;
const BACKSLASH = 92;
const WHOLE: Manner = { braced: false, verbatim: false };

/** A string as it stands in a configuration; never throws, whatever the octets. */
export const parseExpansion = (text: string): Sequence =>
  parseSequence(
    { text: beforeZero(text), parse: parseSequence, at: 0, depth: 0, ended: false, headerRanOn: false },
    WHOLE,
  );

function parseSequence(cursor: Cursor, manner: Manner): Sequence {
  const start = cursor.at;
  const parts: Node[] = [];
  let minds = false;
  let hasZero = false;
  while (!cursor.ended) {
    const literal = readLiteral(cursor, manner);
    if (literal !== undefined) {
      parts.push(literal);
      hasZero ||= literal.escaped && literal.text.text.includes('\0');
    }
    const node = parseSpecial(cursor, manner);
    if (node === undefined) break;
    parts.push(node);
    minds ||= 'minds' in node && node.minds;
  }
  return { start, end: cursor.at, parts, minds: minds || cursor.ended, hasZero };
}

/** Text up to a `$`, the end, or the `}` that ends the string; or to a backslash that ends it all. */
function readLiteral(cursor: Cursor, { braced, verbatim }: Manner): Literal | undefined {
  const { text, at: start } = cursor;
  let from = start;
  let said = '';
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === DOLLAR && !verbatim) || (code === CLOSE && braced)) break;
    if (code !== BACKSLASH) continue;
    if (at + 1 === text.length) break;
    said += text.slice(from, at);
    cursor.at = at;
    said += readEscape(cursor);
    from = cursor.at;
    at = from - 1;
  }
  cursor.at = at;
  said += text.slice(from, at);
  return said === '' ? undefined : { kind: 'literal', text: clean(said), escaped: from !== start, start, end: at };
}

/** What stands where text does not go on; undefined: the string ends here. */
function parseSpecial(cursor: Cursor, { braced }: Manner): Node | undefined {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === DOLLAR) return parseDollar(cursor);
  if (code === BACKSLASH) return fault(cursor, '\\ at end of string');
  return braced && code !== CLOSE ? fault(cursor, missingBrace(cursor)) : undefined;
}

/** `$name`, `$1`, `$h_name:` or `${…}`. */
function parseDollar(cursor: Cursor): Node {
  const { text, at: start } = cursor;
  cursor.at = start + 1;
  if (isLetterAt(text, cursor.at)) {
    const form = headerFormAt(cursor);
    if (form !== undefined) return parseHeader(cursor, start, form);
    return variableNode(cursor, start, readName(cursor));
  }
  if (isDigitAt(text, cursor.at)) {
    return { kind: 'capture', number: Number(readDigits(cursor)), start, end: cursor.at };
  }
  if (text.charCodeAt(cursor.at) === OPEN) return parseBraced(cursor, start);
  return fault(cursor, '$ not followed by letter, digit, or {');
}
