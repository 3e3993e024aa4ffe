/** `$spool_space` and its kin: what is free in the folder of the spool or of the logs; -1 where nobody knows. */
import { statfsSync } from 'node:fs';

const KIB = 1024;

/** @returns undefined: it is no such variable, or the system does not say */
export function freeSpace(name: string, spoolDirectory: string, logFilePath: string | undefined): string | undefined {
  const [, where, what] = /^(spool|log)_(space|inodes)$/.exec(name) ?? [];
  const logs = /^\/[^:%]*(?=\/)/.exec(logFilePath ?? '')?.[0];
  const folder = where === 'spool' ? spoolDirectory : where === 'log' ? logs : undefined;
  if (folder === undefined) return undefined;
  try {
    const { bavail, bsize, ffree } = statfsSync(folder);
    return String(what === 'space' ? Math.floor((bavail * bsize) / KIB) : ffree);
  } catch {
    return undefined;
  }
}
