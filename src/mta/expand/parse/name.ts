/** Names of items, operators, conditions and variables: letters, digits and underscores. */
import type { Cursor } from './cursor.ts';

const HYPHEN = 45;
const UNDERSCORE = 95;

// Beyond the end of a string charCodeAt is NaN, which is none of these.
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isOfName = (code: number): boolean =>
  (code >= 97 && code <= 122) || code === UNDERSCORE || isDigit(code) || isLetter(code);

export const isLetterAt = (text: string, at: number): boolean => isLetter(text.charCodeAt(at));
export const isDigitAt = (text: string, at: number): boolean => isDigit(text.charCodeAt(at));

export function readName(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  while (isOfName(text.charCodeAt(at))) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}

export function readDigits(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  while (isDigitAt(text, at)) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}

/** Behind `${` a name may hold a hyphen: `substr_-3`. */
export function readBracedName(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let at = start;
  for (let code = text.charCodeAt(at); isOfName(code) || code === HYPHEN; code = text.charCodeAt(at)) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}
