/** What is free in the folder of the spool or of the logs, and `$spool_space` and its kin, which tell of it. */
import { statfsSync } from 'node:fs';

const KIB = 1024;

/** Where they stand, as options say it. */
export interface Folders {
  readonly spoolDirectory: string;
  readonly logFilePath?: string | undefined;
}

export interface FreeSpace {
  readonly freeOctets: number;
  readonly freeInodes: number;
}

/** @returns undefined: there is no such folder, or the system does not say */
export function freeSpace(where: 'spool' | 'log', { spoolDirectory, logFilePath }: Folders): FreeSpace | undefined {
  const folder = where === 'spool' ? spoolDirectory : /^\/[^:%]*(?=\/)/.exec(logFilePath ?? '')?.[0];
  if (folder === undefined) return undefined;
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    // A file system that counts no inodes says that it has none at all.
    return { freeOctets: bavail * bsize, freeInodes: files === 0 ? Number.POSITIVE_INFINITY : ffree };
  } catch {
    return undefined;
  }
}

/** @returns undefined: it is no such variable, or nobody knows */
export function freeSpaceVariable(name: string, folders: Folders): string | undefined {
  const [, where, what] = /^(spool|log)_(space|inodes)$/.exec(name) ?? [];
  const free = where === undefined ? undefined : freeSpace(where as 'spool' | 'log', folders);
  if (free === undefined) return undefined;
  if (what === 'space') return String(Math.floor(free.freeOctets / KIB));
  return free.freeInodes === Number.POSITIVE_INFINITY ? '0' : String(free.freeInodes);
}
