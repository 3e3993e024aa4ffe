/**
 * Numbers of failed deliveries that are no system's own, as Exim's logs, retry rules and hints have them (Exim source
 * `macros.h`, from release 4.94 on). Those of the system are positive, and `base/system-errors.ts` has their words.
 */
export const ERRNO = {
  /** No number says why. */
  unknown: -1,
  userSlash: -2,
  existenceUnclear: -3,
  notRegular: -4,
  notDirectory: -5,
  wrongOwner: -6,
  wrongMode: -7,
  inodeChanged: -8,
  lockFailed: -9,
  redirectData: -17,
  closed: -18,
  malformed: -19,
  notAbsolute: -21,
  quota: -22,
  held: -23,
  filterFailed: -24,
  headersFailed: -25,
  writeIncomplete: -26,
  expansionFailed: -27,
  gidFailed: -28,
  uidFailed: -29,
  noTransport: -30,
  mbxLength: -31,
  unknownHost: -32,
  formatUnknown: -33,
  mayNotCreate: -34,
  dns: -36,
  tlsFailed: -37,
  tlsRequired: -38,
  authFailed: -42,
  /** For retry rules alone: the log has the system's ETIMEDOUT. */
  connectTimeout: -43,
  rcpt4xx: -44,
  mail4xx: -45,
  data4xx: -46,
  proxy: -47,
  authTrouble: -48,
  utf8: -49,
  hostIsLocal: -50,
  /** Not yet: the time for routing, for a local delivery, for any of the hosts has not come. */
  routingRetry: -52,
  localRetry: -53,
  hostRetry: -54,
  queueDomain: -56,
  /** Not yet: as many as may be are at it. */
  transportBusy: -57,
  event: -58,
} as const;
