/** Sets of octets: escapes such as `\d`, POSIX classes, and their opposites (pcre2pattern, "Generic character types"). */
import type { OctetSet } from './syntax.ts';

export function octetSet(contains: (octet: number) => boolean): OctetSet {
  return Uint8Array.from({ length: 256 }, (_, octet) => (contains(octet) ? 1 : 0));
}

export const opposite = (octets: OctetSet): OctetSet => octets.map((inside) => 1 - inside);

const within = (...ranges: readonly (readonly [number, number])[]): OctetSet =>
  octetSet((octet) => ranges.some(([first, last]) => octet >= first && octet <= last));

const digit = within([48, 57]);
const space = within([9, 13], [32, 32]);
const word = within([48, 57], [65, 90], [95, 95], [97, 122]);
const horizontal = within([9, 9], [32, 32], [160, 160]);
const vertical = within([10, 13], [133, 133]);
const notNewline = octetSet((octet) => octet !== 10);

/** `\d` and its kin; a capital letter is the opposite. */
export const ESCAPED_SETS: Readonly<Record<string, OctetSet>> = {
  d: digit,
  D: opposite(digit),
  s: space,
  S: opposite(space),
  w: word,
  W: opposite(word),
  h: horizontal,
  H: opposite(horizontal),
  v: vertical,
  V: opposite(vertical),
  N: notNewline,
};

export const EVERY_OCTET = octetSet(() => true);
export const NOT_NEWLINE = notNewline;

/** `[:name:]` inside a class, in the C locale. */
export const POSIX_SETS: Readonly<Record<string, OctetSet>> = {
  alnum: within([48, 57], [65, 90], [97, 122]),
  alpha: within([65, 90], [97, 122]),
  ascii: within([0, 127]),
  blank: within([9, 9], [32, 32]),
  cntrl: within([0, 31], [127, 127]),
  digit,
  graph: within([33, 126]),
  lower: within([97, 122]),
  print: within([32, 126]),
  punct: within([33, 47], [58, 64], [91, 96], [123, 126]),
  space,
  upper: within([65, 90]),
  word,
  xdigit: within([48, 57], [65, 70], [97, 102]),
};

const isLetter = (octet: number): boolean => (octet >= 65 && octet <= 90) || (octet >= 97 && octet <= 122);

/** The same letter in the other case; ASCII alone, as in the C locale. */
export const otherCase = (octet: number): number => (isLetter(octet) ? octet ^ 32 : octet);

export const eitherCase = (octets: OctetSet): OctetSet =>
  octetSet((octet) => octets[octet] === 1 || octets[otherCase(octet)] === 1);
