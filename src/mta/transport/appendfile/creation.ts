/** Where files may be made (`create_file`), and the directories on the way to them. */
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { folderOf, pathOf } from '../local/octets.ts';
import { codeOf } from '../outcome.ts';
import type { Creation } from './task.ts';

/** Symbolic links that lead elsewhere are no way out: the longest part of the path that is there must really be below the base. */
export async function mayCreate(path: string, creation: Creation | undefined): Promise<boolean> {
  if (creation === undefined) return true;
  const { base, below } = creation;
  const file = path.replace(/^\/+/, '/');
  if (!file.startsWith(`${base}/`)) return false;
  const rest = file.slice(base.length);
  if (!below) return !rest.slice(2).includes('/');
  if (rest.includes('/../')) return false;
  const there = await longestThere(folderOf(file));
  if (there === undefined || there.path.length < base.length) return true; // the base itself is not there yet
  return isWithin(there.real, (await realOf(base)) ?? base);
}

const isWithin = (path: string, base: string): boolean =>
  path === base || path.startsWith(base === '/' ? '/' : `${base}/`);

interface There {
  readonly path: string;
  readonly real: string;
}

async function longestThere(folder: string): Promise<There | undefined> {
  for (let at = folder; at !== ''; at = folderOf(at)) {
    const real = await realOf(at);
    if (real !== undefined) return { path: at, real };
  }
  return undefined;
}

async function realOf(path: string): Promise<string | undefined> {
  try {
    return (await realpath(pathOf(path), 'buffer')).toString('latin1');
  } catch {
    return undefined;
  }
}

/** Each directory of the path that is missing, from the top. @throws what the system says of the first that cannot be made */
export async function makeDirectories(path: string, mode: number): Promise<void> {
  if (path === '' || (await isThere(path))) return;
  await makeDirectories(folderOf(path), mode);
  try {
    await mkdir(pathOf(path), mode);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return; // another was faster
    throw thrown;
  }
  await chmod(pathOf(path), mode); // whatever the umask has left of it
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(pathOf(path));
    return true;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOENT') return false;
    throw thrown;
  }
}
