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
export function parseExpansion(string: string): Sequence {
  const text = beforeZero(string);
  const source = { text, headerRanOnAt: Number.POSITIVE_INFINITY };
  const cursor = { text, source, parse: parseSequence, at: 0, depth: 0, ended: false, minding: 0, metZero: false };
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

/** Text up to a `$`, the end, or the `}` that ends the string; or to a backslash that ends it all. */
function readLiteral(cursor: Cursor, { braced, verbatim }: Manner): Literal | undefined {
  const { text, at: start } = cursor;
  const { length } = text;
  let from = start;
  let said = '';
  let at = start;
  for (; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === DOLLAR && !verbatim) || (code === CLOSE && braced)) break;
    if (code !== BACKSLASH) continue;
    if (at + 1 === length) break;
    said += text.slice(from, at);
    cursor.at = at;
    const octets = readEscape(cursor);
    if (octets === '\0') cursor.metZero = true;
    said += octets;
    from = cursor.at;
    at = from - 1;
  }
  cursor.at = at;
  said += text.slice(from, at);
  return said === '' ? undefined : { kind: 'literal', text: clean(said), escaped: from !== start, start, end: at };
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
