/** Where submissions are dropped, and the socket that wakes the server. */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A name nobody guesses: the folder cannot be listed by callers, so the name is what keeps a message private. */
export const DROP_NAME = /^[0-9a-f]{32}$/;

export const socketIn = (folder: string): string => join(folder, 'submit.socket');

/**
 * The outermost folder on the way to it that lets in nobody but its owner and his group, as Debian's `/var/spool/exim4` does:
 * other users of this host cannot leave a message then. Undefined: the way is open, or ends before.
 */
export const closedOnTheWay = (folder: string): string | undefined =>
  above(folder).find((path) => {
    const facts = statSync(path, { throwIfNoEntry: false });
    return facts !== undefined && (facts.mode & SEARCH_BY_OTHERS) === 0;
  });

const SEARCH_BY_OTHERS = 0o001;

/** From the root down. */
function above(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...above(parent), parent];
}
