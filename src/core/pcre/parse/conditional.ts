/** `(?(1)yes|no)`, `(?(<name>)…)`, `(?(?=…)…)`, `(?(DEFINE)…)`: the cursor stands behind `(?(`. */
import { syntaxError } from '../errors.ts';
import type { Piece, Test } from '../syntax.ts';
import { refuse, type State, taken, takes } from './state.ts';

const NUMBER = /([+-]?\d+)\)/y;
const NAME = /(?:<(\w+)>|'(\w+)'|(\w+))\)/y;

/** @param readSpecial  reads what stands behind `(?`, for a condition that looks ahead or behind */
export function parseConditional(state: State, start: number, readSpecial: () => Piece | 'nothing'): Piece {
  const test = readTest(state, start, readSpecial);
  const alternatives = state.parse(state);
  if (!takes(state, ')')) refuse('missing closing parenthesis', state.at);
  if (alternatives.length > 2) refuse('conditional subpattern contains more than two branches', state.at - 1);
  return { kind: 'conditional', test, yes: alternatives[0]!, no: alternatives[1] ?? [] };
}

function readTest(state: State, start: number, readSpecial: () => Piece | 'nothing'): Test {
  if (takes(state, '?')) {
    const look = readSpecial();
    if (look !== 'nothing' && look.kind === 'group' && look.group !== 'plain') return { kind: 'look', look };
    refuse('assertion expected after (?( or (?(?C)', start + 3);
  }
  const number = taken(state, NUMBER);
  if (number !== undefined) return captureTest(state, numberOf(state, number[1]!), start + 2);
  const name = taken(state, NAME);
  if (name === undefined) refuse('missing closing parenthesis for condition', state.at);
  const word = (name![1] ?? name![2] ?? name![3])!;
  return word === 'DEFINE' ? { kind: 'never' } : namedTest(state, word, start + 2);
}

function numberOf({ captures }: State, written: string): number {
  const number = Number(written);
  if (written.startsWith('-')) return captures + 1 + number;
  return written.startsWith('+') ? captures + number : number;
}

function captureTest(state: State, capture: number, offset: number): Test {
  state.checks.push(() =>
    capture >= 1 && capture <= state.captures ? undefined : syntaxError('reference to non-existent subpattern', offset),
  );
  return { kind: 'capture', capture };
}

function namedTest(state: State, name: string, offset: number): Test {
  const test = { kind: 'capture' as const, capture: 0 };
  state.late.push(() => {
    test.capture = state.names.get(name)?.[0] ?? 0;
  });
  state.checks.push(() => (test.capture > 0 ? undefined : syntaxError('reference to non-existent subpattern', offset)));
  return test;
}
