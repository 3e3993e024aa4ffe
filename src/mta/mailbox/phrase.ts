/** A person's name as it may stand before an address (RFC 5322 §3.2.5); what is not ASCII, as encoded words (RFC 2047). */
import { encodeWordsOf } from '../expand/index.ts';

/** Strings in quotes, comments, and what stands between them; the last may lack its end. */
const PARTS = /"(?:[^"\\]|\\.)*(?:"|\\?$)|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*(?:\)|\\?$)|[^"(]+/g;
const SPECIAL = /[)<>@,;:\\.[\]]/;

/** What is quoted already, or a comment, stays as it is, as with Exim. */
export function phraseOf(name: string): string {
  if (/[^\t -~]/.test(name)) return encodeWordsOf(name, 'UTF-8');
  const parts = name.trimStart().match(PARTS) ?? [];
  const isSpecial = parts.some((part) => isPlain(part) && SPECIAL.test(part));
  if (isSpecial && parts.every((part) => !part.includes('"'))) return quoted(parts.join(''));
  return parts.map((part) => (isPlain(part) ? quotedWords(part) : closed(part))).join('');
}

const isPlain = (part: string): boolean => !/^["(]/.test(part);

/** A backslash takes the next character with it, and there is to be one. */
const quoted = (text: string): string => `"${text.replace(/^((?:[^\\]|\\.)*)\\$/s, '$1\\\\')}"`;

const quotedWords = (part: string): string =>
  SPECIAL.test(part)
    ? part.replace(/^(\s*)(.*?)(\s*)$/s, (_, before, words, after) => `${before}${quoted(words)}${after}`)
    : part;

function closed(part: string): string {
  const end = part.startsWith('(') ? ')' : '"';
  return /^(?:[^\\]|\\.)*$/s.test(part) && part.length > 1 && part.endsWith(end)
    ? part
    : `${part.replace(/\\$/, '')}${end}`;
}
