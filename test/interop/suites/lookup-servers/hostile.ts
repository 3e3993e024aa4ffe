/** Keys as a stranger might give them, quoted: what the server reads has to be what was given. */

const ALPHABET = [
  "'",
  '"',
  '\\',
  ';',
  '--',
  '/*',
  '%',
  '_',
  ' ',
  '*',
  '(',
  ')',
  '&',
  '|',
  '=',
  ',',
  '#',
  'ü',
  '€',
  'a',
  '0',
  '`',
  '$',
  '<',
  '@',
];
const MOST_PIECES = 8;

/** The same for the same seed. No blanks at either end: a query is trimmed there. */
export function hostileKeys(count: number, seed: number): readonly string[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
  return Array.from({ length: count }, () => {
    const pieces = Array.from({ length: 1 + next(MOST_PIECES) }, () => ALPHABET[next(ALPHABET.length)]!);
    return `k${pieces.join('')}k`;
  });
}

/** Nothing in it is for the expansion to look at. */
export const verbatim = (key: string): string => `\\N${key}\\N`;
