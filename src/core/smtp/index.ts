/**
 * smtp: the grammar of SMTP and its sessions, without sockets.
 *
 * A *session* is a value and a step function: octets, the end of the stream or the end of patience go in, octets to send
 * and an outcome come out; core/net/drive.ts runs it over a connection. A *reply* is a code with lines; limits on line
 * length and number of lines stop a peer that never ends.
 *
 * Implemented: RFC 5321 §3.1, §3.2, §4.1.1.1, §4.2; RFC 2034 §4; RFC 3207.
 * Deliberately absent: policy, delivery, anything that waits.
 */
export { type Extensions, parseExtensions } from './extensions.ts';
export { emptyLines, type LineBuffer, type LineError, pushLines } from './lines.ts';
export {
  addReplyLine,
  formatReply,
  isPositive,
  isTemporary,
  MAX_REPLY_LINE_BYTES,
  MAX_REPLY_LINES,
  noReplyYet,
  type PartialReply,
  type Reply,
  type ReplyError,
  showLine,
} from './reply.ts';
export { type StartTlsOutcome, type StartTlsState, startTlsSession } from './starttls-session.ts';
