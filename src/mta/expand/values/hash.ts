/** Exim's own hashes of strings: `hash` makes letters and digits, `nhash` numbers (Exim spec §11.5). */
import { type Failure, failed } from '../outcome.ts';

/** Exim's order, in which t stands before s. */
const LETTERS = 'abcdefghijklmnopqrtsuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * @param length  octets of the result; a string that is no longer is left as it is
 * @param letters how many of the 62 letters and digits are used, 26 by default
 */
export function textualHash(text: string, length: number, letters = 26): string | Failure {
  if (letters > LETTERS.length) return failed(`hash count "${letters}" too big`);
  if (length < 0) return failed(`"${length}" is not a positive number (in "hash" expansion)`);
  if (length >= text.length) return text;
  const octets = Uint8Array.from(text, (char) => char.charCodeAt(0));
  for (let from = length, into = 0; from < octets.length && length > 0; from += 1, into = (into + 1) % length) {
    const octet = octets[from]!;
    const shift = (octet + from) & 7;
    octets[into]! ^= (octet << shift) | (octet >> (8 - shift));
  }
  return Array.from(octets.subarray(0, length), (octet) => LETTERS[octet % letters]!).join('');
}

/** Taken from the largest down, and again from the start; 2 is never reached. */
const PRIMES = [
  113, 109, 107, 103, 101, 97, 89, 83, 79, 73, 71, 67, 61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17, 13, 11, 7, 5, 3,
];

/** One number below `first`; with `second`, two: below `first` and below `second`. */
export function numericHash(text: string, first: number, second?: number): string | Failure {
  let total = 0;
  for (let at = 0; at < text.length; at += 1) total += PRIMES[at % PRIMES.length]! * text.charCodeAt(at);
  const range = unsigned(second === undefined ? first : Math.imul(first, second));
  if (range === 0) return second === undefined ? failed('a numeric hash is of one number at least') : '';
  const rest = unsigned(total) % range;
  return second === undefined ? String(rest) : `${Math.floor(rest / unsigned(second))}/${rest % unsigned(second)}`;
}

/** Exim reckons in 32 bits without a sign, whatever it is given. */
const unsigned = (value: number): number => value >>> 0;
