/** The file of redirection: there or not, as its owner and its mode should be, and no larger than it may be. */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { type Access, deniedTo, isReadableBy, octets, problemOf, statPath } from '../access.ts';

export interface FileRules {
  readonly modemask: number;
  /** Who may own it; undefined: anybody. */
  readonly owners?: readonly number[];
  readonly groups?: readonly number[];
  readonly ignoresAccess: boolean;
  readonly ignoresNotDirectory: boolean;
  /** It is read with this user's permission, as the modes say. */
  readonly access?: Access;
}

export type FileRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** `isDenied`: it may not be opened. */
  | { readonly kind: 'error'; readonly message: string; readonly isDenied?: true };

const MAX_OCTETS = 1_048_576;

export function readRedirectFile(path: string, rules: FileRules): FileRead {
  const state = rules.access === undefined ? 'there' : isReadableBy(path, rules.access);
  if (state !== 'there') return unopened(path, state.code, state.words, rules);
  let file: number;
  try {
    file = openSync(octets(path), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const { code, words } = problemOf(cause);
    return unopened(path, code, words, rules);
  }
  try {
    return readOpen(file, path, rules);
  } catch (cause) {
    return { kind: 'error', message: `error while reading ${path}: ${problemOf(cause).words}` };
  } finally {
    closeSync(file);
  }
}

/** A file in a directory that is not there either may be one whose file system is not mounted: that waits. */
function unopened(path: string, code: string, words: string, rules: FileRules): FileRead {
  if (code === 'ENOENT') {
    if (rules.ignoresNotDirectory) return { kind: 'absent' };
    const folder = dirname(path);
    const found = statPath(folder);
    return found === 'there'
      ? { kind: 'absent' }
      : { kind: 'error', message: `failed to stat ${folder === '/' ? '' : folder}/. (${found.words})` };
  }
  if (code === 'ENOTDIR' && rules.ignoresNotDirectory) return { kind: 'absent' };
  if (code === 'EACCES' && rules.ignoresAccess) return { kind: 'absent' };
  const who = code === 'EACCES' ? deniedTo(rules.access) : '';
  const message = `failed to open ${path}: ${words}${who}`;
  return { kind: 'error', message, ...(code === 'EACCES' && { isDenied: true }) };
}

function readOpen(file: number, path: string, rules: FileRules): FileRead {
  const facts = fstatSync(file);
  const wrong = problemWith(facts, path, rules);
  return wrong === undefined ? { kind: 'text', text: readFileSync(file, 'latin1') } : { kind: 'error', message: wrong };
}

function problemWith(facts: Stats, path: string, { modemask, owners, groups }: FileRules): string | undefined {
  if (!facts.isFile()) return `${path} is not a regular file`;
  const unwanted = facts.mode & modemask;
  if (unwanted !== 0)
    return `bad mode (0${facts.mode.toString(8)}) for ${path}: 0${unwanted.toString(8)} bit(s) unexpected`;
  if (owners !== undefined && !owners.includes(facts.uid)) return `bad owner for ${path}`;
  if (groups !== undefined && !groups.includes(facts.gid)) return `bad group for ${path}`;
  return facts.size > MAX_OCTETS ? `${path} is too big (max ${MAX_OCTETS})` : undefined;
}
