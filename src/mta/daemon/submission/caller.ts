/** Who submits, and what they may claim (Exim spec ch. "Security considerations", trusted users). */
import { type Configuration, mainValue } from '../../config/index.ts';
import { after, clean, type ExpansionHost, isFailure, type Later, readList, textOf } from '../../expand/index.ts';
import { findGroup, findUser } from '../privileges.ts';

export interface Caller {
  readonly uid: number;
  readonly login: string;
  readonly isTrusted: boolean;
}

/** Root, the user we run as, and those in trusted_users and trusted_groups may claim anything. */
export function callerOf(
  { uid, gid }: { readonly uid: number; readonly gid: number },
  configuration: Configuration,
): Caller {
  const login = String(findUser(String(uid))?.user ?? uid);
  const users = listOf(configuration, 'trusted_users').map((name) => findUser(name)?.uid);
  const groups = listOf(configuration, 'trusted_groups').map(findGroup);
  const isTrusted = uid === 0 || uid === process.getuid?.() || users.includes(uid) || groups.includes(gid);
  return { uid, login, isTrusted };
}

const listOf = (configuration: Configuration, option: string): readonly string[] =>
  readList(String(mainValue(configuration, option) ?? '')).items.filter((item) => item !== '');

/** The sender of a message: as claimed where that is allowed, else the caller's own address. */
export function senderFor(
  claimed: string | undefined,
  { login, isTrusted }: Caller,
  configuration: Configuration,
  host: ExpansionHost,
): Later<string> {
  const own = `${login}@${mainValue(configuration, 'qualify_domain')}`;
  if (claimed === undefined) return own;
  if (isTrusted || claimed === '') return claimed;
  const list = mainValue(configuration, 'untrusted_set_sender');
  if (list === undefined || list === '') return own;
  return after(host.lists.match('address', textOf(claimed, true), clean(String(list))), (answer) =>
    !isFailure(answer) && answer.matched ? claimed : own,
  );
}
