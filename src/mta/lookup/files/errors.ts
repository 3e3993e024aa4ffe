/** What the system says of a file that cannot be had, in Exim's words. */
import { systemErrorText, thrownErrorText } from '../../../base/index.ts';
import { type Failure, failed } from '../../expand/index.ts';

export function systemWords(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  // A zero octet: nothing has such a name.
  return code === 'ERR_INVALID_ARG_VALUE' ? systemErrorText('ENOENT') : thrownErrorText(cause);
}

/** @param purpose  `linear search`, `directory search`, `cdb lookup` */
export function cannotOpen(path: string, purpose: string, cause: unknown): Failure {
  const { code } = cause as NodeJS.ErrnoException;
  const who = code === 'EACCES' ? ` (euid=${process.geteuid?.()} egid=${process.getegid?.()})` : '';
  return failed(`failed to open ${path} for ${purpose}: ${systemWords(cause)}${who}`);
}
