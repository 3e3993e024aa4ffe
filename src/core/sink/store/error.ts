import type { StoreError } from './types.ts';

export function storeError(path: string, cause: unknown): StoreError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return {
    code: 'sink/store',
    message: `${path}: messages cannot be stored there: ${SAYS[code ?? ''] ?? code ?? message}`,
    hint: 'name a folder or file in a place that is yours to write',
    fault: 'configuration',
    temporary: false,
  };
}

const SAYS: Readonly<Record<string, string>> = {
  EACCES: 'not permitted',
  EEXIST: 'a file is there already',
  ENOENT: 'no such folder',
  ENOTDIR: 'part of the path is no folder',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
