/** What a benchmark is and what it tells. */

/** One printed figure. A ratio is against a peer that ran in the same minute, in turns with ours. */
export interface Figure {
  /** What was measured, e.g. `P-256, RRset of 3 AAAA`. */
  readonly name: string;
  readonly ours: number;
  /** `1/s`, `ms`, `%`. */
  readonly unit: string;
  readonly peer?: { readonly name: string; readonly value: number };
  /** ours ÷ peer, or the bare value where there is no peer, compared with what we aim for. */
  readonly aim?: { readonly value: number; readonly better: 'higher' | 'lower' };
  readonly note?: string;
}

export interface Bench {
  readonly name: string;
  /** One line: what it answers. */
  readonly asks: string;
  /** Rejects when it could not measure; a figure that misses its aim is no error. */
  run(quick: boolean): Promise<readonly Figure[]>;
}
