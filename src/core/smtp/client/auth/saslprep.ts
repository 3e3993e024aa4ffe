/** SASLprep (RFC 4013) for what is stored text: user names and passwords of SCRAM. */
import { err, type Failure, ok, type Result } from '../../../../base/index.ts';

/** RFC 3454 tables C.1.2, B.1: spaces beyond ASCII, and what is mapped to nothing. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
const NOTHING = /\u034f|[\u180b-\u180d]|\u200d|[\ufe00-\ufe0f]|[\u00ad\u1806\u200c\u2060\ufeff]/gu;
/** Tables C.2 to C.9: controls, private use, non-characters, surrogates, unfit for plain text, tags. */
const PROHIBITED =
  /[\p{Cc}\p{Co}\p{Cs}\u06dd\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\uffff\u200e\u200f\u202a-\u202e\u2ff0-\u2ffb]|\u0340|\u0341|[\u{1d173}-\u{1d17a}]|[\u{e0001}-\u{e007f}]|[\ufdd0-\ufdef]/u;
/** Table D.1, near enough by script: text that runs from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEFT_TO_RIGHT =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function saslPrep(text: string, what: string): Result<string, Failure<'smtp/saslprep'>> {
  if (/^[\x20-\x7e]*$/.test(text)) return ok(text);
  const prepared = text.replace(OTHER_SPACES, ' ').replace(NOTHING, '').normalize('NFKC');
  if (PROHIBITED.test(prepared)) return refused(`${what} holds a character that SASLprep forbids (RFC 4013 §2.3)`);
  if (RIGHT_TO_LEFT.test(prepared) && !runsOneWay(prepared))
    return refused(`${what} mixes directions of writing (RFC 4013 §2.4)`);
  return ok(prepared);
}

/** RFC 3454 §6: no other letters, and it begins and ends with one of its own. */
function runsOneWay(text: string): boolean {
  const letters = [...text];
  return !LEFT_TO_RIGHT.test(text) && RIGHT_TO_LEFT.test(letters[0]!) && RIGHT_TO_LEFT.test(letters.at(-1)!);
}

function refused(message: string): { ok: false; error: Failure<'smtp/saslprep'> } {
  return err({ code: 'smtp/saslprep', message, fault: 'configuration', temporary: false });
}
