/** The state of one expansion: what `$1`, `$value` and `$item` are just now. */
import type { ExpansionHost } from './host.ts';
import type { Later, Outcome, Text } from './outcome.ts';
import { EMPTY } from './outcome.ts';

export interface Run {
  readonly host: ExpansionHost;
  /** `$0`, `$1`, … of the last successful match. */
  captures: readonly Text[];
  value: Text;
  item: Text;
  /** `$runrc`: the status of the last `${run`. */
  runStatus: number;
  /** What `prvscheck` found. */
  prvs: { readonly address?: string; readonly key?: string; readonly result: string };
  /** `$srs_recipient`, as `inbound_srs` found it. */
  srsRecipient: Text;
  /** Expands a text once more (`${expand:`): given from above, since only there strings are parsed. */
  readonly again: (run: Run, text: Text) => Later<Outcome>;
  /** Told of each part and what it came to, for `--explain`. */
  readonly observe: ((part: object, outcome: Outcome) => void) | undefined;
}

const NO_PRVS = { result: '' };

const NO_CAPTURES: readonly Text[] = [];

export const createRun = (host: ExpansionHost, again: Run['again'], observe?: Run['observe']): Run => ({
  host,
  captures: host.captures?.() ?? NO_CAPTURES,
  value: EMPTY,
  item: EMPTY,
  runStatus: host.lastRun?.status ?? 0,
  prvs: host.lastCheck ?? NO_PRVS,
  srsRecipient: host.lastSrs?.recipient ?? EMPTY,
  again,
  observe,
});
