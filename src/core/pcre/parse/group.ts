/** Parentheses: captures, groups, assertions, flags, conditionals, comments. The cursor stands behind the `(`. */
import { syntaxError, unsupported } from '../errors.ts';
import type { Group, GroupKind, Piece, Sequence } from '../syntax.ts';
import { lookBehind } from './behind.ts';
import { parseConditional } from './conditional.ts';
import { callOf, referenceByName } from './reference.ts';
import { type Flags, Refusal, refuse, type State, taken, takes } from './state.ts';

export function parseGroup(state: State): Piece | 'nothing' {
  if (takes(state, '*')) return parseVerb(state);
  if (takes(state, '?')) return parseSpecial(state);
  return state.flags.n ? inside(state, 'plain') : capture(state);
}

export function close(state: State): void {
  if (!takes(state, ')')) refuse('missing closing parenthesis', state.at);
}

export function inside(state: State, group: GroupKind): Group {
  const alternatives = state.parse(state);
  close(state);
  return { kind: 'group', group, alternatives };
}

function capture(state: State, name?: string): Group {
  state.captures += 1;
  const number = state.captures;
  if (name !== undefined) state.names.set(name, [...(state.names.get(name) ?? []), number]);
  return { ...inside(state, 'plain'), capture: number };
}

const LOOKS: readonly (readonly [string, GroupKind])[] = [
  [':', 'plain'],
  ['>', 'atomic'],
  ['=', 'ahead'],
  ['!', 'not-ahead'],
  ['<=', 'behind'],
  ['<!', 'not-behind'],
];

/** Behind `(?`. */
function parseSpecial(state: State): Piece | 'nothing' {
  const start = state.at - 2;
  for (const [mark, group] of LOOKS) {
    if (!takes(state, mark)) continue;
    const isLook = group !== 'plain' && group !== 'atomic';
    if (isLook) state.looks += 1;
    const found = inside(state, group);
    if (isLook) state.looks -= 1;
    return group === 'behind' || group === 'not-behind' ? lookBehind(found, start) : found;
  }
  if (takes(state, '#')) return comment(state);
  if (taken(state, CALLOUT) !== undefined) return 'nothing';
  if (takes(state, '|')) return branchReset(state);
  if (takes(state, '(')) return parseConditional(state, start, () => parseSpecial(state));
  return named(state) ?? call(state) ?? parseFlags(state);
}

/** A callout calls nobody here. */
const CALLOUT = /C\d*\)/y;

function comment(state: State): 'nothing' {
  const end = state.pattern.indexOf(')', state.at);
  if (end < 0) refuse('missing ) after (?# comment', state.pattern.length);
  state.at = end + 1;
  return 'nothing';
}

/** `(?|a(b)|c(d))`: the alternatives number their groups alike. */
function branchReset(state: State): Piece {
  const { flags, captures: before } = state;
  const alternatives: Sequence[] = [];
  let most = before;
  do {
    state.captures = before;
    alternatives.push(state.parseOne(state));
    most = Math.max(most, state.captures);
  } while (takes(state, '|'));
  state.captures = most;
  state.flags = flags;
  close(state);
  return { kind: 'group', group: 'plain', alternatives };
}

const NAME = /(?:P?<|')/y;
const NAME_REST = /([A-Za-z_]\w*)([>'])/y;

/** `(?<name>…)`, `(?P<name>…)`, `(?'name'…)` */
function named(state: State): Piece | undefined {
  const opening = taken(state, NAME);
  if (opening === undefined) return undefined;
  if (/\d/.test(state.pattern[state.at] ?? '')) refuse('subpattern name must start with a non-digit', state.at);
  const start = state.at;
  const rest = taken(state, NAME_REST);
  if (rest === undefined || (rest[2] === "'") !== (opening[0] === "'")) {
    const word = /\w*/y;
    word.lastIndex = start;
    refuse('syntax error in subpattern name (missing terminator?)', start + word.exec(state.pattern)![0].length);
  }
  const name = rest![1]!;
  if (state.names.has(name) && !state.flags.J) {
    refuse('two named subpatterns have the same name (PCRE2_DUPNAMES not set)', state.at);
  }
  return capture(state, name);
}

const CALL = /(R|[+-]?\d+)\)/y;
const CALL_BY_NAME = /(?:&|P>)(\w+)\)/y;
const REFERENCE_BY_NAME = /P=(\w+)\)/y;

function call(state: State): Piece | undefined {
  const byNumber = taken(state, CALL);
  if (byNumber !== undefined) return callOf(state, byNumber[1] === 'R' ? '0' : byNumber[1]!, state.at - 1);
  const byName = taken(state, CALL_BY_NAME);
  if (byName !== undefined) return callOf(state, byName[1]!, state.at - 1 - byName[1]!.length);
  const reference = taken(state, REFERENCE_BY_NAME);
  return reference && referenceByName(state, reference[1]!, state.at - 1 - reference[1]!.length);
}

const FLAGS = /(\^?)([imsxnJ]*)(-?)([imsxnJ]*)/y;

/** `(?i)` to the end of the group, `(?i:…)` for a group of its own. */
function parseFlags(state: State): Piece | 'nothing' {
  const [, reset, on = '', , off = ''] = taken(state, FLAGS)!;
  const before = state.flags;
  const base = reset === '^' ? { ...before, i: false, m: false, s: false, x: false, n: false } : before;
  const flags = withFlags(withFlags(base, on, true), off, false);
  if (takes(state, ')')) {
    state.flags = flags;
    return 'nothing';
  }
  if (!takes(state, ':')) refuseFlag(state);
  state.flags = flags;
  const group = inside(state, 'plain');
  state.flags = before;
  return group;
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return { ...flags, ...Object.fromEntries([...letters].map((letter) => [letter, value])) };
}

function refuseFlag(state: State): never {
  if (state.at >= state.pattern.length) refuse('missing closing parenthesis', state.at);
  if (takes(state, 'P')) {
    refuse(
      state.at >= state.pattern.length ? 'missing closing parenthesis' : 'unrecognized character after (?P',
      state.at,
    );
  }
  return refuse('unrecognized character after (? or (?-', state.at);
}

const VERB = /(F|FAIL)\)/y;
const VERB_NAME = /\w*/y;

/** `(*FAIL)`; what else steers the matcher is refused by name. */
function parseVerb(state: State): Piece {
  if (taken(state, VERB) !== undefined) return { kind: 'fail' };
  const name = taken(state, VERB_NAME)![0];
  if (KNOWN_VERBS.has(name)) throw new Refusal(unsupported(`(*${name})`, state.at));
  throw new Refusal(syntaxError('(*VERB) not recognized or malformed', state.at));
}

const KNOWN_VERBS = new Set([
  'ACCEPT',
  'COMMIT',
  'MARK',
  'PRUNE',
  'SKIP',
  'THEN',
  'UTF',
  'UCP',
  'CR',
  'LF',
  'CRLF',
  'ANY',
]);
