/** A child that delivers as a user is asked for: may it be? */
import { lstatSync } from 'node:fs';
import { type Configuration, mainValue } from '../../config/index.ts';
import { readList } from '../../expand/index.ts';
import type { RunnerOrder } from '../messages.ts';
import { type Account, findUser } from '../privileges.ts';
import { impossible } from './possible.ts';

const MAX_ID = 2 ** 32 - 2;
const isId = (id: number): boolean => Number.isInteger(id) && id >= 0 && id <= MAX_ID;

/**
 * The master believes no worker: workers are no longer root, and whoever has taken one over must not become root again.
 *
 * @returns why not; undefined: it may
 */
export function refusal(order: RunnerOrder, configuration: Configuration, account: Account): string | undefined {
  const { uid, gid, path, token, looks } = order;
  if (!isId(uid) || !isId(gid)) return `${uid}:${gid} is no user`;
  if (looks !== true && isForbidden(uid, configuration)) return `deliveries as user ${uid} are forbidden (never_users)`;
  if (uid !== 0 && gid === 0 && !mayBeOfRootsGroup(uid, configuration))
    return `neither is root's group that of user ${uid}, nor does the configuration name it`;
  const never = looks === true ? undefined : impossible(order, configuration, account);
  if (never !== undefined) return never;
  if (!TOKEN.test(token)) return 'its token is none';
  return isSocketOf(path, account.uid) ? undefined : `${path} is no socket of a worker`;
}

/** What a child says to the socket first is no text of a worker's choice. */
const TOKEN = /^[\w-]{1,64}$/;

/** As whom nothing is delivered. */
export const isForbidden = (uid: number, configuration: Configuration): boolean =>
  uid === 0 || neverUsers(configuration).has(uid);

function mayBeOfRootsGroup(uid: number, { routers, transports }: Configuration): boolean {
  if (findUser(String(uid))?.gid === 0) return true;
  return [...routers, ...transports].some(({ settings }) =>
    GROUPS.some((name) => ['0', 'root'].includes(String(settings.get(name)?.value))),
  );
}

const GROUPS = ['group', 'command_group'];

function neverUsers(configuration: Configuration): ReadonlySet<number> {
  const written = mainValue(configuration, 'never_users');
  const names = typeof written === 'string' ? readList(written).items : [];
  return new Set(names.flatMap((name) => findUser(name)?.uid ?? (/^\d+$/.test(name) ? Number(name) : [])));
}

function isSocketOf(path: string, uid: number): boolean {
  try {
    const facts = lstatSync(path);
    return path.startsWith('/') && facts.isSocket() && facts.uid === uid;
  } catch {
    return false;
  }
}
