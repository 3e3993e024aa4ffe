/**
 * `eval`: integers of 64 bits, with C's operators and their priorities (Exim spec §11.6).
 *
 *   or → xor → and → shift → sum → product → number | ( or )
 */
import { type Failure, failed } from '../outcome.ts';

interface Place {
  readonly text: string;
  readonly decimal: boolean;
  at: number;
  depth: number;
}

/** Thrown within this file and caught at its door: a mistake ends the whole. */
class Mistake extends Error {}

const MAX_DEPTH = 500;
const MAX = (1n << 63n) - 1n;
const MIN = -(1n << 63n);

export function evaluateArithmetic(text: string, decimal: boolean): string | Failure {
  const place: Place = { text, decimal, at: 0, depth: 0 };
  try {
    const value = evaluateLevel(place, 0);
    if (place.at < text.length) throw new Mistake('expecting operator');
    return String(value);
  } catch (thrown) {
    if (!(thrown instanceof Mistake)) throw thrown;
    const processed = text.slice(0, place.at);
    return failed(`error in expression evaluation: ${thrown.message} (after processing "${processed}")`);
  }
}

type Operation = (left: bigint, right: bigint) => bigint;

/** From the loosest to the tightest. */
const LEVELS: readonly Readonly<Record<string, Operation>>[] = [
  { '|': (left, right) => left | right },
  { '^': (left, right) => left ^ right },
  { '&': (left, right) => left & right },
  { '<<': (left, right) => BigInt.asIntN(64, left << shift(right)), '>>': (left, right) => left >> shift(right) },
  { '+': (left, right) => bounded(left + right, 'sum'), '-': (left, right) => bounded(left - right, 'difference') },
  {
    '*': (left, right) => bounded(left * right, 'product'),
    '/': (left, right) => divide(left, right),
    '%': (left, right) => modulo(left, right),
  },
];

const shift = (count: bigint): bigint => BigInt.asUintN(6, count);

function bounded(value: bigint, what: string): bigint {
  if (value > MAX || value < MIN) throw new Mistake(`overflow in ${what}`);
  return value;
}

function divide(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new Mistake('divide by zero');
  return left / right;
}

function modulo(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new Mistake('modulo by zero');
  return left % right;
}

function evaluateLevel(place: Place, level: number): bigint {
  const operations = LEVELS[level];
  if (operations === undefined) return evaluateNumber(place);
  let value = evaluateLevel(place, level + 1);
  for (;;) {
    const sign = Object.keys(operations).find((candidate) => place.text.startsWith(candidate, place.at));
    if (sign === undefined) return value;
    place.at += sign.length;
    value = operations[sign]!(value, evaluateLevel(place, level + 1));
  }
}

const DECIMAL = /(\d+)([kmg]?)/iy;
const ANY_BASE = /(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)([kmg]?)/iy;
const FACTORS: Readonly<Record<string, bigint>> = { '': 1n, k: 1n << 10n, m: 1n << 20n, g: 1n << 30n };

function evaluateNumber(place: Place): bigint {
  skipSpace(place);
  const char = place.text[place.at];
  if (char === '-' || char === '+' || char === '~') return evaluateUnary(place, char);
  if (char === '(') return evaluateGroup(place);
  const pattern = place.decimal ? DECIMAL : ANY_BASE;
  pattern.lastIndex = place.at;
  const [whole, digits, suffix] = pattern.exec(place.text) ?? [];
  if (whole === undefined) throw new Mistake('expecting number or opening parenthesis');
  const value = BigInt(/^0[0-7]+$/.test(digits!) && !place.decimal ? `0o${digits!.slice(1)}` : digits!);
  place.at += whole.length;
  skipSpace(place);
  return bounded(value * FACTORS[suffix!.toLowerCase()]!, 'number');
}

function evaluateUnary(place: Place, sign: string): bigint {
  place.at += 1;
  deeper(place);
  const value = evaluateNumber(place);
  place.depth -= 1;
  if (sign === '+') return value;
  return sign === '-' ? -value : ~value;
}

function evaluateGroup(place: Place): bigint {
  place.at += 1;
  deeper(place);
  const value = evaluateLevel(place, 0);
  place.depth -= 1;
  if (place.text[place.at] !== ')') throw new Mistake('expecting closing parenthesis');
  place.at += 1;
  skipSpace(place);
  return value;
}

function deeper(place: Place): void {
  place.depth += 1;
  if (place.depth > MAX_DEPTH) throw new Mistake(`parentheses nest deeper than ${MAX_DEPTH}`);
}

function skipSpace(place: Place): void {
  while (/\s/.test(place.text[place.at] ?? '')) place.at += 1;
}
