/** Where redirection data come from: the option data, or a file. */
import { dirname } from 'node:path';
import { after, expandOption, isFailure, type Later, readList } from '../../expand/index.ts';
import { type Access, statPath } from '../access.ts';
import { flag, number, text } from '../settings.ts';
import type { Identity } from '../settle/user.ts';
import { readRedirectAs } from '../user-files.ts';
import { findGroup, findUserOrNumber } from '../users.ts';
import type { Visit } from '../visit.ts';
import type { FileRules } from './file.ts';

export type DataFound =
  /** `isTainted`: something of it was said from outside. */
  | { readonly kind: 'data'; readonly text: string; readonly from: 'data' | 'file'; readonly isTainted: boolean }
  | { readonly kind: 'decline' }
  | { readonly kind: 'defer'; readonly message: string };

export function findData(visit: Visit, identity: Identity): Later<DataFound> {
  const { router, host } = visit;
  const data = text(router, 'data');
  const from = data === undefined ? 'file' : 'data';
  const written = data ?? text(router, 'file') ?? '';
  return after(expandOption(written, host), (expanded): Later<DataFound> => {
    if (expanded.kind === 'forced-fail') return { kind: 'decline' };
    if (isFailure(expanded)) return { kind: 'defer', message: `failed to expand "${written}": ${expanded.message}` };
    if (from === 'data') return { kind: 'data', text: expanded.text, from, isTainted: expanded.tainted };
    if (!expanded.text.startsWith('/')) return { kind: 'defer', message: `"${expanded.text}" is not an absolute path` };
    // What is read as a user is first looked for.
    if (expanded.tainted && identity.uid !== undefined && isAbsent(expanded.text)) return { kind: 'decline' };
    // What came from outside names no file (Exim 4.94 on).
    if (expanded.tainted)
      return { kind: 'defer', message: `Tainted name '${expanded.text}' for file read not permitted\n` };
    return readFile(expanded.text, visit, identity);
  });
}

/** There is none, in a directory that there is. */
function isAbsent(path: string): boolean {
  const found = statPath(path);
  return found !== 'there' && found.code === 'ENOENT' && statPath(dirname(path)) === 'there';
}

async function readFile(path: string, visit: Visit, identity: Identity): Promise<DataFound> {
  const read = await readRedirectAs(path, await fileRules(visit), userOf(identity), visit.world);
  if (read.kind === 'absent') return { kind: 'decline' };
  return read.kind === 'error'
    ? { kind: 'defer', message: read.message }
    : { kind: 'data', text: read.text, from: 'file', isTainted: false };
}

const MODEMASK = 0o022;

async function fileRules(visit: Visit): Promise<FileRules> {
  const { router, user } = visit;
  const modemask = number(router, 'modemask') ?? MODEMASK;
  const owners = await numbersOf(
    text(router, 'owners'),
    async (name) => (await findUserOrNumber(name, visit.host))?.uid,
  );
  const groups = await numbersOf(text(router, 'owngroups'), async (name) => findGroup(name));
  const isLocal = flag(router, 'check_local_user');
  const checksOwner = flag(router, 'check_owner', isLocal || owners.length > 0);
  const checksGroup = flag(router, 'check_group', (isLocal && (modemask & 0o020) === 0) || groups.length > 0);
  return {
    modemask,
    ...(checksOwner && { owners: [...owners, ...(user === undefined ? [] : [user.uid])] }),
    ...(checksGroup && { groups: [...groups, ...(user === undefined ? [] : [user.gid])] }),
    ignoresAccess: flag(router, 'ignore_eacces'),
    ignoresNotDirectory: flag(router, 'ignore_enotdir'),
  };
}

/** Exim reads as the user; here the modes are asked what that user may, unless it is root, for whom they say nothing. */
export const accessOf = (identity: Identity): Access | undefined => (identity.uid === 0 ? undefined : userOf(identity));

/** As whom Exim reads what redirection names. */
export const userOf = ({ uid, gid }: Identity): Access | undefined =>
  uid === undefined ? undefined : { uid, gid: gid ?? -1 };

async function numbersOf(
  list: string | undefined,
  find: (name: string) => Promise<number | undefined>,
): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (const name of list === undefined ? [] : readList(list).items) {
    const found = await find(name);
    if (found !== undefined) numbers.push(found);
  }
  return numbers;
}
