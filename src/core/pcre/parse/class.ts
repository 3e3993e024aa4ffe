/** Character classes: `[…]`. */
import { ESCAPED_SETS, eitherCase, octetSet, opposite, POSIX_SETS } from '../octets.ts';
import type { OctetSet } from '../syntax.ts';
import { readEscapedOctet, readProperty } from './escape.ts';
import { charAt, refuse, type State, taken, takes } from './state.ts';

type Member = { readonly octet: number } | { readonly octets: OctetSet };

/** The cursor stands behind the `[`. */
export function parseClass(state: State): OctetSet {
  const negated = takes(state, '^');
  const members = new Uint8Array(256);
  for (let first = true; ; first = false) {
    if (state.at >= state.pattern.length) refuse('missing terminating ] for character class', state.at);
    if (takes(state, '\\E')) continue;
    if (takes(state, '\\Q')) readQuoted(state, members);
    else if (!first && takes(state, ']')) break;
    else readMember(state, members);
  }
  const all = state.flags.i ? eitherCase(members) : members;
  return negated ? opposite(all) : all;
}

/** `\Q…\E` in a class: octets as they are. */
function readQuoted(state: State, members: OctetSet): void {
  while (state.at < state.pattern.length && !takes(state, '\\E')) {
    members[state.pattern.charCodeAt(state.at)] = 1;
    state.at += 1;
  }
}

function readMember(state: State, members: OctetSet): void {
  const low = readOne(state);
  const isRange = charAt(state) === '-' && state.pattern[state.at + 1] !== ']' && state.at + 1 < state.pattern.length;
  if (!isRange) {
    add(members, low);
    return;
  }
  if (!('octet' in low)) refuse('invalid range in character class', state.at);
  state.at += 1;
  const start = state.at;
  const high = readOne(state);
  if (!('octet' in high))
    refuse('invalid range in character class', state.pattern[start] === '[' ? start + 1 : state.at);
  if (high.octet < low.octet) refuse('range out of order in character class', state.at - 1);
  add(members, { octets: octetSet((octet) => octet >= low.octet && octet <= high.octet) });
}

function add(members: OctetSet, member: Member): void {
  if ('octet' in member) members[member.octet] = 1;
  else for (let octet = 0; octet < 256; octet += 1) members[octet]! |= member.octets[octet]!;
}

function readOne(state: State): Member {
  const posix = readPosix(state);
  if (posix !== undefined) return { octets: posix };
  if (!takes(state, '\\')) {
    const octet = state.pattern.charCodeAt(state.at);
    state.at += 1;
    return { octet };
  }
  const letter = charAt(state);
  if (letter === '') refuse('\\ at end of pattern', state.at);
  const set = ESCAPED_SETS[letter];
  if (set !== undefined && letter !== 'N') {
    state.at += 1;
    return { octets: set };
  }
  if (letter === 'p' || letter === 'P') return { octets: readProperty(state) };
  if (takes(state, 'b')) return { octet: 8 };
  if ('BNRX'.includes(letter)) refuse('escape sequence is invalid in character class', state.at + 1);
  return { octet: readEscapedOctet(state) };
}

const POSIX = /\[:(\^?)([a-z]*):\]/y;
const COLLATING = /\[([.=])[^\]]*?\1\]/y;

function readPosix(state: State): OctetSet | undefined {
  const start = state.at;
  const found = taken(state, POSIX);
  if (found !== undefined) {
    const set = POSIX_SETS[found[2]!];
    if (set === undefined) refuse('unknown POSIX class name', start + 2);
    const cased = state.flags.i && (found[2] === 'lower' || found[2] === 'upper') ? POSIX_SETS.alpha! : set;
    return found[1] === '^' ? opposite(cased) : cased;
  }
  if (taken(state, COLLATING) !== undefined) refuse('POSIX collating elements are not supported', start);
  return undefined;
}
