/** References to captures: `\1`, `\g{-1}`, `\k<name>`, `(?P=name)`; and numbers and names as calls have them. */
import { type PatternError, syntaxError } from '../errors.ts';
import type { Piece } from '../syntax.ts';
import { refuse, type State, taken } from './state.ts';

const NUMBER = /[1-9]\d*/y;
const GROUP = /g(?:\{([+-]?\d+)\}|([+-]?\d+)|\{([A-Za-z_]\w*)\})/y;
const CALL = /g(?:<([^>]*)>|'([^']*)')/y;
const NAMED = /k(?:\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y;

/** The cursor stands behind the backslash; undefined: this is no reference, and an octal number perhaps. */
export function parseReference(state: State): Piece | undefined {
  const start = state.at;
  const number = taken(state, NUMBER);
  if (number !== undefined) {
    // pcre2pattern, "Backreferences": one digit, or as many groups as that, or 8 or 9 in front: else it is octal.
    const value = Number(number[0]);
    if (value < 10 || value <= state.captures || /^[89]/.test(number[0]))
      return referenceTo(state, value, state.at - 1);
    state.at = start;
    return undefined;
  }
  return groupReference(state) ?? namedReference(state);
}

function groupReference(state: State): Piece | undefined {
  const start = state.at;
  if (state.pattern[start] !== 'g') return undefined;
  const call = taken(state, CALL);
  if (call !== undefined) return callOf(state, call[1] ?? call[2]!, state.at - 1);
  const found = taken(state, GROUP);
  if (found === undefined) {
    refuse(
      '\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number',
      state.at + 1,
    );
  }
  const [, braced, plain, name] = found!;
  if (name !== undefined) return referenceByName(state, name, state.at - 1);
  const written = (braced ?? plain)!;
  return referenceTo(state, absolute(state, written), written.startsWith('-') ? start + 1 : state.at - 1);
}

function namedReference(state: State): Piece | undefined {
  if (state.pattern[state.at] !== 'k') return undefined;
  const found = taken(state, NAMED);
  if (found === undefined) {
    refuse('\\k is not followed by a braced, angle-bracketed, or quoted name', state.at + 1);
  }
  const name = (found![1] ?? found![2] ?? found![3])!;
  return referenceByName(state, name, state.at - 1 - name.length);
}

/** `-1` is the group opened last, `+1` the next one. */
function absolute(state: State, written: string): number {
  const number = Number(written);
  if (written.startsWith('-')) return state.captures + 1 + number;
  return written.startsWith('+') ? state.captures + number : number;
}

function referenceTo(state: State, capture: number, offset: number): Piece {
  state.checks.push(() => missing(capture >= 1 && capture <= state.captures, offset));
  return { kind: 'reference', captures: [capture], caseless: state.flags.i };
}

export function referenceByName(state: State, name: string, offset: number): Piece {
  const captures: number[] = [];
  state.late.push(() => captures.push(...(state.names.get(name) ?? [])));
  state.checks.push(() => missing(captures.length > 0, offset));
  return { kind: 'reference', captures, caseless: state.flags.i };
}

/** `(?1)`, `(?-1)`, `(?R)`, `(?&name)`, `\g<name>`: the group's pattern once more, at this place. */
export function callOf(state: State, written: string, offset: number): Piece {
  if (/^[+-]?\d+$/.test(written)) {
    const capture = absolute(state, written);
    state.checks.push(() => missing(capture >= 0 && capture <= state.captures, offset));
    return { kind: 'call', capture };
  }
  const call = { kind: 'call' as const, capture: 0 };
  state.late.push(() => {
    call.capture = state.names.get(written)?.[0] ?? -1;
  });
  state.checks.push(() => missing(call.capture > 0, offset));
  return call;
}

const missing = (exists: boolean, offset: number): PatternError | undefined =>
  exists ? undefined : syntaxError('reference to non-existent subpattern', offset);
