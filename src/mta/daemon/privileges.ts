/** Root is kept by who needs it; everybody else goes on as `exim_user` and `exim_group`. */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { err, ok, type Result } from '../../base/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import type { Identity } from './messages.ts';
import { askNameService } from './name-service.ts';

export interface Account extends Identity {
  /** The name of a person, where the password data have one. */
  readonly gecos?: string;
  readonly uid: number;
  readonly gid: number;
  readonly home?: string;
}

/** Whom mail systems run as where nobody is named, in the order of preference: packages of Exim make them. */
const USUAL = ['Debian-exim', 'exim', 'mailnull', 'mail'];

export interface AccountProblem {
  readonly option: 'exim_user' | 'exim_group';
  readonly message: string;
}

/** @returns undefined where we are not root, and stay who we are */
export function accountOf(configuration: Configuration): Result<Account | undefined, AccountProblem> {
  if (process.getuid?.() !== 0) return ok(undefined);
  const named = configuration.main.has('exim_user') ? String(mainValue(configuration, 'exim_user')) : undefined;
  const group = configuration.main.has('exim_group') ? String(mainValue(configuration, 'exim_group')) : undefined;
  const found = (named === undefined ? USUAL : [named]).map(findUser).find((user) => user !== undefined);
  if (found === undefined) return noUser(named === undefined ? NOBODY : `there is no user "${named}"`);
  if (found.uid === 0) return noUser('mail is not served as root: name another user');
  if (group === undefined) return ok(found);
  const gid = findGroup(group)?.gid;
  return gid === undefined
    ? err({ option: 'exim_group', message: `there is no group "${group}"` })
    : ok({ ...found, group: gid, gid });
}

const noUser = (message: string): Result<never, AccountProblem> => err({ option: 'exim_user', message });

const NOBODY = `started as root, and there is none of the users ${USUAL.join(', ')} to go on as: name one`;

/**
 * Looks as somebody else, and is root again behind it: nothing of ours runs in between, so what waits for something cannot be
 * looked at so. Threads may not become anybody, and look as who they are.
 */
export function lookAs<T>(account: Identity | undefined, look: () => T): T {
  const { initgroups, getgroups, setgroups, setegid, seteuid } = process as WithGroups;
  if (account === undefined || !isMainThread) return look();
  if (!initgroups || !getgroups || !setgroups || !setegid || !seteuid) return look();
  const before = getgroups();
  initgroups(account.user, account.group);
  setegid(account.group);
  seteuid(account.user);
  try {
    return look();
  } finally {
    seteuid(0);
    setegid(0);
    setgroups(before);
  }
}

/** By name or number; files come before other places where users stand. */
export function findUser(name: string): Account | undefined {
  for (const line of linesOf('/etc/passwd')) {
    const user = readUser(line);
    if (user !== undefined && isCalled(name, String(user.user), user.uid)) return user;
  }
  return readUser(askNameService('passwd', name) ?? '');
}

function readUser(line: string): Account | undefined {
  const [user, , uid, gid, gecos = '', home = ''] = line.split(':');
  if (user === undefined || !isNumber(uid) || !isNumber(gid)) return undefined;
  return { user, group: Number(gid), uid: Number(uid), gid: Number(gid), gecos, home };
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  /** Logins of those who are in it beside their own. */
  readonly members: readonly string[];
}

export function findGroup(name: string): Group | undefined {
  for (const line of linesOf('/etc/group')) {
    const group = readGroup(line);
    if (group !== undefined && isCalled(name, group.name, group.gid)) return group;
  }
  return readGroup(askNameService('group', name) ?? '');
}

function readGroup(line: string): Group | undefined {
  const [name, , gid, members = ''] = line.split(':');
  return name === undefined || !isNumber(gid) ? undefined : { name, gid: Number(gid), members: members.split(',') };
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text);
const isCalled = (wanted: string, name: string, id: number): boolean => wanted === name || wanted === String(id);

/** All groups that the account is in, its own among them. Threads may not become anybody, and know of that one alone. */
export function groupsOf(account: Account): readonly number[] {
  const more = isMainThread ? lookAs(account, () => process.getgroups?.() ?? []) : [];
  return [account.gid, ...more];
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'latin1').split('\n');
  } catch {
    return [];
  }
}

/** As Node has it, and its types do not. */
type WithGroups = typeof process & { readonly initgroups?: (user: string | number, group: string | number) => void };

/** With the groups that the user is in, as for keys that only those may read. There is no way back. */
export function goOnAs({ user, group }: Identity): void {
  (process as WithGroups).initgroups?.(user, group);
  process.setgid?.(group);
  process.setuid?.(user);
}
