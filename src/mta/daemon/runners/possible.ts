/**
 * As whom a configuration can have something delivered. A worker that was taken over asks for whom it likes; the master knows no
 * message, but it knows the configuration.
 *
 * Users and groups that are written there are a closed set. What an expansion makes is not known before it is made, and whoever
 * hands in a message may be anybody (`pipe_as_creator`): then all are possible. `check_local_user` leads to who has an account.
 */
import { type Configuration, type Driver, mainValue } from '../../config/index.ts';
import { hasOtherSources } from '../name-service.ts';
import { type Account, findGroup, findUser } from '../privileges.ts';

/** Whom a child is to become. */
export interface Asked {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Where accounts come from other places than files, names cannot be looked up here without waiting for others, and all are
 * possible.
 *
 * @param account  that of the workers, who may want all of their own groups
 * @returns why no delivery of this configuration could want it; undefined: it may be wanted
 */
export function impossible({ uid, gid }: Asked, configuration: Configuration, account: Account): string | undefined {
  if (hasOtherSources('passwd')) return undefined;
  const isLocal = mayBeAnyAccount(configuration) && findUser(String(uid)) !== undefined;
  if (!isLocal && uid !== account.uid && !allows(USERS, uid, userOf, configuration))
    return `the configuration has nothing delivered as user ${uid}`;
  const isHisGroup = findUser(String(uid))?.gid === gid || gid === account.gid;
  if (!isHisGroup && !allows(GROUPS, gid, (name) => findGroup(name)?.gid, configuration))
    return `neither is ${gid} the group of user ${uid}, nor does the configuration name it`;
  return undefined;
}

const USERS = { driver: ['user', 'command_user'], main: 'system_filter_user' } as const;
const GROUPS = { driver: ['group', 'command_group'], main: 'system_filter_group' } as const;

interface Options {
  /** Of routers and transports. */
  readonly driver: readonly string[];
  readonly main: string;
}

function allows(
  options: Options,
  wanted: number,
  find: (name: string) => number | undefined,
  configuration: Configuration,
): boolean {
  const drivers = [...configuration.routers, ...configuration.transports];
  if (drivers.some(isAsCreator)) return true;
  const written = [
    ...drivers.flatMap(({ settings }) => options.driver.map((name) => settings.get(name)?.value)),
    mainValue(configuration, options.main),
  ];
  return written.some((value) => value !== undefined && isMet(String(value), wanted, find));
}

const isMet = (written: string, wanted: number, find: (name: string) => number | undefined): boolean =>
  /[$\\]/.test(written) || written === String(wanted) || find(written) === wanted;

const userOf = (name: string): number | undefined => findUser(name)?.uid;

const isAsCreator = ({ settings }: Driver): boolean => settings.get('pipe_as_creator')?.value === true;

const mayBeAnyAccount = ({ routers }: Configuration): boolean =>
  routers.some(({ settings }) => settings.get('check_local_user')?.value === true);
