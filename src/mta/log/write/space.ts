/** Room for logs, for `check_log_space` and `check_log_inodes`: asked of the file system at most once a second. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../../base/index.ts';

export interface LogSpace {
  readonly freeOctets: number;
  readonly freeInodes: number;
}

/** Undefined where it cannot be found out: there is no folder yet, or the file system does not say. At once where it is known. */
export type LogGauge = () => LogSpace | undefined | Promise<LogSpace | undefined>;

const KNOWN_FOR_MS = 1_000;

export function createLogGauge(file: () => string, clock: Clock): LogGauge {
  let known: ReturnType<LogGauge>;
  let untilMs = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonicMs();
    if (now >= untilMs) {
      untilMs = now + KNOWN_FOR_MS;
      const asked = freeBeside(file());
      known = asked;
      void asked.then((space) => {
        if (known === asked) known = space;
      });
    }
    return known;
  };
}

async function freeBeside(file: string): Promise<LogSpace | undefined> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(dirname(file));
    // a file system without inodes to count says that it has none at all
    return { freeOctets: bavail * bsize, freeInodes: files === 0 ? Number.POSITIVE_INFINITY : ffree };
  } catch {
    return undefined;
  }
}
