/** The last word of an operand: Exim takes parameters off its end, one by one, and what is left is the address. */
import { trimEndOf } from '../../../../base/index.ts';

export interface LastWord {
  readonly name: string;
  /** Behind the `=`; the name once more where there is none. */
  readonly value: string;
  readonly isBare: boolean;
  /** Where it begins. */
  readonly at: number;
  /** What stands before the blank that it begins behind. */
  readonly before: string;
}

const isBlank = (char: string | undefined): boolean => char !== undefined && /[\t-\r ]/.test(char);
const isLetter = (char: string | undefined): boolean => char !== undefined && /[A-Za-z]/.test(char);

/** Nothing but ASCII's blanks goes: an octet above is a letter of somebody's. */
export const withoutBlanks = (text: string): string => trimEndOf(text, '\t\n\v\f\r ');

/**
 * Undefined where all of it is address. A blank within quotes is none.
 *
 * @param text  without blanks at its end
 */
export function lastWord(text: string): LastWord | undefined {
  const at = breakBefore(text);
  if (at <= 0) return undefined;
  if (text[at] !== '=') {
    const name = text.slice(at + 1);
    return { name, value: name, isBare: true, at: at + 1, before: withoutBlanks(text.slice(0, at)) };
  }
  let start = at;
  while (isLetter(text[start - 1])) start -= 1;
  if (!isBlank(text[start - 1])) return undefined;
  return {
    name: text.slice(start, at),
    value: text.slice(at + 1),
    isBare: false,
    at: start,
    before: withoutBlanks(text.slice(0, start - 1)),
  };
}

/** Where the last blank or `=` stands; 0 or less: nowhere. */
function breakBefore(text: string): number {
  let at = text.length - 1;
  while (at > 0 && text[at] !== '=' && !isBlank(text[at])) {
    if (text[at] === '"') at = text.lastIndexOf('"', at - 1);
    at -= 1;
  }
  return at;
}
