/** Names of items, operators, conditions and variables: letters, digits and underscores. */
import type { Cursor } from './cursor.ts';

const LETTER = 1;
const DIGIT = 2;
const UNDERSCORE = 4;

/** What an octet is in a name, by its code. */
const CLASS = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code === 95) return UNDERSCORE;
  if (code >= 48 && code <= 57) return DIGIT;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? LETTER : 0;
});

/** Beyond the end charCodeAt is NaN, which indexes nothing. */
const classAt = (text: string, at: number): number => CLASS[text.charCodeAt(at)] ?? 0;

export const isLetterAt = (text: string, at: number): boolean => classAt(text, at) === LETTER;
export const isDigitAt = (text: string, at: number): boolean => classAt(text, at) === DIGIT;

export function readName(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  while (classAt(text, at) !== 0) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}

export function readDigits(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  while (classAt(text, at) === DIGIT) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}

/** Behind `${` a name may hold a hyphen: `substr_-3`. */
export function readBracedName(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  while (classAt(text, at) !== 0 || text.charCodeAt(at) === 45) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}
