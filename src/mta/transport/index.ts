/**
 * transport: messages leave this host, or come to rest on it (Exim spec ch. 24–30).
 *
 * `deliverBy` takes one *delivery*: a message, a transport of the configuration and the recipients that may go together. What
 * all transports have in common stands around the *driver*, a folder each: size, return path, how many at once, a shadow.
 * A driver never rejects: what comes of each recipient is an *outcome*, with Exim's numbers and words, and who asked plans
 * the next attempt by it. `content/` is the message as it goes out: header fields taken away, rewritten and added, line ends,
 * lines that must not begin as they do, a program that all of it goes through.
 *
 * A *local* delivery becomes a *task*, a plain value in which everything is expanded; it is done in this process, or by a
 * child that has become the user (`local/`). What can only be expanded when the file is there is asked back.
 *
 * Deliberately absent: who goes together, when it is tried again, reports, the log.
 */

import type { StsPorts } from './smtp/tls/sts.ts';

export { hasRoom } from './appendfile/has-room.ts';
export { prepareLocks } from './appendfile/locks.ts';
export { outgoingFields } from './content/headers.ts';
export { type ContentFailure, type OutgoingContent, outgoingContent } from './content/outgoing.ts';
export { ContentTrouble, type Trouble } from './content/trouble.ts';
export { deliverBy } from './deliver-by.ts';
export { hostsToTry } from './hosts-to-try.ts';
export { performTask } from './local/perform.ts';
export { enterable } from './local/run-job.ts';
export { logFactsOf, remoteOf, tlsOf } from './log-facts.ts';
export type { Carried } from './smtp/connection.ts';
export type { Target } from './smtp/host-facts.ts';
export { hostsOf } from './smtp/host-list.ts';
export { type Asked, type Heard, Inquiry, type Patience } from './smtp/inquiry.ts';
export type { Errand } from './smtp/load.ts';
export { rcptAddress } from './smtp/mail.ts';
export { endKeptConnections } from './smtp/pool.ts';
export { portOf } from './smtp/port.ts';
/** Policies of domains that are kept (RFC 8461), renewed beside queue runs. */
export async function renewPolicies(world: StsPorts): Promise<void> {
  const sts = await import('./smtp/tls/sts.ts');
  return sts.renewPolicies(world);
}

export type {
  AnswerLate,
  Deliver,
  Delivery,
  DeliveryRecipient,
  DeliveryReport,
  GeneratedMessage,
  HostAttempt,
  KeyedHost,
  LateAnswer,
  LateQuestion,
  LocalJob,
  LocalOutcome,
  LocalTask,
  MayTry,
  OutgoingMessage,
  OutgoingTls,
  RecipientOutcome,
  RunAs,
  TransportEvent,
  TransportHints,
  TransportWorld,
} from './types.ts';
export { deliveryVariables } from './variables.ts';
