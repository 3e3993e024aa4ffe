/**
 * Strings: text, escapes, and what follows a `$`.
 *
 * Inside braces a `}` ends the string, and a `{` does not nest; at the top both are text.
 */
import type { Node, Sequence } from '../ast.ts';
import { beforeZero } from '../outcome.ts';
import { parseBraced } from './braced.ts';
import { BACKSLASH, CLOSE, type Cursor, DOLLAR, fault, type Manner, missingBrace, OPEN } from './cursor.ts';
import { headerFormAt, parseHeader } from './header.ts';
import { readLiteral } from './literal.ts';
import { isDigitAt, isLetterAt, readDigits, readName } from './name.ts';
import { variableNode } from './variable.ts';

const WHOLE: Manner = { braced: false, verbatim: false };

/** A string as it stands in a configuration; never throws, whatever the octets. */
export function parseExpansion(string: string): Sequence {
  const text = beforeZero(string);
  const source = { text, headerRanOnAt: Number.POSITIVE_INFINITY };
  const cursor = {
    text,
    source,
    parse: parseSequence,
    at: 0,
    depth: 0,
    ended: false,
    minding: 0,
    metZero: false,
    dollar: -1,
    close: -1,
    backslash: -1,
  };
  return parseSequence(cursor, WHOLE);
}

function parseSequence(cursor: Cursor, manner: Manner): Sequence {
  const { at: start, minding } = cursor;
  const parts = readParts(cursor, manner);
  return {
    start,
    end: cursor.at,
    parts,
    minds: cursor.ended || cursor.minding !== minding,
    hasZero: cursor.metZero && parts.some(hasZero),
  };
}

const hasZero = (node: Node): boolean => node.kind === 'literal' && node.text.text.includes('\0');

const NONE: readonly Node[] = [];

/** One or two, most often: an array that grows by its first `push` takes room for sixteen. */
function readParts(cursor: Cursor, manner: Manner): readonly Node[] {
  const first = readPart(cursor, manner);
  if (first === undefined) return NONE;
  const second = readPart(cursor, manner);
  if (second === undefined) return [first];
  const parts = [first, second];
  for (let part = readPart(cursor, manner); part !== undefined; part = readPart(cursor, manner)) parts.push(part);
  return parts;
}

/** Text, or what stands where it does not go on; undefined: the string ends here. */
function readPart(cursor: Cursor, manner: Manner): Node | undefined {
  const { text, at } = cursor;
  if (cursor.ended) return undefined;
  if (at >= text.length) return manner.braced ? fault(cursor, missingBrace(cursor)) : undefined;
  const code = text.charCodeAt(at);
  if (code === DOLLAR && !manner.verbatim) return parseDollar(cursor);
  if (code === CLOSE && manner.braced) return undefined;
  if (code === BACKSLASH && at + 1 === text.length) return fault(cursor, '\\ at end of string');
  return readLiteral(cursor, manner) ?? readPart(cursor, manner);
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
