/** Folders that the daemon writes to: made where they are missing, for who is going to write. */
import { accessSync, chmodSync, chownSync, constants, mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Account } from './privileges.ts';

/**
 * Why it cannot be written to, as the end of a sentence; made where it is missing.
 *
 * @param account  who is going to write; undefined: we ourselves
 */
export function unusable(path: string, account: Account | undefined, mode = 0o750): string | undefined {
  try {
    const first = mkdirSync(path, { recursive: true, mode });
    if (account !== undefined && first !== undefined) giveAway(path, first, account);
    const facts = statSync(path);
    if (!facts.isDirectory()) return REASONS.ENOTDIR;
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK); // to root it tells a disk that is read-only
    if (account !== undefined && !mayWrite(facts, account)) return `may not be written to by ${account.user}`;
    return undefined;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    return REASONS[code] ?? `cannot be used: ${code}`;
  }
}

/** Everybody may leave files there, nobody may list them or take away another's: mode 1733. */
export function unusableDrop(path: string, account: Account | undefined): string | undefined {
  const why = unusable(path, account, 0o711);
  if (why !== undefined) return why;
  try {
    chmodSync(path, 0o1733);
    return undefined;
  } catch (cause) {
    return REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be opened to callers';
  }
}

/** Everything that was made on the way to it, from the innermost on. */
function giveAway(path: string, first: string, { uid, gid }: Account): void {
  for (let at = path; ; at = dirname(at)) {
    chownSync(at, uid, gid);
    if (at === first || at === dirname(at)) return;
  }
}

/** By the first class that fits, as the system has it. */
function mayWrite({ uid, gid, mode }: Stats, account: Account): boolean {
  const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
  return (bits & 0o7) === 0o7;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written to by the user we run as',
  EPERM: 'may not be written to by the user we run as',
  EEXIST: 'is no directory',
  ENOTDIR: 'is no directory',
  EROFS: 'is on a file system that is read-only',
};
