/** Text beyond ASCII in header fields (RFC 2047). */
import { decodeText } from './charset.ts';
import { decodeQuotedPrintable } from './transfer-encoding.ts';

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;
const BETWEEN = /(=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]{1,60}\?[bq]\?)/gi;

/** White space between two encoded words is not shown (RFC 2047 §6.2); RFC 2231 §5 puts a language behind the charset. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  return text.replace(BETWEEN, '$1').replace(WORD, (_, label: string, kind: string, encoded: string) => {
    const octets =
      kind.toLowerCase() === 'b'
        ? Buffer.from(encoded, 'base64')
        : decodeQuotedPrintable(Buffer.from(encoded.replaceAll('_', ' '), 'latin1'));
    return decodeText(octets, label.split('*')[0]!);
  });
}

/** An encoded word has at most 75 characters (RFC 2047 §2), of which this leaves room for 45 octets. */
const MAX_OCTETS = 45;

/** ASCII stays as it is; anything else becomes encoded words in UTF-8, folded between them. */
export function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let part = '';
  for (const character of text) {
    if (Buffer.byteLength(part + character) > MAX_OCTETS) {
      words.push(part);
      part = '';
    }
    part += character;
  }
  words.push(part);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
