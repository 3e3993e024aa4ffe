import type { Place } from '../place.ts';
import type { Slip } from './frame.ts';

/** A message that has landed. */
export interface Landed {
  readonly slip: Slip;
  readonly queue: Buffer;
  /** The mark of the tray as it landed there, in hex. */
  readonly use: string;
  readonly place: Place;
  /** Since when it has lain there, by the monotonic clock. */
  readonly sinceMs: number;
  /** Where its frame ends. */
  readonly to: number;
  /** What is to become of it as it is filed, where that is not what its slip says. */
  fate?: Fate;
  /** What became of it when it was filed by us. */
  filedAs?: Fate | undefined;
}

/** It goes, and leaves no rows; or it is claimed. */
export type Fate = 'gone' | NonNullable<Slip['claim']>;

/**
 * Up to the last that something is to become of, or that has lain there since then: a tray is filed without gaps.
 *
 * @param landed  in their order
 */
export const throughLastDue = (landed: readonly Landed[], sinceMs: number): readonly Landed[] =>
  landed.slice(0, landed.findLastIndex((one) => one.fate !== undefined || one.sinceMs <= sinceMs) + 1);
