/** Numbers of remote deliveries that failed, as Exim's logs and retry rules have them. */
import { constants } from 'node:os';

const { ETIMEDOUT } = constants.errno;

export const REMOTE = {
  unknown: -1,
  closed: -18,
  malformed: -19,
  filterFailed: -24,
  headersFailed: -25,
  writeIncomplete: -26,
  expansionFailed: -27,
  unknownHost: -32,
  dns: -36,
  tlsFailed: -37,
  tlsRequired: -38,
  authFailed: -42,
  /** For retry rules; the log has `timeout`. */
  connectTimeout: -43,
  rcpt4xx: -44,
  mail4xx: -45,
  data4xx: -46,
  proxy: -47,
  authTrouble: -48,
  utf8: -49,
  hostIsLocal: -50,
  hostRetry: -54,
  event: -58,
  timeout: ETIMEDOUT,
} as const;
