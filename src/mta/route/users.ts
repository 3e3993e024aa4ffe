/** Users and groups of the system (`check_local_user`, `user`, `group`): by name, or as a number. */
import { after, type ExpansionHost, isFailure, type Later, textOf } from '../expand/index.ts';
import { systemGroup } from './groups.ts';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** @returns undefined: there is none of that name */
export function findUser(name: string, host: ExpansionHost): Later<User | undefined> {
  return after(host.lookups.find({ type: 'passwd', source: textOf(name, false) }), (answer) => {
    if (isFailure(answer) || answer.kind !== 'found') return undefined;
    const [, uid, gid, , home = ''] = answer.value.text.split(':');
    return { name, uid: Number(uid), gid: Number(gid), home };
  });
}

const NUMBER = /^-?\d+$/;

/** A number stands for itself, and no group comes with it. */
export function findUserOrNumber(
  name: string,
  host: ExpansionHost,
): Later<{ readonly uid: number; readonly gid?: number; readonly home?: string } | undefined> {
  return NUMBER.test(name) ? { uid: Number(name) } : findUser(name, host);
}

export const findGroup = (name: string): Later<number | undefined> =>
  NUMBER.test(name) ? Number(name) : systemGroup(name);
