/** A person's name as it may stand before an address (RFC 5322 §3.2.5); what is not ASCII, as encoded words (RFC 2047). */
import { encodeWordsOf } from '../expand/index.ts';

/** Strings in quotes, comments, and what stands between them; the last may lack its end. */
const PARTS = /"(?:[^"\\]|\\.)*(?:"|\\?$)|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*(?:\)|\\?$)|[^"(]+/g;
const SPECIAL = /[)<>@,;:\\.[\]]/;

/**
 * What is quoted already, or a comment, stays as it is, as with Exim: a character that needs quotes puts them around all
 * that stands before it and behind it, up to the next string in quotes; behind such a string, around its word.
 *
 * @param charset  of octets beyond ASCII
 */
export function phraseOf(name: string, charset = 'UTF-8'): string {
  if (/[^\t -~]/.test(name)) return encodeWordsOf(name, charset);
  const parts = name.trimStart().match(PARTS) ?? [];
  const firstQuote = parts.findIndex((part) => part.startsWith('"'));
  const split = firstQuote < 0 ? parts.length : firstQuote;
  return beforeQuotes(parts.slice(0, split)) + parts.slice(split).map(behindQuotes).join('');
}

const isPlain = (part: string): boolean => !/^["(]/.test(part);

function beforeQuotes(parts: readonly string[]): string {
  if (!parts.some((part) => isPlain(part) && SPECIAL.test(part)))
    return parts.map((part) => (isPlain(part) ? part : closed(part))).join('');
  const [, words = '', blanks = ''] = /^(.*?)( *)$/s.exec(parts.join('')) ?? [];
  return quoted(words) + blanks;
}

const behindQuotes = (part: string): string =>
  isPlain(part) ? part.replace(/[^ ]+/g, (word) => (SPECIAL.test(word) ? quoted(word) : word)) : closed(part);

/** A backslash takes the next character with it, and there is to be one. */
const quoted = (text: string): string => `"${text.replace(/^((?:[^\\]|\\.)*)\\$/s, '$1\\\\')}"`;

function closed(part: string): string {
  const end = part.startsWith('(') ? ')' : '"';
  return /^(?:[^\\]|\\.)*$/s.test(part) && part.length > 1 && part.endsWith(end)
    ? part
    : `${part.replace(/\\$/, '')}${end}`;
}
