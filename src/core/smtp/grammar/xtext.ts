/** xtext: any octet in printable ASCII, as `+` and two hexadecimal digits where need be (RFC 3461 §4). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type GrammarError, grammarError } from './error.ts';

/** xchar: from `!` to `~` except `+` and `=`. */
const NOT_XCHAR = /[^!-*,-<>-~]/g;
const XTEXT = /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/;
const ANY_CASE = /^(?:[!-*,-<>-~]|\+[0-9A-Fa-f]{2})*$/;

/** Characters beyond ASCII go by their octets in UTF-8. */
export function encodeXtext(text: string): string {
  return encodeXtextOctets(Buffer.from(text, 'utf8').toString('latin1'));
}

/** Of octets, a character each. */
export function encodeXtextOctets(octets: string): string {
  return octets.replace(NOT_XCHAR, hexchar);
}

/** Lower-case digits are no xtext (RFC 3461 §4); octets that are no UTF-8 are refused, since the answer is text. */
export function decodeXtext(text: string): Result<string, GrammarError> {
  if (!XTEXT.test(text)) return err(notXtext(text));
  const octets = Buffer.from(decoded(text), 'latin1');
  const utf8 = octets.toString('utf8');
  return Buffer.from(utf8, 'utf8').equals(octets)
    ? ok(utf8)
    : err(grammarError('smtp/xtext', 'octets', 'xtext stands for octets that are no UTF-8'));
}

/** Whatever octets it stands for, a character each. Deviates from RFC 3461 §4 because Exim takes digits in lower case. */
export function decodeXtextOctets(text: string): Result<string, GrammarError> {
  return ANY_CASE.test(text) ? ok(decoded(text)) : err(notXtext(text));
}

const decoded = (text: string): string =>
  text.replace(/\+(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const hexchar = (octet: string): string => `+${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

function notXtext(text: string): GrammarError {
  const at = /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*/.exec(text)![0].length;
  const shown = JSON.stringify(text.slice(at, at + 3));
  const message =
    text[at] === '+'
      ? `${shown} in xtext is not "+" with two hexadecimal digits in capitals`
      : `${shown} may not stand in xtext as it is`;
  return grammarError('smtp/xtext', 'syntax', message);
}
