/** An output format: one file a row. To add one, copy jsonl.ts, the smallest, and name it in names.ts and registry.ts. */
import type { Outcome } from '../command/envelope.ts';
import type { FailOn } from '../command/exit.ts';
import type { Gauges, Paint, Parts, Verbosity, View } from '../types.ts';

export interface RenderOptions {
  readonly view: View<unknown>;
  readonly gauges?: Gauges<unknown>;
  readonly parts?: Parts<unknown>;
  readonly paint: Paint;
  readonly verbosity: Verbosity;
  readonly ascii: boolean;
  readonly failOn: FailOn;
}

export interface Format {
  /** All that is shown for these outcomes, the final line end included. */
  render(outcomes: readonly Outcome[], options: RenderOptions): string;
}
