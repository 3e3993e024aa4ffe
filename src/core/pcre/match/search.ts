/**
 * A backtracking matcher for what the platform's regular expressions cannot say, or not within a bound: each place of the
 * subject is tried in turn, and steps are counted.
 */
import type { Tree } from '../syntax.ts';
import { compileAlternatives, type Groups } from './compile.ts';
import { CallLoop, type Match, OutOfSteps, type Try } from './state.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  /** The whole first; undefined: not set. */
  readonly captures: readonly (string | undefined)[];
}

/** `out-of-time`: nobody knows whether it matches, within the steps there are. */
export type Matcher = (subject: string, from: number) => Found | undefined | 'out-of-time';

export const createMatcher = (tree: Tree): Matcher => bounded(tree, search);

/** Matches at the place itself, and takes something. */
export const createTakingMatcher = (tree: Tree): Matcher => bounded(tree, takeAt);

type Way = (whole: Try, captures: number, subject: string, from: number) => Found | undefined;

function bounded({ alternatives, captures }: Tree, way: Way): Matcher {
  const groups: Groups = [];
  const whole = compileAlternatives(alternatives, groups);
  groups[0] = whole;
  return (subject, from) => {
    try {
      return way(whole, captures, subject, from);
    } catch (thrown) {
      if (thrown instanceof CallLoop) return undefined;
      // The stack is the other thing a hostile subject can use up.
      if (thrown instanceof OutOfSteps || thrown instanceof RangeError) return 'out-of-time';
      throw thrown;
    }
  };
}

const begin = (captures: number, subject: string, from: number): Match => ({
  subject,
  from,
  starts: new Int32Array(captures + 1).fill(-1),
  ends: new Int32Array(captures + 1).fill(-1),
  keptFrom: -1,
  steps: 0,
  calls: new Set(),
});

function takeAt(whole: Try, captures: number, subject: string, from: number): Found | undefined {
  const match = begin(captures, subject, from);
  const end = whole(match, from, (at) => (at > Math.max(from, match.keptFrom) ? at : -1));
  return end < 0 ? undefined : foundAt(match, from, end);
}

function search(whole: Try, captures: number, subject: string, from: number): Found | undefined {
  const match = begin(captures, subject, from);
  for (let start = from; start <= subject.length; start += 1) {
    match.keptFrom = -1;
    const end = whole(match, start, (at) => at);
    if (end >= 0) return foundAt(match, start, end);
  }
  return undefined;
}

function foundAt({ subject, starts, ends, keptFrom }: Match, matched: number, end: number): Found {
  const start = keptFrom >= 0 ? keptFrom : matched;
  const captures = Array.from(starts, (from, index) => (from >= 0 ? subject.slice(from, ends[index]) : undefined));
  captures[0] = subject.slice(start, end);
  return { start, end, captures };
}
