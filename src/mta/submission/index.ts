/**
 * submission: messages of this host's own users, as `sendmail` gives them (Exim spec ch. "The Exim command line").
 *
 * A *drop folder* may be written to by everybody and listed by nobody (mode 1733). Who submits leaves a file there: what is
 * wanted in its first line (order.ts), the message behind it. Its owner is the caller's identity, since a socket tells Node
 * nothing of who is at its other end; the socket beside it only wakes the server, and carries the answer, or the session of
 * `-bs`.
 *
 * Deliberately absent: what a caller may claim, and what becomes of the message (mta/daemon, mta/receive).
 */
export { CLAIM_FLAGS, type Claims, type Place, readClaim } from './claims.ts';
export { selectorFault } from './debug-selectors.ts';
export { type FlagReading, readSubmissionFlags, type SubmissionFlags } from './flags.ts';
export { type MacroFlag, readMacroFlag } from './macro-flag.ts';
export {
  formatAnswer,
  MAX_ORDER_OCTETS,
  parseAnswer,
  parseOrder,
  type SubmissionAnswer,
  type SubmissionOrder,
} from './order.ts';
export { closedOnTheWay, DROP_NAME, socketIn } from './paths.ts';
export { dropFile, type SubmitFailure, wakeServer, withdraw } from './submit.ts';
