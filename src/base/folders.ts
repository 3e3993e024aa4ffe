/** Folders made with all that is missing on the way to them. */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A link on the way leads to what is not there. Node's own recursive mkdirSync (20.20) goes round for ever below one. */
export class DanglingLink extends Error {
  readonly code = 'DANGLING';

  constructor(path: string) {
    super(`${path} is a symbolic link to what is not there`);
  }
}

/**
 * @param mode  of those that are made
 * @returns the first that was made, the outermost; undefined where all was there
 * @throws as Node's functions do, with a `code`, and DanglingLink
 */
export function makeFolders(path: string, mode: number): string | undefined {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return undefined;
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) return undefined; // another process has made it meanwhile
    throw new DanglingLink(path);
  }
  const above = dirname(path);
  const first = above === path ? undefined : makeFolders(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause; // another process was quicker
  }
  return first ?? path;
}
