/** What a quantifier may follow: an octet, a set, a group, a reference, an assertion. */
import { syntaxError } from '../errors.ts';
import { ESCAPED_SETS, EVERY_OCTET, eitherCase, NOT_NEWLINE, octetSet } from '../octets.ts';
import type { Anchor, Piece } from '../syntax.ts';
import { parseClass } from './class.ts';
import { readEscapedOctet, readProperty } from './escape.ts';
import { parseGroup } from './group.ts';
import { parseReference } from './reference.ts';
import { refuseQuantifier } from './repeat.ts';
import { charAt, refuse, type State, taken, takes } from './state.ts';

export function octetPiece(octet: number, { flags }: State): Piece {
  const only = octetSet((code) => code === octet);
  return { kind: 'octets', octets: flags.i ? eitherCase(only) : only };
}

/** `nothing`: flags or a comment, which match nothing and cannot be repeated. */
export function parseAtom(state: State): Piece | 'nothing' {
  refuseQuantifier(state);
  if (takes(state, '(')) return parseGroup(state);
  if (takes(state, '\\')) return parseEscape(state);
  if (takes(state, '.')) return { kind: 'octets', octets: state.flags.s ? EVERY_OCTET : NOT_NEWLINE };
  if (takes(state, '^')) return anchor(state.flags.m ? 'line-start' : 'start');
  if (takes(state, '$')) return anchor(state.flags.m ? 'line-end' : 'end');
  if (charAt(state) === '[') return parseBracket(state);
  const octet = state.pattern.charCodeAt(state.at);
  state.at += 1;
  return octetPiece(octet, state);
}

const anchor = (name: Anchor): Piece => ({ kind: 'anchor', anchor: name });

const OUTSIDE_CLASS = /\[:\^?[a-z]*:\]/y;

function parseBracket(state: State): Piece {
  const start = state.at;
  if (taken(state, OUTSIDE_CLASS) !== undefined) refuse('POSIX named classes are supported only within a class', start);
  state.at += 1;
  return { kind: 'octets', octets: parseClass(state) };
}

const ANCHORS: Readonly<Record<string, Anchor>> = {
  A: 'start',
  b: 'boundary',
  B: 'no-boundary',
  G: 'from',
  Z: 'end',
  z: 'very-end',
};

/** The cursor stands behind the backslash. */
function parseEscape(state: State): Piece {
  const letter = charAt(state);
  if (letter === '') refuse('\\ at end of pattern', state.at);
  if (letter === 'K' && state.looks > 0) refuseKeep(state);
  const known = knownEscape(letter);
  if (known !== undefined) {
    state.at += 1;
    return known;
  }
  if (letter === 'p' || letter === 'P') return { kind: 'octets', octets: readProperty(state) };
  return parseReference(state) ?? octetPiece(readEscapedOctet(state), state);
}

/** Said when the whole pattern is read: another mistake in it comes first. */
function refuseKeep(state: State): void {
  const error = syntaxError(
    '\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)',
    state.pattern.length,
  );
  state.checks.push(() => error);
}

const octet = (code: number): Piece => ({ kind: 'octets', octets: octetSet((other) => other === code) });

/** `\X`: what a reader takes for one character; among octets, CRLF is the only one that is two. */
const EXTENDED: Piece = {
  kind: 'group',
  group: 'atomic',
  alternatives: [[octet(13), octet(10)], [{ kind: 'octets', octets: EVERY_OCTET }]],
};

function knownEscape(letter: string): Piece | undefined {
  const octets = letter === 'C' ? EVERY_OCTET : ESCAPED_SETS[letter];
  if (octets !== undefined) return { kind: 'octets', octets };
  const name = ANCHORS[letter];
  if (name !== undefined) return anchor(name);
  if (letter === 'K') return { kind: 'keep' };
  if (letter === 'X') return EXTENDED;
  return letter === 'R' ? { kind: 'line-end' } : undefined;
}
