/** The drop folder is everybody's to write to: what stays there longer than a submission lasts goes, whatever it is. */
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { socketIn } from '../../submission/index.ts';

const HOUR_MS = 3600 * 1000;
/** A message that is being written changes, and a clock that is wrong by hours, or a day, takes nothing away. */
const KEPT_MS = 7 * 24 * HOUR_MS;

/**
 * A file, a link, a pipe, an empty folder: the drop folder is ours. One that is not empty stays its owner's.
 *
 * @returns whether it is gone by us
 */
export function takeAway(path: string): boolean {
  try {
    if (lstatSync(path).isDirectory()) rmdirSync(path);
    else unlinkSync(path);
    return true;
  } catch {
    return false; // its owner was faster, or it is not empty
  }
}

/** Looked for once an hour at most. */
export class Leftovers {
  private readonly folder: string;
  private lookedMs = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * By the time of change, which the system notes and nobody can choose. One after another: a hundred thousand hold nobody up.
   *
   * @returns how many have gone
   */
  async takeAwayOld(nowMs: number): Promise<number> {
    if (Math.abs(nowMs - this.lookedMs) < HOUR_MS) return 0;
    this.lookedMs = nowMs;
    let count = 0;
    for await (const { name } of await opendir(this.folder)) {
      const path = join(this.folder, name);
      const facts = await lstat(path).catch(() => undefined); // it may have been taken meanwhile
      const isOld = facts !== undefined && nowMs - facts.ctimeMs > KEPT_MS;
      if (isOld && name !== SOCKET && takeAway(path)) count += 1;
    }
    return count;
  }
}

const SOCKET = basename(socketIn(''));
