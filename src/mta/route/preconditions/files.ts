/** require_files: files that must be there, or must not, or that a user must be able to read. */
import { after, expandOption, firstAnswer, type Later, readList } from '../../expand/index.ts';
import { type Access, type FileState, isReadableBy, statPath } from '../access.ts';
import { text } from '../settings.ts';
import { stateAs } from '../user-files.ts';
import { findGroup, findUserOrNumber } from '../users.ts';
import type { Visit } from '../visit.ts';
import { defer, type Precondition, skip, type Unmet } from './types.ts';

const OPTION = 'require_files';

/** The list is split before its items are expanded. */
export const requireFiles: Precondition = {
  options: [OPTION],
  check: (visit) => {
    const list = text(visit.router, OPTION);
    if (list === undefined) return undefined;
    const state: State = { visit, access: undefined };
    return firstAnswer(readList(list).items, (item) => checkItem(item, state));
  },
};

interface State {
  readonly visit: Visit;
  /** Of the last item that named a user. */
  access: Access | undefined;
}

function checkItem(item: string, state: State): Later<Unmet | undefined> {
  return after(expandOption(item, state.visit.host), (expanded): Later<Unmet | undefined> => {
    if (expanded.kind === 'forced-fail') return undefined;
    if (expanded.kind !== 'text')
      return defer(OPTION, `failed to expand "${item}" for require_files: ${expanded.message}`);
    if (expanded.text === '') return undefined;
    return expanded.text.includes('/') ? checkFile(expanded.text, state) : setAccess(expanded.text, state);
  });
}

/** `user` or `user,group`. */
function setAccess(written: string, state: State): Later<Unmet | undefined> {
  const comma = written.indexOf(',');
  const name = comma < 0 ? written : written.slice(0, comma);
  return after(findUserOrNumber(name, state.visit.host), (user): Later<Unmet | undefined> => {
    if (user === undefined) return defer(OPTION, `user "${written}" for require_files not found`);
    if (comma < 0) {
      if (user.gid === undefined)
        return defer(OPTION, `group missing after numerical uid ${user.uid} for require_files`);
      state.access = { uid: user.uid, gid: user.gid };
      return undefined;
    }
    const group = written.slice(comma + 1);
    return after(findGroup(group), (gid) => {
      if (gid === undefined) return defer(OPTION, `group "${group}" for require_files not found\n`);
      state.access = { uid: user.uid, gid };
      return undefined;
    });
  });
}

/** `+` takes what may not be looked at for absent, `!` wants the file not to be there. */
function checkFile(written: string, { access, visit }: State): Later<Unmet | undefined> {
  const [, plus = '', bang = '', path = ''] = /^(\+\s*)?(!\s*)?(.*)$/s.exec(written) ?? [];
  if (!path.startsWith('/')) return defer(OPTION, `require_files: "${path}" is not absolute`);
  const seen = access === undefined ? statPath(path) : isReadableBy(path, access);
  const asked = stateAs(seen, path, access, visit.world);
  return after(asked, (found) => judge(found, { path, written, mayBeHidden: plus !== '', mustBeAbsent: bang !== '' }));
}

interface Wanted {
  readonly path: string;
  readonly written: string;
  readonly mayBeHidden: boolean;
  readonly mustBeAbsent: boolean;
}

function judge(found: FileState, { path, written, mayBeHidden, mustBeAbsent }: Wanted): Unmet | undefined {
  if (found !== 'there' && found.code !== 'ENOENT' && !(found.code === 'EACCES' && mayBeHidden))
    return defer(OPTION, `require_files: error for ${path}: ${found.words}`);
  const isThere = found === 'there';
  if (isThere !== mustBeAbsent) return undefined;
  return skip(OPTION, isThere ? `${path} is there` : `${path} is not there`, written);
}
