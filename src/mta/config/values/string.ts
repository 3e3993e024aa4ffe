/** Strings: the rest of the line as it stands, or in quotes with escapes (Exim spec §6.17). */
import { err, ok, type Result } from '../../../base/index.ts';
import { trimStart } from '../lines/characters.ts';

export interface Quoted {
  readonly value: string;
  /** What stands behind it, white space dropped. */
  readonly rest: string;
}

/** @returns an error for a quote that does not end */
export function readQuoted(text: string): Result<Quoted, string> {
  const { end, ...read } = unquoted(text);
  return end < text.length ? ok(read) : err('missing quote at end of string');
}

/** As patterns of rules are read: a quote that does not end goes as far as the line. */
export function readLooseQuoted(text: string): Quoted {
  const { value, rest } = unquoted(text);
  return { value, rest };
}

/** @returns `end`: where the second quote stands */
function unquoted(text: string): Quoted & { readonly end: number } {
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
  return { value, rest: trimStart(text.slice(at + 1)), end: at };
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
