/** What the system says of a file that cannot be had, in Exim's words. */
import { type Failure, failed } from '../../expand/index.ts';

const WORDS: Readonly<Record<string, string>> = {
  // A zero octet: nothing has such a name.
  ERR_INVALID_ARG_VALUE: 'No such file or directory',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
};

export function systemWords(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return WORDS[code ?? ''] ?? code ?? message;
}

/** @param purpose  `linear search`, `directory search`, `cdb lookup` */
export function cannotOpen(path: string, purpose: string, cause: unknown): Failure {
  const { code } = cause as NodeJS.ErrnoException;
  const who = code === 'EACCES' ? ` (euid=${process.geteuid?.()} egid=${process.getegid?.()})` : '';
  return failed(`failed to open ${path} for ${purpose}: ${systemWords(cause)}${who}`);
}
