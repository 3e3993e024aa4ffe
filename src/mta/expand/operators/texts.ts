/** Character sets, and xtext. */
import { decodeXtext } from '../../../core/smtp/index.ts';
import { failed } from '../outcome.ts';
import { textOperator } from './make.ts';

/** One character of UTF-8, or the beginning of one, or an octet that is neither. */
const UTF8 = /[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]?|[\xe0-\xef][\x80-\xbf]{0,2}|[\xf0-\xf4][\x80-\xbf]{0,3}|[\x80-\xff]/g;

/** Is it well-formed: no overlong form, no surrogate, nothing above U+10FFFF? */
function isWellFormed(sequence: string): boolean {
  const octets = Buffer.from(sequence, 'latin1');
  return Buffer.from(octets.toString('utf8'), 'utf8').equals(octets);
}

const codePointOf = (sequence: string): number => Buffer.from(sequence, 'latin1').toString('utf8').codePointAt(0)!;

/** Latin-1 has 256 characters; the rest becomes an underscore. */
function fromUtf8(text: string): string {
  return text.replace(UTF8, (sequence) => {
    if (sequence.length === 1) return sequence;
    const code = codePointOf(sequence);
    return code < 256 ? String.fromCharCode(code) : '_';
  });
}

const cleaned = (text: string): string =>
  text.replace(UTF8, (sequence) => (sequence < '\x80' || isWellFormed(sequence) ? sequence : '?'));

export const TEXT_OPERATORS = [
  textOperator('from_utf8', 'UTF-8 as ISO-8859-1; a character that has none there becomes an underscore.', fromUtf8),
  textOperator('utf8clean', 'Octets that are no UTF-8 become question marks.', cleaned),
  textOperator('xtextd', 'What an xtext says (RFC 3461).', (text) => {
    const decoded = decodeXtext(text);
    return decoded.ok ? decoded.value : failed(decoded.error.message);
  }),
];
