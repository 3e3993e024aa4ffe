import { defer, type Said, type TextCondition } from '../rows.ts';

/** `condition = ${if …}`: true and false in the words that Exim knows; nobody guesses what others mean. */
export const condition: TextCondition = { name: 'condition', takes: 'text', test: ({ text }) => truth(text) };

const WORDS: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

function truth(text: string): Said {
  if (/^-?\d*$/.test(text)) return number(text) !== 0;
  return WORDS[text.toLowerCase()] ?? defer(`invalid "condition" value "${text}"`);
}

/** As atoi reads it: 64 bits at most, of which 32 are looked at. */
function number(digits: string): number {
  if (digits === '' || digits === '-') return 0;
  const whole = BigInt(digits);
  const bounded = whole > MAX ? MAX : whole < -MAX - 1n ? -MAX - 1n : whole;
  return Number(BigInt.asIntN(32, bounded));
}

const MAX = 2n ** 63n - 1n;
