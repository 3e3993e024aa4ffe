/** Where the reading of a pattern stands, and what holds there. */
import { type PatternError, syntaxError } from '../errors.ts';
import type { Alternatives, Sequence } from '../syntax.ts';

export interface State {
  readonly pattern: string;
  at: number;
  flags: Flags;
  captures: number;
  depth: number;
  /** Assertions around this place: `\K` has no business in one. */
  looks: number;
  readonly names: Map<string, number[]>;
  /** References and calls, checked when all groups are known. */
  readonly checks: (() => PatternError | undefined)[];
  /** Numbers that relative references and calls before their group mean are known late. */
  readonly late: (() => void)[];
  /** Reads alternatives up to a `)` or the end: the grammar is recursive, its files are not. */
  readonly parse: (state: State) => Alternatives;
  /** One alternative, up to a `|`. */
  readonly parseOne: (state: State) => Sequence;
}

/** `(?imsxnJ)` */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly n: boolean;
  readonly J: boolean;
}

export const NO_FLAGS: Flags = { i: false, m: false, s: false, x: false, n: false, J: false };

/** Thrown within this module and caught by `parsePattern`: a pattern is wrong at one place, many calls down. */
export class Refusal extends Error {
  readonly error: PatternError;

  constructor(error: PatternError) {
    super(error.message);
    this.error = error;
  }
}

export function refuse(message: string, offset: number): never {
  throw new Refusal(syntaxError(message, offset));
}

export const charAt = ({ pattern, at }: State): string => pattern.charAt(at);

/** Takes `text` where it comes next. */
export function takes(state: State, text: string): boolean {
  if (!state.pattern.startsWith(text, state.at)) return false;
  state.at += text.length;
  return true;
}

/** Takes what `pattern`, a sticky one, matches here. */
export function taken(state: State, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = state.at;
  const found = pattern.exec(state.pattern);
  if (found === null) return undefined;
  state.at = pattern.lastIndex;
  return found;
}
