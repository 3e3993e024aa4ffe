/** Strings: the rest of the line as it stands, or in quotes with escapes (Exim spec §6.17). */
import { err, ok, type Result } from '../../../base/index.ts';
import { trimStart } from '../lines/characters.ts';

/** @returns the string and what stands behind it, white space dropped; an error for a quote that does not end */
export function readQuoted(text: string): Result<{ readonly value: string; readonly rest: string }, string> {
  let value = '';
  let at = 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\') {
      const [character, next] = readEscape(text, at + 1);
      value += character;
      at = next;
    } else {
      value += text[at];
      at += 1;
    }
  }
  return at < text.length ? ok({ value, rest: trimStart(text.slice(at + 1)) }) : err('missing quote at end of string');
}

export function readString(text: string, name: string): Result<string, string> {
  if (!text.startsWith('"')) return ok(text);
  const read = readQuoted(text);
  if (!read.ok) return err(`${read.error} value for ${name}`);
  return read.value.rest === '' ? ok(read.value.value) : err(`extra characters follow string value for ${name}`);
}

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Behind the backslash: up to three octal digits, `x` and up to two hexadecimal ones, a letter, or the character itself. */
function readEscape(text: string, at: number): readonly [string, number] {
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined) return [String.fromCharCode(Number.parseInt(octal, 8) & 0xff), at + octal.length];
  const letter = text[at] ?? '';
  if (letter !== 'x') return [NAMED[letter] ?? letter, at + 1];
  const hex = /^[0-9a-fA-F]{0,2}/.exec(text.slice(at + 1, at + 3))?.[0] ?? '';
  return [String.fromCharCode(hex === '' ? 0 : Number.parseInt(hex, 16)), at + 1 + hex.length];
}
