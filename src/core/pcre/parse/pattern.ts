/** A pattern as written (pcre2pattern) into a tree, or what is wrong with it and where. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type PatternError, syntaxError } from '../errors.ts';
import type { Alternatives, Piece, Sequence, Tree } from '../syntax.ts';
import { octetPiece, parseAtom } from './atom.ts';
import { readRepeats } from './repeat.ts';
import { type Flags, NO_FLAGS, Refusal, refuse, type State, taken, takes } from './state.ts';

/** Deeper nesting than PCRE2's own default is refused. */
const MAX_DEPTH = 250;

export function parsePattern(pattern: string, caseless: boolean): Result<Tree, PatternError> {
  const state: State = {
    pattern,
    at: 0,
    flags: { ...NO_FLAGS, i: caseless },
    captures: 0,
    depth: 0,
    looks: 0,
    names: new Map(),
    checks: [],
    late: [],
    parse: parseAlternatives,
    parseOne: parseSequence,
  };
  try {
    return ok(parseWhole(state));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.error);
    throw thrown;
  }
}

function parseWhole(state: State): Tree {
  const alternatives = parseAlternatives(state);
  if (state.at < state.pattern.length) refuse('unmatched closing parenthesis', state.at);
  for (const settle of state.late) settle();
  for (const check of state.checks) {
    const error = check();
    if (error !== undefined) throw new Refusal(error);
  }
  return { alternatives, captures: state.captures, names: state.names };
}

/** Up to a `)` or the end; flags set inside hold to there. */
function parseAlternatives(state: State): Alternatives {
  if (state.depth >= MAX_DEPTH) throw new Refusal(syntaxError('parentheses are too deeply nested', state.at));
  const flags: Flags = state.flags;
  state.depth += 1;
  const alternatives: Sequence[] = [parseSequence(state)];
  while (takes(state, '|')) alternatives.push(parseSequence(state));
  state.depth -= 1;
  state.flags = flags;
  return alternatives;
}

function parseSequence(state: State): Sequence {
  const pieces: Piece[] = [];
  for (;;) {
    skipFreeSpace(state);
    const next = state.pattern[state.at];
    if (next === undefined || next === '|' || next === ')') return pieces;
    if (takes(state, '\\Q')) readQuoted(state, pieces);
    else if (!takes(state, '\\E')) readPiece(state, pieces);
  }
}

function readPiece(state: State, pieces: Piece[]): void {
  const atom = parseAtom(state);
  if (atom === 'nothing') return;
  skipFreeSpace(state);
  while (takes(state, '\\E')) skipFreeSpace(state);
  pieces.push(readRepeats(state, atom));
}

/** `\Q…\E`: every octet itself; a quantifier behind it is for the last. */
function readQuoted(state: State, pieces: Piece[]): void {
  while (state.at < state.pattern.length && !takes(state, '\\E')) {
    pieces.push(octetPiece(state.pattern.charCodeAt(state.at), state));
    state.at += 1;
  }
  const last = pieces.pop();
  if (last !== undefined) pieces.push(readRepeats(state, last));
}

const SPACE_OR_COMMENT = /(?:[ \t\n\v\f\r]|#[^\n]*)+/y;

/** Under `(?x)` white space and comments are nothing. */
function skipFreeSpace(state: State): void {
  if (state.flags.x) taken(state, SPACE_OR_COMMENT);
}
