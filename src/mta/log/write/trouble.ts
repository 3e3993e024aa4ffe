/** What a log that cannot be written says to those who wait for it. */
import type { Failure } from '../../../base/index.ts';

/** `log/no-space` is answered by 452, `log/failed` by 451. */
export type LogTrouble = Failure<'log/no-space' | 'log/failed'>;

export function logTrouble(path: string, doing: 'open' | 'write', cause: unknown): LogTrouble {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  return {
    code: isFull ? 'log/no-space' : 'log/failed',
    message: `cannot ${doing} the log file ${path}: ${WORDS[code] ?? message}`,
    hint: isFull
      ? 'make room on its file system'
      : 'log_file_path says where logs are; we must be allowed to write there',
    fault: 'local',
    temporary: true,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  EISDIR: 'it is a directory',
  ENOENT: 'no such directory',
  ENOTDIR: 'a part of the path is not a directory',
};
