/** Character sets, and xtext. */
import { decodeXtextOctets } from '../../../core/smtp/index.ts';
import { beforeZero, failed } from '../outcome.ts';
import { textOperator } from './make.ts';

/** Latin-1 has 256 characters; the rest becomes an underscore. Nobody asks whether it is UTF-8: the first octet says how many follow. */
const fromUtf8 = (text: string): string =>
  text.replace(COUNTED, (sequence) => {
    if (sequence < '\xc0') return sequence;
    const code = codeOf(sequence);
    return code < 256 ? String.fromCharCode(code) : '_';
  });

const COUNTED =
  /[\xc0-\xdf][\s\S]?|[\xe0-\xef][\s\S]{0,2}|[\xf0-\xf7][\s\S]{0,3}|[\xf8-\xfb][\s\S]{0,4}|[\xfc-\xff][\s\S]{0,5}|[\s\S]/g;

const FOLLOWING = [1, 1, 2, 3] as const;

function codeOf(sequence: string): number {
  const first = sequence.charCodeAt(0);
  const following = first < 0xf0 ? FOLLOWING[(first >> 4) - 12]! : first < 0xf8 ? 3 : first < 0xfc ? 4 : 5;
  let code = first & (0x3f >> following);
  for (let index = 1; index <= following; index += 1) code = code * 64 + ((sequence.charCodeAt(index) || 0) & 0x3f);
  return code;
}

/**
 * A character; or one that breaks off, and the octet it breaks off at, unless that is of ASCII; or an octet that begins none.
 * Overlong forms of more than two octets are nobody's concern.
 */
const CHARACTERS =
  /[\x00-\x7f]+|([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3})|(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf7][\x80-\xbf]{0,2})[\xc0-\xff]?|[\s\S]/g;

const cleaned = (text: string): string =>
  text.replace(CHARACTERS, (octets, whole?: string) => {
    if (octets < '\x80') return octets;
    return whole !== undefined && isCharacter(codeOf(whole)) ? whole : '?';
  });

const isCharacter = (code: number): boolean => code <= 0x10ffff && (code & 0x1ff800) !== 0xd800;

export const TEXT_OPERATORS = [
  textOperator('from_utf8', 'UTF-8 as ISO-8859-1; a character that has none there becomes an underscore.', (text) =>
    beforeZero(fromUtf8(text)),
  ),
  textOperator('utf8clean', 'Octets that are no UTF-8 become question marks.', cleaned),
  textOperator('xtextd', 'What an xtext says (RFC 3461).', (text) => {
    const decoded = decodeXtextOctets(text);
    return decoded.ok ? decoded.value : failed(decoded.error.message);
  }),
];
