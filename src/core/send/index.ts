/**
 * send: a mail given to a server, as a person at a keyboard does it with swaks, and everything told.
 *
 * - **compose**: the message from a template, header fields, body and attachments (compose.ts, mime.ts), made ready for the
 *   wire (prepare.ts);
 * - **route**: a server that was named, or the MX hosts of a domain in their order (route.ts), each judged before it is
 *   dialled by what `--verify` asks for (trust.ts);
 * - **send**: address by address until one speaks with us (attempts.ts), once, or many times over at speed (repeat.ts);
 * - **judge**: what came of it, and whether it is what was expected (expect.ts, judge.ts, report.ts).
 *
 * The protocol itself is core/smtp. Implemented: RFC 5321 §5.1, RFC 7505, RFC 7672 §2.2 and RFC 8461 §5 as a sender.
 * Deliberately absent: a queue, retries over time, bounces: nothing is kept.
 */
export { type ComposeSpec, composeMessage } from './compose.ts';
export { type Expectation, type ExpectationReport, parseExpectation } from './expect.ts';
export { sendFindings } from './findings/registry.ts';
export type { Attachment } from './mime.ts';
export { type PreparedMessage, prepareMessage } from './prepare.ts';
export { sendMail } from './send.ts';
export { VERIFY, type Verify } from './trust.ts';
export type * from './types.ts';
