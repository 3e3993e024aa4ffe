/** A pattern's tree as functions that try to match. */
import { otherCase } from '../octets.ts';
import { fixedLength } from '../parse/behind.ts';
import type { Alternatives, Group, OctetSet, Piece, Sequence, Test } from '../syntax.ts';
import { holds } from './anchors.ts';
import { atomic, repeatOctets, repeatTry, restore } from './repeat.ts';
import { CallLoop, countStep, type Match, type Next, type Try } from './state.ts';

/** Groups by their number, for calls; filled while they are compiled. */
export type Groups = (Try | undefined)[];

export function compileAlternatives(alternatives: Alternatives, groups: Groups): Try {
  const ways = alternatives.map((sequence) => compileSequence(sequence, groups));
  if (ways.length === 1) return ways[0]!;
  return (match, at, next) => {
    countStep(match);
    for (const way of ways) {
      const end = way(match, at, next);
      if (end >= 0) return end;
    }
    return -1;
  };
}

function compileSequence(sequence: Sequence, groups: Groups): Try {
  const tries = sequence.map((piece) => compilePiece(piece, groups));
  if (tries.length === 0) return (_, at, next) => next(at);
  return tries.reduceRight((rest, first) => (match, at, next) => first(match, at, (then) => rest(match, then, next)));
}

function compilePiece(piece: Piece, groups: Groups): Try {
  switch (piece.kind) {
    case 'octets':
      return tryOctet(piece.octets);
    case 'anchor':
      return (match, at, next) => (holds(piece.anchor, match, at) ? next(at) : -1);
    case 'group':
      return compileGroup(piece, groups);
    case 'repeat':
      return piece.piece.kind === 'octets'
        ? repeatOctets(piece.piece.octets, piece)
        : repeatTry(compilePiece(piece.piece, groups), piece);
    case 'reference':
      return tryReference(piece.captures, piece.caseless);
    case 'call':
      return (match, at, next) => callGroup(groups, piece.capture, match, at, next);
    case 'conditional':
      return compileConditional(piece, groups);
    case 'line-end':
      return tryLineEnd;
    case 'keep':
      return tryKeep;
    default:
      return () => -1;
  }
}

const tryOctet =
  (octets: OctetSet): Try =>
  (match, at, next) =>
    octets[match.subject.charCodeAt(at)] === 1 ? next(at + 1) : -1;

function compileGroup(group: Group, groups: Groups): Try {
  const body = compileAlternatives(group.alternatives, groups);
  if (group.group === 'plain') return group.capture === undefined ? body : capturing(group.capture, body, groups);
  if (group.group === 'atomic') return atomic(body);
  if (group.group === 'ahead') return lookAhead(body);
  if (group.group === 'not-ahead') return not(lookAhead(body));
  const behind = lookBehind(group.alternatives, groups);
  return group.group === 'behind' ? behind : not(behind);
}

function capturing(capture: number, body: Try, groups: Groups): Try {
  const group: Try = (match, at, next) => {
    const start = match.starts[capture]!;
    const end = match.ends[capture]!;
    const result = body(match, at, (then) => {
      const before = [match.starts[capture]!, match.ends[capture]!] as const;
      match.starts[capture] = at;
      match.ends[capture] = then;
      const rest = next(then);
      if (rest < 0) [match.starts[capture], match.ends[capture]] = before;
      return rest;
    });
    if (result < 0) {
      match.starts[capture] = start;
      match.ends[capture] = end;
    }
    return result;
  };
  groups[capture] = group;
  return group;
}

const here: Next = (at) => at;

/** Captures made inside stay; places do not move. */
const lookAhead =
  (body: Try): Try =>
  (match, at, next) => {
    const starts = match.starts.slice();
    const ends = match.ends.slice();
    const result = body(match, at, here) < 0 ? -1 : next(at);
    if (result < 0) restore(match, starts, ends);
    return result;
  };

/** Captures made inside are gone. */
const not =
  (look: Try): Try =>
  (match, at, next) => {
    const starts = match.starts.slice();
    const ends = match.ends.slice();
    const result = look(match, at, here);
    restore(match, starts, ends);
    return result < 0 ? next(at) : -1;
  };

/** Each alternative is tried from where, by its length, it has to begin. */
function lookBehind(alternatives: Alternatives, groups: Groups): Try {
  const ways = alternatives.map((sequence) => ({
    length: fixedLength(sequence)!,
    body: compileSequence(sequence, groups),
  }));
  return (match, at, next) => {
    for (const { length, body } of ways) {
      if (length > at) continue;
      const end = body(match, at - length, (then) => (then === at ? at : -1));
      if (end >= 0) return next(at);
    }
    return -1;
  };
}

/** What a call captures is given back when it returns (pcre2pattern, "Recursive patterns"). */
function callGroup(groups: Groups, capture: number, match: Match, at: number, next: Next): number {
  countStep(match);
  const key = at * groups.length + capture;
  if (match.calls.has(key)) throw new CallLoop();
  match.calls.add(key);
  const starts = match.starts.slice();
  const ends = match.ends.slice();
  const result = groups[capture]!(match, at, (then) => {
    match.calls.delete(key);
    const inner = { starts: match.starts.slice(), ends: match.ends.slice() };
    restore(match, starts, ends);
    const rest = next(then);
    if (rest >= 0) return rest;
    restore(match, inner.starts, inner.ends);
    match.calls.add(key);
    return -1;
  });
  match.calls.delete(key);
  return result;
}

/** A reference to what is not set matches nothing at all. */
function tryReference(captures: readonly number[], caseless: boolean): Try {
  return (match, at, next) => {
    const capture = captures.find((number) => match.starts[number]! >= 0);
    if (capture === undefined) return -1;
    const text = match.subject.slice(match.starts[capture], match.ends[capture]);
    return isSame(text, match.subject.slice(at, at + text.length), caseless) ? next(at + text.length) : -1;
  };
}

function isSame(first: string, second: string, caseless: boolean): boolean {
  if (first === second || !caseless) return first === second;
  if (first.length !== second.length) return false;
  for (let at = 0; at < first.length; at += 1) {
    const octet = first.charCodeAt(at);
    const other = second.charCodeAt(at);
    if (octet !== other && otherCase(octet) !== other) return false;
  }
  return true;
}

function compileConditional({ test, yes, no }: Piece & { kind: 'conditional' }, groups: Groups): Try {
  const decide = compileTest(test, groups);
  const taken = compileSequence(yes, groups);
  const other = compileSequence(no, groups);
  return (match, at, next) => (decide(match, at) ? taken : other)(match, at, next);
}

function compileTest(test: Test, groups: Groups): (match: Match, at: number) => boolean {
  if (test.kind === 'never') return () => false;
  if (test.kind === 'capture') return ({ starts }) => starts[test.capture]! >= 0;
  const look = compileGroup(test.look, groups);
  return (match, at) => look(match, at, here) >= 0;
}

const LINE_ENDS = /\r\n|[\n-\r\x85]/y;

const tryLineEnd: Try = (match, at, next) => {
  LINE_ENDS.lastIndex = at;
  return LINE_ENDS.test(match.subject) ? next(LINE_ENDS.lastIndex) : -1;
};

const tryKeep: Try = (match, at, next) => {
  const before = match.keptFrom;
  match.keptFrom = at;
  const result = next(at);
  if (result < 0) match.keptFrom = before;
  return result;
};
