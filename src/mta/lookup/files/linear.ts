/**
 * Files for linear search (Exim spec §9.3, "lsearch"): a key, a colon or white space, the data; lines that begin with white
 * space go on with what is above them; empty lines and those that begin with `#` are skipped, and end an item.
 *
 * Octets, one a character. Where an item starts is kept; its data are read when somebody wants them.
 */

/** What Exim says, of every type of linear search. */
export const notALinearFile = (path: string): string => `${path} is not a regular file (lsearch lookup)`;

export interface LinearEntry {
  readonly key: string;
  /** Offset of its line. */
  readonly at: number;
}

const NEWLINE = 10;
const HASH = 35;
const COLON = 58;
const QUOTE = 34;

/** C's isspace. */
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** A NUL hides the rest of its line, end of line included, since C reads it as the end of a string; a key ends there, too. */
export const readable = (text: string): string => (text.includes('\0') ? text.replace(/\0[^\n]*\n?/g, ' ') : text);

/** Told of each item in order; it ends with the file. @param text  as `readable` gives it */
export function scanLinear(text: string, each: (key: string, at: number) => void): void {
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const first = text.charCodeAt(at);
    if (first !== HASH && first !== NEWLINE && !isSpace(first))
      each(readKey(text, at, found < 0 || text.charCodeAt(at) !== QUOTE ? end : endOfText(text, at, end)).key, at);
    at = end + 1;
  }
}

export interface LinearData {
  readonly data: string;
  /** The whole item, key included, its quotes taken away (`ret=full`). */
  readonly full: string;
}

export function readLinearData(text: string, at: number): LinearData {
  const found = text.indexOf('\n', at);
  const end = found < 0 ? text.length : found;
  const line = text.slice(at, found < 0 ? end : endOfText(text, at, end));
  const more = readContinuations(text, end + 1);
  const { key, end: keyEnd } = readKey(line, 0, line.length);
  return { data: line.slice(startOfData(line, keyEnd)) + more, full: key + line.slice(keyEnd) + more };
}

/** Behind the key: white space, one colon, white space. */
function startOfData(line: string, keyEnd: number): number {
  const at = skipSpace(line, keyEnd);
  return line.charCodeAt(at) === COLON ? skipSpace(line, at + 1) : at;
}

function readContinuations(text: string, start: number): string {
  let more = '';
  for (let at = start; at < text.length && isSpace(text.charCodeAt(at)); ) {
    const found = text.indexOf('\n', at);
    const lineEnd = found < 0 ? text.length : found;
    const end = found < 0 ? lineEnd : endOfText(text, at, lineEnd);
    if (end === at) break;
    more += ` ${text.slice(skipSpace(text, at), end)}`;
    at = lineEnd + 1;
  }
  return more;
}

/** White space at the end of a line is nobody's; where the file ends without an end of line, it stays. */
function endOfText(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

interface Key {
  readonly key: string;
  readonly end: number;
}

function readKey(text: string, at: number, lineEnd: number): Key {
  if (text.charCodeAt(at) === QUOTE) return readQuotedKey(text, at, lineEnd);
  let end = at;
  for (; end < lineEnd; end += 1) {
    const code = text.charCodeAt(end);
    if (code === COLON || isSpace(code)) break;
  }
  return { key: text.slice(at, end), end };
}

/** Up to the closing quote, or the end of the line where there is none. */
function readQuotedKey(text: string, at: number, lineEnd: number): Key {
  let key = '';
  let end = at + 1;
  while (end < lineEnd && text.charCodeAt(end) !== QUOTE) {
    if (text[end] !== '\\') key += text[end++];
    else {
      const [whole = '\\', octets = ''] = escapeAt(text.slice(end, Math.min(end + 4, lineEnd)));
      key += octets;
      end += whole.length;
    }
  }
  return { key, end: Math.min(end + 1, lineEnd) };
}

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** `\n`, octal, hex, any other octet itself (Exim spec §6.17). */
function escapeAt(text: string): readonly [string, string] {
  const [octal] = /^\\[0-7]{1,3}/.exec(text) ?? [];
  if (octal !== undefined) return [octal, octetOf(octal.slice(1), 8)];
  const [hex] = /^\\x[0-9a-fA-F]{0,2}/.exec(text) ?? [];
  if (hex !== undefined) return [hex, octetOf(hex.slice(2) || '0', 16)];
  const letter = text.charAt(1);
  return letter === '' ? ['\\', '\\'] : [text.slice(0, 2), NAMED[letter] ?? letter];
}

const octetOf = (digits: string, radix: number): string => String.fromCharCode(Number.parseInt(digits, radix) & 0xff);
