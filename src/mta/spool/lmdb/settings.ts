import type { Clock } from '../../../base/index.ts';

export interface LmdbSpoolSettings {
  /** `spool_directory`; the store is a folder in it, and both are made where they are not. */
  readonly directory: string;
  readonly clock?: Clock;
  /** Bodies up to this many octets are kept with their records. */
  readonly inlineOctets?: number;
  /** Of a file that messages land in; default 0: there are none, and each goes into the database at once, as is best for a few. */
  readonly trayOctets?: number;
  /** Waits for the first of them; else it is made when the first message comes, which goes without. */
  readonly trayAtOnce?: boolean;
  /** False: there must be a spool already (commands that only look). */
  readonly create?: boolean;
}

/** Larger ones are streamed to a file while they arrive (measured: up to here a record costs less than a file). */
export const INLINE_OCTETS = 128 * 1024;

export const TRAY_OCTETS = 32 * 1024 * 1024;
