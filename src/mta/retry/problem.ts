/** What went wrong, by its number, as the error names of retry rules say it (Exim spec §32.4). */
import { constants } from 'node:os';
import { ERRNO } from './errno.ts';
import type { RetryProblem } from './types.ts';

interface Failed {
  readonly errno: number;
  /** The reply of a 4xx; seconds a full mailbox was not read. */
  readonly moreErrno: number;
  readonly isMx?: boolean;
}

export function problemOf({ errno, moreErrno, isMx }: Failed): RetryProblem {
  const host = isMx === true ? 'MX' : 'A';
  switch (errno) {
    case ERRNO.rcpt4xx:
      return { kind: 'rcpt', code: moreErrno };
    case ERRNO.mail4xx:
      return { kind: 'mail', code: moreErrno };
    case ERRNO.data4xx:
      return { kind: 'data', code: moreErrno };
    case ERRNO.authFailed:
      return { kind: 'auth_failed' };
    case ERRNO.closed:
      return { kind: 'lost_connection' };
    case ERRNO.tlsRequired:
      return { kind: 'tls_required' };
    case ERRNO.unknownHost:
    case ERRNO.dns:
      return { kind: 'lookup' };
    case ERRNO.quota:
    case constants.errno.EDQUOT:
      return { kind: 'quota', unreadSeconds: moreErrno };
    case constants.errno.ECONNREFUSED:
      return { kind: 'refused', host };
    case ERRNO.connectTimeout:
      return { kind: 'timeout', host, connecting: true };
    case constants.errno.ETIMEDOUT:
      return { kind: 'timeout', host };
    default:
      return { kind: 'other' };
  }
}
