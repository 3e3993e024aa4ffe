/** A pattern as a tree. Subjects are octet strings, so a set of characters is a set of 256 octets. */

/** Which octets: 1 at their index. */
export type OctetSet = Uint8Array;

export type Piece =
  | { readonly kind: 'octets'; readonly octets: OctetSet }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | Group
  | Repeat
  /** Several numbers where names are given twice: the first that is set counts. */
  | { readonly kind: 'reference'; readonly captures: readonly number[]; readonly caseless: boolean }
  | { readonly kind: 'call'; readonly capture: number }
  | { readonly kind: 'conditional'; readonly test: Test; readonly yes: Sequence; readonly no: Sequence }
  /** `\R`: any line end, CRLF as one. */
  | { readonly kind: 'line-end' }
  /** `\K`: what was matched so far does not count. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'fail' };

export type Sequence = readonly Piece[];
export type Alternatives = readonly Sequence[];

export interface Group {
  readonly kind: 'group';
  readonly group: GroupKind;
  /** The number of what it captures. */
  readonly capture?: number;
  readonly alternatives: Alternatives;
}

export interface Repeat {
  readonly kind: 'repeat';
  readonly piece: Piece;
  readonly min: number;
  /** Infinity where there is no upper limit. */
  readonly max: number;
  readonly manner: Manner;
}

/** `line-…` is `^` and `$` under `(?m)`; `end` is `$`: the end, or before a newline there; `very-end` is `\z`. */
export type Anchor = 'start' | 'end' | 'very-end' | 'line-start' | 'line-end' | 'boundary' | 'no-boundary' | 'from';

export type GroupKind = 'plain' | 'atomic' | 'ahead' | 'not-ahead' | 'behind' | 'not-behind';

export type Manner = 'greedy' | 'lazy' | 'possessive';

export type Test =
  | { readonly kind: 'capture'; readonly capture: number }
  | { readonly kind: 'look'; readonly look: Group }
  | { readonly kind: 'never' };

export interface Tree {
  readonly alternatives: Alternatives;
  readonly captures: number;
  /** A name and its numbers: one, unless `(?J)` or `(?|` allow more. */
  readonly names: ReadonlyMap<string, readonly number[]>;
}
