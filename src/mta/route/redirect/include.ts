/** `:include:/path`: more items from a file, which may have to be in one directory. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { type Access, deniedTo, type FileProblem, isReadableBy, octets, problemOf } from '../access.ts';

export interface IncludeRules {
  readonly isForbidden: boolean;
  /** Only files in it, and none that a symbolic link leads to. */
  readonly directory?: string;
  readonly access?: Access;
}

/** Exim's: no list is longer. */
const MAX_OCTETS = 1_048_576;
const MAX_NAME = 255;

export type IncludeRead =
  | { readonly kind: 'text'; readonly text: string }
  /** What is wrong, in Exim's words; `isDenied`: it may not be opened. */
  | { readonly kind: 'error'; readonly message: string; readonly isDenied?: true };

export function readIncluded(path: string, rules: IncludeRules): IncludeRead {
  if (path === '') return err('file name missing after :include:');
  if (path.length > MAX_NAME) return err(`included file name "${path}" is too long`);
  if (!path.startsWith('/')) return err(`included file "${path}" is not an absolute path`);
  if (rules.isForbidden) return err('included files not permitted');
  if (rules.directory !== undefined) {
    const wrong = outside(path, rules.directory);
    if (wrong !== undefined) return err(wrong);
  }
  const state = rules.access === undefined ? 'there' : isReadableBy(path, rules.access);
  if (state !== 'there') return unopened(path, state, rules);
  return readPath(path, rules);
}

const err = (message: string): IncludeRead => ({ kind: 'error', message });

function unopened(path: string, { code, words }: FileProblem, { access }: IncludeRules): IncludeRead {
  const message = `failed to open included file ${path}: ${words}`;
  return code === 'EACCES' ? { kind: 'error', message: `${message}${deniedTo(access)}`, isDenied: true } : err(message);
}

function outside(path: string, directory: string): string | undefined {
  if (!path.startsWith(`${directory}/`)) return `included file ${path} is not in directory ${directory}`;
  const linked = componentsOf(path, directory).find((component) => !isPlain(component));
  return linked === undefined
    ? undefined
    : `failed to open ${path} (component of included file); could be symbolic link`;
}

/** The path up to each slash behind the directory. */
function componentsOf(path: string, directory: string): readonly string[] {
  const names = path.slice(directory.length + 1).split('/');
  return names.map((_, at) => [directory, ...names.slice(0, at + 1)].join('/'));
}

function isPlain(path: string): boolean {
  try {
    return !lstatSync(octets(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

function readPath(path: string, rules: IncludeRules): IncludeRead {
  const { directory } = rules;
  let file: number;
  try {
    const links = directory === undefined ? 0 : constants.O_NOFOLLOW;
    file = openSync(octets(path), constants.O_RDONLY | constants.O_NONBLOCK | links);
  } catch (cause) {
    return unopened(path, problemOf(cause), rules);
  }
  try {
    const facts = fstatSync(file);
    if (directory !== undefined && !facts.isFile())
      return err(`included file ${path} is not a regular file in the ${directory} directory`);
    if (facts.size > MAX_OCTETS) return err(`included file ${path} is too big (max ${MAX_OCTETS})`);
    if (facts.isFile()) return { kind: 'text', text: readFileSync(file, 'latin1') };
    const words = facts.isDirectory() ? problemOf({ code: 'EISDIR' }).words : 'not a regular file';
    return err(`error while reading included file ${path}: ${words}`);
  } catch (cause) {
    return err(`error while reading included file ${path}: ${problemOf(cause).words}`);
  } finally {
    closeSync(file);
  }
}
