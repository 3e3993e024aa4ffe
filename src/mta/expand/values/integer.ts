/** Integers as conditions and `eval` have them: 64 bits, decimal, with K, M or G behind (Exim spec §11.7). */
import { type Failure, failed } from '../outcome.ts';

const INTEGER = /^\s*([+-]?\d+)([kmg]?)\s*$/i;
const STARTS = /^\s*[+-]?\d/;
const FACTORS: Readonly<Record<string, bigint>> = { '': 1n, k: 1n << 10n, m: 1n << 20n, g: 1n << 30n };
const MAX = (1n << 63n) - 1n;

/** What the platform's numbers hold exactly needs no bigint. */
const SHORT = /^\d{1,15}$/;

/** The empty string is 0. */
export function parseInteger(text: string): bigint | number | Failure {
  if (SHORT.test(text)) return Number(text);
  if (/^\s*$/.test(text)) return 0;
  if (!STARTS.test(text)) return failed(`integer expected but "${text.trimStart()}" found`);
  const [, digits, suffix] = INTEGER.exec(text) ?? [];
  if (digits === undefined) return failed(`invalid integer "${text.trimStart()}"`);
  const value = BigInt(digits.replace('+', '')) * FACTORS[suffix!.toLowerCase()]!;
  return value > MAX || value < -MAX - 1n
    ? failed(`absolute value of integer "${text.trimStart()}" is too large (overflow)`)
    : value;
}

/** Of an option that counts, once expanded: a number from 0 on, or in Exim's words what is wrong. Unlike elsewhere, nothing is no number. */
export function parseCount(text: string): number | string {
  if (/^\s*$/.test(text)) return 'integer expected but "" found';
  const value = parseInteger(text);
  if (!isInteger(value)) return value.message;
  return value < 0 ? `non-negative integer expected but "${text.trim()}" found` : Number(value);
}

/** Nothing but digits from there on, or nothing. */
export function areDigits(text: string, start = 0): boolean {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** Told apart from the failure to read one. */
export const isInteger = (value: bigint | number | Failure): value is bigint | number => typeof value !== 'object';

/** The number of a field, as strtol and an int of C have it; `-` alone is 0. */
export const fieldNumber = (digits: string): number => {
  const trimmed = digits.trim();
  return trimmed === '-' || trimmed === '' ? 0 : int32(Number(trimmed));
};

/** What an int of C makes of a long. */
export const int32 = (value: number): number =>
  Number.isSafeInteger(value) ? Number(BigInt.asIntN(32, BigInt(value))) : value > 0 ? -1 : 0;
