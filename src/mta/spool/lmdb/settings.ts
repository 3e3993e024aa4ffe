import type { Clock } from '../../../base/index.ts';

export interface LmdbSpoolSettings {
  /** `spool_directory`; the store is a folder in it, and both are made where they are not. */
  readonly directory: string;
  readonly clock?: Clock;
  /** Bodies up to this many octets are kept with their records. */
  readonly inlineOctets?: number;
  /** False: there must be a spool already (commands that only look). */
  readonly create?: boolean;
}

/** Larger ones are streamed to a file while they arrive (measured: up to here a record costs less than a file). */
export const INLINE_OCTETS = 128 * 1024;
