/** Error numbers of deliveries, as retry rules name them (Exim spec §32.4; numbers as its log has them). */
import { constants } from 'node:os';
import type { RetryProblem } from '../../retry/index.ts';

/** Numbers of Exim's own, where the system has none. */
export const ERRNO = {
  unknown: -1,
  redirectData: -17,
  closed: -18,
  quota: -22,
  held: -23,
  unknownHost: -32,
  dns: -36,
  tlsFailed: -37,
  tlsRequired: -38,
  authFailed: -42,
  connectTimeout: -43,
  rcpt4xx: -44,
  mail4xx: -45,
  data4xx: -46,
  routingRetry: -52,
  localRetry: -53,
  hostRetry: -54,
  queueDomain: -56,
} as const;

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
