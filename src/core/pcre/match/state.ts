/** One search, and the shape of what tries to match. */

export interface Match {
  readonly subject: string;
  /** Where the search began: `\G`. */
  readonly from: number;
  /** Start and end of each capture; -1: not set. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Where `\K` stood last; -1: nowhere. */
  keptFrom: number;
  steps: number;
  /** Calls under way, group and place in one number: one that calls itself without moving would never end. */
  readonly calls: Set<number>;
}

/** Goes on behind `at`; answers where the whole match ends, or -1. */
export type Next = (at: number) => number;

/** Tries to match at a place, in one way after the other, until what follows matches too. */
export type Try = (match: Match, at: number, next: Next) => number;

/** As many tries as PCRE2's own match limit: a hostile subject ends the match instead of stalling the server. */
export const MAX_STEPS = 10_000_000;

/** Thrown within this module and caught by `search`. */
export class OutOfSteps extends Error {}

/** A group that calls itself where it stands: PCRE2 gives the whole match up, and so there is none. */
export class CallLoop extends Error {}

export function countStep(match: Match): void {
  match.steps += 1;
  if (match.steps > MAX_STEPS) throw new OutOfSteps();
}
