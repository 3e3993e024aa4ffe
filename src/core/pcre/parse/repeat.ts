/** Quantifiers: `*`, `+`, `?`, `{n,m}`, with `?` (lazy) or `+` (possessive) behind. */
import type { Manner, Piece } from '../syntax.ts';
import { refuse, type State, taken, takes } from './state.ts';

const QUANTIFIER = /[*+?]|\{(\d+)(,?)(\d*)\}/y;
const MAX_COUNT = 65535;

export function readRepeats(state: State, piece: Piece): Piece {
  const start = state.at;
  const found = taken(state, QUANTIFIER);
  if (found === undefined) return piece;
  if (piece.kind === 'anchor' || piece.kind === 'keep') refuse(NOTHING_TO_REPEAT, state.at - 1);
  const [min, max] = limits(found, start);
  const manner: Manner = takes(state, '?') ? 'lazy' : takes(state, '+') ? 'possessive' : 'greedy';
  if (taken(state, QUANTIFIER) !== undefined) refuse(NOTHING_TO_REPEAT, state.at - 1);
  return { kind: 'repeat', piece, min, max, manner };
}

export const NOTHING_TO_REPEAT = 'quantifier does not follow a repeatable item';

/** Does a quantifier stand here? It has nothing to repeat then. */
export function refuseQuantifier(state: State): void {
  if (taken(state, QUANTIFIER) !== undefined) refuse(NOTHING_TO_REPEAT, state.at - 1);
}

function limits([written, low, comma, high]: RegExpExecArray, start: number): readonly [number, number] {
  if (low === undefined) return [written === '+' ? 1 : 0, written === '?' ? 1 : Number.POSITIVE_INFINITY];
  const min = count(low, start + 1);
  if (comma === '') return [min, min];
  const max = high === '' ? Number.POSITIVE_INFINITY : count(high!, start + 2 + low.length);
  if (max < min) refuse('numbers out of order in {} quantifier', start + written.length - 1);
  return [min, max];
}

function count(digits: string, start: number): number {
  if (Number(digits) > MAX_COUNT) refuse('number too big in {} quantifier', start + Math.min(digits.length, 5));
  return Number(digits);
}
