/** Whether a file is there, and whether a user may read it: as the modes say, without becoming that user. */
import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

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

/** Every folder on the way may be searched, and the file read. */
export function isReadableBy(path: string, access: Access): FileState {
  try {
    const real = realpathSync(octets(path), 'buffer').toString('latin1');
    for (let folder = dirname(real); folder !== '/'; folder = dirname(folder)) {
      if (!allows(statSync(octets(folder)), access, 1)) return DENIED;
    }
    return allows(statSync(octets(real)), access, 4) ? 'there' : DENIED;
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
  const { code = 'EIO', message } = cause as NodeJS.ErrnoException;
  return { code, words: WORDS[code] ?? message };
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
};

const DENIED: FileProblem = { code: 'EACCES', words: WORDS.EACCES! };
