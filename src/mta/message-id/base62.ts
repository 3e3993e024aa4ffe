/** Numbers in base 62, the digits in the order of ASCII, so that equally long ones sort as their values do. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;

/**
 * A number in exactly `length` digits, zeros in front.
 *
 * @param value  a whole number from 0 on; what does not fit into the digits loses its highest ones
 */
export function encodeBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / BASE)) text = DIGITS[rest % BASE]! + text;
  return text;
}

/** @returns undefined where a character is no digit, or the number is beyond what counts exactly (2^53) */
export function decodeBase62(text: string): number | undefined {
  let value = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) return undefined;
    value = value * BASE + digit;
  }
  return text !== '' && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
