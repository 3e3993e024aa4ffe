/** One rewriting rule: pattern, replacement, flags (Exim spec ch. 31). */
import { err, ok, type Result } from '../../../base/index.ts';
import { isSpace, trimStart } from '../lines/characters.ts';
import type { RewriteRule } from '../types.ts';
import { type Quoted, readLooseQuoted } from '../values/string.ts';

/** `E F T` all envelope and header fields … `S` at SMTP time; `q w R Q` how. */
const FLAGS = 'EFTbcfhrstSQRqw ';
const FLAGS_OF_HEADERS = 'bcfhrstqwQR ';

export type PlainRule = Omit<RewriteRule, 'place'>;

export function readRewriteRule(line: string): Result<PlainRule, string> {
  const pattern = readItem(line);
  if (pattern.rest === '') return err('missing rewrite replacement string');
  const replacement = readItem(pattern.rest);
  const flags = replacement.rest;
  const unknown = [...flags].find((flag) => !FLAGS.includes(flag) && !isSpace(flag));
  if (unknown !== undefined)
    return err(`unknown rewrite flag character '${unknown}' (could be missing quotes round replacement item)`);
  if (flags.includes('S') && !/^(?:\\N)?\^/.test(pattern.value))
    return err('rewrite rule has the S flag but is not a regular expression');
  return ok({ pattern: pattern.value, replacement: replacement.value, flags });
}

/** Rules in one string, parted by colons, as `headers_rewrite` has them; @returns what is wrong, if something is. */
export function checkRewriteRules(text: string): string | undefined {
  for (const rule of splitRules(text)) {
    const read = readRewriteRule(rule);
    if (!read.ok) return read.error;
    if ([...read.value.flags].some((flag) => !FLAGS_OF_HEADERS.includes(flag)))
      return 'rewrite rule specifies a non-header rewrite - not allowed at transport time';
  }
  return undefined;
}

/** The rules of `headers_rewrite`, which has been checked when it was read. */
export const headersRewriteRules = (text: string): readonly PlainRule[] =>
  splitRules(text).flatMap((rule) => {
    const read = readRewriteRule(rule);
    return read.ok ? [read.value] : [];
  });

/** Colons part, two are one; `<x` at the front changes that. */
function splitRules(text: string): readonly string[] {
  const changed = /^[ \t\n]*<([^A-Za-z0-9 \t\n])/.exec(text);
  const separator = changed?.[1] ?? ':';
  const body = changed === null ? text : text.slice(changed[0].length);
  return body
    .split(separator + separator)
    .map((part) => part.replaceAll(separator, '\0'))
    .join(separator)
    .split('\0')
    .map(trimStart)
    .filter((rule) => rule !== '');
}

/** A word, or a string in quotes. */
function readItem(text: string): Quoted {
  if (text.startsWith('"')) return readLooseQuoted(text);
  const end = text.search(/[ \t\n\v\f\r]/);
  return end < 0 ? { value: text, rest: '' } : { value: text.slice(0, end), rest: trimStart(text.slice(end)) };
}
