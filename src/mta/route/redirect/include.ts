/** `:include:/path`: more items from a file, which may have to be in one directory. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../base/index.ts';
import { type Access, isReadableBy, octets, problemOf } from '../access.ts';

export interface IncludeRules {
  readonly isForbidden: boolean;
  /** Only files in it, and none that a symbolic link leads to. */
  readonly directory?: string;
  readonly access?: Access;
}

/** Exim's: no list is longer. */
const MAX_OCTETS = 1_048_576;
const MAX_NAME = 255;

/** @returns the content, or what is wrong in Exim's words */
export function readIncluded(path: string, rules: IncludeRules): Result<string, string> {
  if (path === '') return err('file name missing after :include:');
  if (path.length > MAX_NAME) return err(`included file name "${path}" is too long`);
  if (!path.startsWith('/')) return err(`included file "${path}" is not an absolute path`);
  if (rules.isForbidden) return err('included files not permitted');
  if (rules.directory !== undefined) {
    const wrong = outside(path, rules.directory);
    if (wrong !== undefined) return err(wrong);
  }
  const state = rules.access === undefined ? 'there' : isReadableBy(path, rules.access);
  if (state !== 'there') return err(`failed to open included file ${path}: ${state.words}`);
  return readPath(path, rules);
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

function readPath(path: string, { directory }: IncludeRules): Result<string, string> {
  let file: number;
  try {
    const links = directory === undefined ? 0 : constants.O_NOFOLLOW;
    file = openSync(octets(path), constants.O_RDONLY | constants.O_NONBLOCK | links);
  } catch (cause) {
    return err(`failed to open included file ${path}: ${problemOf(cause).words}`);
  }
  try {
    const facts = fstatSync(file);
    if (directory !== undefined && !facts.isFile())
      return err(`included file ${path} is not a regular file in the ${directory} directory`);
    if (facts.size > MAX_OCTETS) return err(`included file ${path} is too big (max ${MAX_OCTETS})`);
    if (facts.isFile()) return ok(readFileSync(file, 'latin1'));
    const words = facts.isDirectory() ? problemOf({ code: 'EISDIR' }).words : 'not a regular file';
    return err(`error while reading included file ${path}: ${words}`);
  } catch (cause) {
    return err(`error while reading included file ${path}: ${problemOf(cause).words}`);
  } finally {
    closeSync(file);
  }
}
