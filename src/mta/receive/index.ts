/**
 * receive: what a client says becomes a message in the spool, or a refusal (Exim spec ch. "How Exim receives and delivers
 * mail", "SMTP processing", "Message processing").
 *
 * core/smtp has the pure session of commands and replies, core/net its driver; here is the policy they ask. A *session* holds
 * the facts of a connection and what ACLs have asked for; `answers/` has a file for each question, `policy/` runs ACLs and
 * makes replies of their verdicts, `intake/` parts header and body while they come, `headers/` completes a header,
 * `arrival/` judges the whole message, stores it and says so; `cutthrough/` sends it on while it comes; `local/` is for what
 * comes by no SMTP.
 *
 * A message that goes on while it comes is promised to the client only when the next hop has promised it, or the spool has
 * it. It goes by the spool wherever the next hop does not serve all its recipients; where chunks (BDAT), a filter or a signature
 * stand in its way; and where a recipient's report was asked for (RFC 3461), since a callout cannot say so.
 *
 * Deliberately absent: sockets, processes (mta/daemon), and where a message goes.
 */
export {
  BatchLines,
  type BatchMessage,
  type BatchOutcome,
  LOST,
  LostInput,
  readBatch,
  type Taken,
} from './local/batch.ts';
export type { Complaint, LocalCaller } from './local/caller.ts';
export { UNQUALIFIED } from './local/complete.ts';
export type { LocalFault } from './local/fault.ts';
export { type LocalMessage, type LocalOutcome, type LocalRecipient, receiveLocal } from './local/receive.ts';
export type { Decision, OwnMail, ReceptionPorts, TurnedLine } from './ports.ts';
export { createReception, type Opened, type Reception, type Visitor } from './reception.ts';
export type { ClauseData, DecisionData, SessionData, StatementData } from './rehearsal/data.ts';
export { type Rehearsal, type RehearsalWanted, rehearse, sessionData } from './rehearsal/rehearse.ts';
export { withUnixLines } from './scan-copy.ts';
export type { Session } from './session.ts';
