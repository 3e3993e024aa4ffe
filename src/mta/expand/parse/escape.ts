/** Backslashes (Exim spec §11.1): `\n` and its kin, octal, hex, any other octet itself; `\N…\N` keeps everything as it is. */
import type { Cursor } from './cursor.ts';

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The octets that the escape at the cursor stands for: its backslash, and something behind it. */
export function readEscape(cursor: Cursor): string {
  const { text } = cursor;
  const letter = text.charAt(cursor.at + 1);
  if (letter === 'N') return readVerbatim(cursor);
  const octal = digits(text, cursor.at + 1, 3, isOctal);
  if (octal !== '') return octet(cursor, 1 + octal.length, octal, 8);
  if (letter === 'x') {
    const hex = digits(text, cursor.at + 2, 2, isHex);
    return octet(cursor, 2 + hex.length, hex, 16);
  }
  cursor.at += 2;
  return NAMED[letter] ?? letter;
}

function readVerbatim(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at + 2;
  const end = text.indexOf('\\N', start);
  cursor.at = end < 0 ? text.length : end + 2;
  return text.slice(start, end < 0 ? text.length : end);
}

/** `\x` without digits is a zero octet. */
function octet(cursor: Cursor, length: number, digits: string, radix: number): string {
  cursor.at += length;
  return String.fromCharCode(Number.parseInt(digits || '0', radix) & 0xff);
}

function digits(text: string, start: number, most: number, isDigit: (code: number) => boolean): string {
  let at = start;
  while (at < start + most && isDigit(text.charCodeAt(at))) at += 1;
  return text.slice(start, at);
}

const isOctal = (code: number): boolean => code >= 48 && code <= 55;
const isHex = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
