/** Folders that the daemon writes to: made where they are missing, for who is going to write, or only looked at. */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lchownSync,
  lstatSync,
  openSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../../base/index.ts';
import { type Account, groupsOf, lookAs } from './privileges.ts';

export interface FolderUse {
  /** Who is going to write; undefined: we ourselves. */
  readonly account: Account | undefined;
  /** Made where it is missing; else it is only looked at whether it could be. */
  readonly makes: boolean;
  /** Of a new one. */
  readonly mode?: number;
}

/** Why it cannot be written to, as the end of a sentence. */
export function unusable(path: string, { account, makes, mode = 0o750 }: FolderUse): string | undefined {
  try {
    if (!makes && !isThere(path)) return unmakeable(path);
    const first = makes ? makeFolders(path, mode) : undefined;
    if (account !== undefined && first !== undefined) giveAway(path, first, account);
    const facts = statSync(path);
    if (!facts.isDirectory()) return REASONS.ENOTDIR;
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK); // to root it tells a disk that is read-only
    if (account !== undefined && !mayWrite(facts, account)) return `may not be written to by ${account.user}`;
    const why = unreadableBy(account, path);
    return why === undefined ? undefined : `${why} by ${account?.user}: look at the folders above it`;
  } catch (cause) {
    return reasonOf(cause);
  }
}

/** Everybody may leave files there, nobody may list them or take away another's: mode 1733. */
export function unusableDrop(path: string, use: FolderUse): string | undefined {
  const why = unusable(path, { ...use, mode: 0o711 });
  if (why !== undefined || !use.makes) return why;
  try {
    openToAll(path, use.account);
    return undefined;
  } catch (cause) {
    return REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be opened to callers';
  }
}

/** As root in a folder of somebody else: it is that one still which was looked at, and no other that a link leads to. */
function openToAll(path: string, account: Account | undefined): void {
  const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    if (account !== undefined && !mayWrite(fstatSync(folder), account)) throw new Error('it is another');
    fchmodSync(folder, 0o1733);
  } finally {
    closeSync(folder);
  }
}

/** What of a store belongs to somebody else: as when commands of root's were run where the server is not root. */
export function unwritableIn(store: string, account: Account | undefined): string | undefined {
  if (!isThere(store)) return undefined;
  const paths = [store, ...STORE_PARTS.map((name) => join(store, name))];
  return paths.find((path) => isThere(path) && !isWritable(path, account));
}

/** The rest it makes when it is missing. */
const STORE_PARTS = ['FORMAT', 'data.mdb', 'lock.mdb', 'bodies', 'trays', 'committing'];

function isWritable(path: string, account: Account | undefined): boolean {
  const facts = statSync(path);
  if (account !== undefined) return (bitsFor(facts, account, groupsOf(account)) & 0o6) === 0o6;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why somebody cannot read it, up to the word that names him: a mode, or that of a folder on the way. */
export function unreadableBy(account: Account | undefined, path: string): string | undefined {
  if (account === undefined) return undefined;
  try {
    lookAs(account, () => closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)));
    return undefined;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'may not be read' : `cannot be read (${code})`;
  }
}

/** Nothing is below a file. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw cause;
  }
}

/** By us, who make it in the nearest folder there is. */
function unmakeable(path: string): string | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return REASONS.DANGLING;
  const above = dirname(path);
  if (!isThere(above)) return unmakeable(above);
  if (!statSync(above).isDirectory()) return REASONS.ENOTDIR;
  accessSync(above, constants.W_OK | constants.X_OK);
  return undefined;
}

/** Everything that was made on the way to it, from the innermost on. */
function giveAway(path: string, first: string, { uid, gid }: Account): void {
  for (let at = path; ; at = dirname(at)) {
    lchownSync(at, uid, gid); // a link that has come in its place leads nowhere
    if (at === first || at === dirname(at)) return;
  }
}

/** By the first class that fits, as the system has it; further groups of a user count as his own does. */
export function mayWrite(
  facts: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  account: Account,
  groups = groupsOf(account),
): boolean {
  return (bitsFor(facts, account, groups) & 0o7) === 0o7;
}

function bitsFor({ uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>, account: Account, groups: readonly number[]) {
  return uid === account.uid ? mode >> 6 : groups.includes(gid) ? mode >> 3 : mode;
}

function reasonOf(cause: unknown): string {
  const { code = '' } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? `cannot be used: ${code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written to by the user we run as',
  EPERM: 'may not be written to by the user we run as',
  EEXIST: 'is no directory',
  ENOTDIR: 'is no directory',
  DANGLING: 'is, or leads through, a symbolic link to what is not there',
  EROFS: 'is on a file system that is read-only',
};
