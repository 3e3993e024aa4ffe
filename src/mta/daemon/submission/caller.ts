/** Who submits, and what they may claim (Exim spec ch. "Security considerations", trusted users). */
import { compilePattern } from '../../../core/pcre/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import {
  after,
  clean,
  type ExpansionHost,
  expand,
  isFailure,
  type Later,
  parseExpansion,
  readList,
  textOf,
} from '../../expand/index.ts';
import { findGroup, findUser } from '../privileges.ts';

export interface Caller {
  readonly uid: number;
  readonly gid: number;
  readonly login: string;
  /** As the password data have it; empty: none. */
  readonly fullName: string;
  readonly isTrusted: boolean;
}

/**
 * Root, the user we run as, and those in trusted_users and trusted_groups may claim anything. Who stands in no password data
 * is whom `unknown_login` and `unknown_username` make of him.
 *
 * @returns a text where neither says who it is
 */
export async function callerOf(
  { uid, gid }: { readonly uid: number; readonly gid: number },
  configuration: Configuration,
  host: ExpansionHost,
): Promise<Caller | string> {
  const user = findUser(String(uid));
  const users = listOf(configuration, 'trusted_users').map((name) => findUser(name)?.uid);
  const groups = listOf(configuration, 'trusted_groups').map(findGroup);
  const isTrusted =
    uid === 0 ||
    uid === process.getuid?.() ||
    users.includes(uid) ||
    groups.some((group) => group?.gid === gid || (user !== undefined && group?.members.includes(String(user.user))));
  if (user !== undefined) {
    const login = String(user.user);
    return { uid, gid, login, fullName: await nameIn(user.gecos ?? '', login, configuration, host), isTrusted };
  }
  const made = (option: string): Promise<string> => expandedFor(uid, option, configuration, host);
  const login = await made('unknown_login');
  if (login === '') return `Failed to get user name for uid ${uid}`;
  return { uid, gid, login, fullName: await made('unknown_username'), isTrusted };
}

/** `gecos_name`, of what `gecos_pattern` captures; else the field as it is. An ampersand is the login, capitalised. */
async function nameIn(
  gecos: string,
  login: string,
  configuration: Configuration,
  host: ExpansionHost,
): Promise<string> {
  const field = gecos.replace('&', login.charAt(0).toUpperCase() + login.slice(1));
  const [pattern, name] = [mainValue(configuration, 'gecos_pattern'), mainValue(configuration, 'gecos_name')];
  const compiled = pattern === undefined || name === undefined ? undefined : compilePattern(String(pattern));
  const found = compiled?.ok === true ? compiled.value.exec(field, 0) : undefined;
  if (found === undefined || found === 'out-of-time') return field;
  const captures = (): readonly ReturnType<typeof textOf>[] => found.captures.map((text = '') => textOf(text, true));
  const made = await expand(parseExpansion(String(name)), { ...host, captures });
  return made.kind === 'text' ? made.text : field;
}

/** It may speak of the caller's number. */
async function expandedFor(
  uid: number,
  option: string,
  configuration: Configuration,
  host: ExpansionHost,
): Promise<string> {
  const variable: ExpansionHost['variable'] = (name) =>
    name === 'caller_uid' ? clean(String(uid)) : host.variable(name);
  const made = await expand(parseExpansion(String(mainValue(configuration, option) ?? '')), { ...host, variable });
  return made.kind === 'text' ? made.text : '';
}

const listOf = (configuration: Configuration, option: string): readonly string[] =>
  readList(String(mainValue(configuration, option) ?? '')).items.filter((item) => item !== '');

/** May he say that this is the sender, though nobody trusts him (`untrusted_set_sender`)? The empty one always may be said. */
export function mayClaim(
  sender: string,
  { login }: Pick<Caller, 'login'>,
  configuration: Configuration,
  host: ExpansionHost,
): Later<boolean> {
  const list = mainValue(configuration, 'untrusted_set_sender');
  if (sender === '') return true;
  if (list === undefined || list === '') return false;
  const variable: ExpansionHost['variable'] = (name) => (name === 'sender_ident' ? clean(login) : host.variable(name));
  return after(expand(parseExpansion(String(list)), { ...host, variable }), (text): Later<boolean> => {
    if (text.kind !== 'text') return false;
    return after(
      host.lists.match('address', textOf(sender, true), clean(text.text)),
      (answer) => !isFailure(answer) && answer.matched,
    );
  });
}
