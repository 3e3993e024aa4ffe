/**
 * Encoded words in octet strings (RFC 2047), as Exim reads and writes them. Not those of core/mime, which make texts for
 * people: here the result is octets again, in the charset that is asked for, and what is not quite an encoded word stays.
 */
import { trimEndOf } from '../../../base/index.ts';

/** A longer word is none (RFC 2047 §2). */
const MAX_WORD = 75;

interface Word {
  readonly start: number;
  readonly end: number;
  readonly charset: string;
  readonly octets: string;
}

/**
 * @param charset  to convert to; undefined: octets stay as they are
 * @param problem  told of a charset that cannot be converted from; the octets stay
 */
export function decodeEncodedWords(
  text: string,
  charset: string | undefined,
  { bounded = true, problem }: { readonly bounded?: boolean; readonly problem?: (charset: string) => void } = {},
): string {
  let word = nextWord(text, 0, bounded);
  if (word === undefined) return text;
  let said = '';
  let at = 0;
  while (word !== undefined) {
    const before = text.slice(at, word.start);
    if (at === 0 || !isSpace(before)) said += before; // white space between words is not shown (RFC 2047 §6.2)
    said += converted(word, charset, problem).replaceAll('\0', '?');
    at = word.end;
    word = nextWord(text, at, bounded);
  }
  return said + text.slice(at);
}

/** A whole header as `$message_headers` has it: decoded, no blanks behind its fields, no end of the last line. */
export const readableHeader = (header: string): string =>
  decodeEncodedWords(withoutEndBlanks(header).replace(/\n$/, ''), undefined);

function withoutEndBlanks(header: string): string {
  const fields = header.split(/\n(?![ \t])/);
  return fields.map((field, index) => (index < fields.length - 1 ? trimEndOf(field, ' \t') : field)).join('\n');
}

const isSpace = (text: string): boolean => /^\s*$/.test(text);

function nextWord(text: string, from: number, bounded: boolean): Word | undefined {
  let end = -1;
  for (let start = text.indexOf('=?', from); start >= 0; start = text.indexOf('=?', start + 2)) {
    const first = text.indexOf('?', start + 2);
    const second = first < 0 ? -1 : text.indexOf('?', first + 1);
    if (second < 0) return undefined;
    if (end <= second) end = text.indexOf('?=', second + 1); // the same for a thousand that only begin, and looked for once
    if (end < 0) return undefined;
    if ((bounded && end + 2 - start > MAX_WORD) || second - first !== 2) continue;
    const octets = decoded(text[first + 1]!.toUpperCase(), text.slice(second + 1, end));
    if (octets !== undefined) return { start, end: end + 2, charset: text.slice(start + 2, first), octets };
  }
  return undefined;
}

function decoded(encoding: string, text: string): string | undefined {
  if (encoding === 'Q') return quotedPrintable(text);
  if (encoding !== 'B' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('latin1');
}

/** RFC 2047 §4.2: an underscore is a blank, and blanks are not there. */
function quotedPrintable(text: string): string | undefined {
  if (/[^!-~]|=(?![0-9a-f]{2})/i.test(text)) return undefined;
  return text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function converted(
  { octets, charset: from }: Word,
  to: string | undefined,
  problem?: (charset: string) => void,
): string {
  if (to === undefined || from.toLowerCase() === to.toLowerCase()) return octets;
  try {
    const text = new TextDecoder(from).decode(Buffer.from(octets, 'latin1'));
    return /^utf-?8$/i.test(to) ? Buffer.from(text, 'utf8').toString('latin1') : text.replace(/[^\x00-\xff]/gu, '?');
  } catch {
    problem?.(from);
    return octets;
  }
}

/** What may stand in a word as it is. */
const PLAIN = /^[\x20-\x7e]$/;
const SPECIAL = '?=()<>@,;:\\".[]_';
/** An encoded word beyond so much is ended, and another begun. */
const WORD_OCTETS = 67;

/** Octets beyond printable ASCII, or special ones, make encoded words in Q of the whole. */
export function encodeWordsOf(text: string, charset: string): string {
  if ([...text].every((char) => PLAIN.test(char) && !SPECIAL.includes(char))) return text;
  const opening = `=?${charset}?Q?`;
  let said = opening;
  // Exim counts the first word from behind its opening, and the others with theirs.
  let start = opening.length;
  // Characters have two octets, for Exim: every other octet that is encoded belongs to the one before it.
  let belongs = false;
  for (const char of text) {
    if (said.length - start > WORD_OCTETS && !belongs) {
      said += '?= ';
      start = said.length;
      said += opening;
    }
    const octet = encodedOctet(char);
    said += octet;
    belongs = octet.length > 1 && !belongs;
  }
  return `${said}?=`;
}

function encodedOctet(char: string): string {
  if (char === ' ') return '_';
  if (PLAIN.test(char) && !SPECIAL.includes(char)) return char;
  return `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
