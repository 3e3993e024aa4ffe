/** Whether a file is there, and whether a user may read it: as the modes say, without becoming that user. */
import { accessSync, constants, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemErrorText, thrownErrorText } from '../../base/index.ts';

export interface Access {
  readonly uid: number;
  readonly gid: number;
}

export interface FileProblem {
  readonly code: string;
  /** As the C library puts it. */
  readonly words: string;
}

export type FileState = 'there' | FileProblem;

export function statPath(path: string): FileState {
  try {
    statSync(octets(path));
    return 'there';
  } catch (cause) {
    return problemOf(cause);
  }
}

/** By who this process is. */
export function isReadable(path: string): FileState {
  try {
    accessSync(octets(path), constants.R_OK);
    return 'there';
  } catch (cause) {
    return problemOf(cause);
  }
}

/** Who owns the folder on the way that this process may not enter: he sees what is in it. Undefined: there is none, or it is root's. */
export function keeperOf(path: string): Access | undefined {
  for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
    const folder = octets(path.slice(0, at));
    try {
      accessSync(folder, constants.X_OK);
    } catch {
      return ownerOf(folder);
    }
  }
  return undefined;
}

function ownerOf(path: Buffer): Access | undefined {
  try {
    const { uid, gid } = statSync(path);
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined; // it is behind another that is closed
  }
}

/** Every folder on the way may be searched, and the file read. */
export const isReadableBy = (path: string, access: Access): FileState => allowsOnWay(path, access, READ);

/** A folder, and every one on the way to it. */
export const isEnterableBy = (path: string, access: Access): FileState => allowsOnWay(path, access, SEARCH);

const READ = 4;
const SEARCH = 1;

function allowsOnWay(path: string, access: Access, bit: number): FileState {
  try {
    const real = realpathSync(octets(path), 'buffer').toString('latin1');
    for (let folder = dirname(real); folder !== '/'; folder = dirname(folder)) {
      if (!allows(statSync(octets(folder)), access, SEARCH)) return DENIED;
    }
    return allows(statSync(octets(real)), access, bit) ? 'there' : DENIED;
  } catch (cause) {
    return problemOf(cause);
  }
}

function allows({ mode, uid, gid }: Stats, access: Access, bit: number): boolean {
  const shift = uid === access.uid ? 6 : gid === access.gid ? 3 : 0;
  return (mode & (bit << shift)) !== 0;
}

/** Texts hold one octet a character. */
export const octets = (path: string): Buffer => Buffer.from(path, 'latin1');

export function problemOf(cause: unknown): FileProblem {
  const { code = 'EIO' } = cause as NodeJS.ErrnoException;
  return { code, words: thrownErrorText(cause) };
}

/** As whom a file was to be opened that may not be. */
export const deniedTo = (access: Access | undefined): string =>
  ` (euid=${access?.uid ?? process.geteuid?.()} egid=${access?.gid ?? process.getegid?.()})`;

const DENIED: FileProblem = { code: 'EACCES', words: systemErrorText('EACCES') };
