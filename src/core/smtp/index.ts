/**
 * smtp: the grammar of SMTP and its sessions, without sockets.
 *
 * A *session* is a value and a step function: octets, the end of the stream or the end of patience go in, octets to send
 * and an outcome come out; core/net/drive.ts runs it over a connection. A *reply* is a code with lines; limits on line
 * length and number of lines stop a peer that never ends.
 *
 * `server/` is the server's session: a command a file, parameters taken off its end as Exim hears them (`server/words/`), what policy
 * says asked of the host, mail data handed on as they come.
 * `grammar/` reads what stands in commands: paths, mailboxes, parameters, xtext. Mail data go by in parts, their dots put
 * and taken away, with CRLF "." CRLF as the only end (`dots/`).
 *
 * `client/` is the sending side: a plan and mails go in, a conversation comes out, every step with its reply and its time.
 *
 * Implemented: RFC 5321 §3.1, §3.2, §4.1, §4.2, §4.5.2; RFC 2034 §4; RFC 3207; RFC 3461 §4; RFC 6531 §3.3; RFC 6533 §3.
 * Deliberately absent: policy, delivery, anything that waits.
 */
export { beginExchange, MECHANISM_NAMES } from './client/auth/registry.ts';
export { saslPrep } from './client/auth/saslprep.ts';
export type { AuthPlan, Credentials, Exchange } from './client/auth/types.ts';
export {
  type ConverseOptions,
  type ConversePorts,
  type ConverseTarget,
  converse,
  type Judgement,
  outcomeText,
} from './client/converse.ts';
export { clientSession } from './client/session.ts';
export type { ClientEffect, ClientInput, ClientState } from './client/state.ts';
export {
  type AuthAnswer,
  type Continuation,
  type Conversation,
  type Greeted,
  type Mail,
  type MailRecipient,
  type MailResult,
  type Outcome,
  type Plan,
  type RecipientResult,
  type RecipientStatus,
  STOPS,
  type Stage,
  type Step,
  type Stop,
  type StopPlan,
  type TlsFacts,
  type TlsMode,
  type TranscriptLine,
  type XclientPlan,
} from './client/types.ts';
export { decodeDots, type Undotted } from './dots/decode.ts';
export { type Dotted, encodeDots, endOfDots } from './dots/encode.ts';
export { type BareMode, type DotState, startOfData, startOfLfData } from './dots/state.ts';
export { type Extensions, parseExtensions } from './extensions.ts';
export type { GrammarError, GrammarErrorCode, GrammarProblem } from './grammar/error.ts';
export { type AddressLiteral, formatLiteral, parseLiteral } from './grammar/literal.ts';
export { formatMailbox, type Mailbox, type MailboxRules, parseMailbox, unquoteLocalPart } from './grammar/mailbox.ts';
export { formatOriginalRecipient, type OriginalRecipient, parseOriginalRecipient } from './grammar/orcpt.ts';
export {
  type BodyKind,
  type MailParameters,
  type NotifyWord,
  type Parameter,
  parseMailParameters,
  parseRcptParameters,
  type RcptParameters,
  splitParameters,
} from './grammar/parameters.ts';
export { addressOf, formatPath, type ParsedPath, type Path, type PathRules, parsePath } from './grammar/path.ts';
export { decodeXtext, decodeXtextOctets, encodeXtext, encodeXtextOctets } from './grammar/xtext.ts';
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
export type { ClientFacts, Offers } from './server/client.ts';
export type { LenientAddress, LenientReading, SessionConfig } from './server/config.ts';
export type { SessionEffect, SessionInput } from './server/effects.ts';
export type { Envelope, MessageFacts, Recipient } from './server/envelope.ts';
export type { AbandonReason, EndReason, SecuredFacts, SessionEvent } from './server/events.ts';
export type { Answer, Question, QuestionOf } from './server/questions.ts';
export type { SessionLimits, SessionReading } from './server/reading.ts';
export type { ServerReply } from './server/reply.ts';
export { formatServerReply } from './server/reply.ts';
export { createServerSession, type ServerSession } from './server/session.ts';
export type { ServerState } from './server/state.ts';
export { answerWith } from './server/turn.ts';
export { type StartTlsOutcome, type StartTlsState, startTlsSession } from './starttls-session.ts';
