/** Equality and order of strings; a name with `i` at its end takes letters of either case for the same. */
import { asciiLowerCase } from '../../../base/index.ts';
import { twoStrings } from './make.ts';

/** Exim compares letter by letter, and what ends first, the rest being the same, sorts last. */
function ended(first: string, second: string): string {
  return second.length > first.length && second.startsWith(first) ? `${second}>` : first;
}

const compareLower = (first: string, second: string, holds: (first: string, second: string) => boolean): boolean =>
  holds(ended(first, second), second);

const row = (name: string, doc: string, holds: (first: string, second: string) => boolean) => [
  twoStrings(name, doc, (first, second) => holds(first.text, second.text)),
  twoStrings(`${name}i`, `${doc} Letters of either case are the same.`, (first, second) =>
    compareLower(asciiLowerCase(first.text), asciiLowerCase(second.text), holds),
  ),
];

export const STRING_CONDITIONS = [
  ...row('eq', 'The two strings are the same.', (first, second) => first === second),
  ...row('lt', 'The first string sorts before the second.', (first, second) => first < second),
  ...row('le', 'The first string sorts before the second, or is the same.', (first, second) => first <= second),
  ...row('gt', 'The first string sorts after the second.', (first, second) => first > second),
  ...row('ge', 'The first string sorts after the second, or is the same.', (first, second) => first >= second),
];
