/** What the log says of a message that has come. */

import { type IncomingMessage, receivedProtocol } from '../../facts/index.ts';
import {
  type ArrivalFacts,
  arrivalEntry,
  entry,
  MAIN,
  noImmediateDeliveryEntry,
  receivedText,
} from '../../log/index.ts';
import { tagsOf } from '../checks/dkim-words.ts';
import { prefixOf } from '../headers/sender.ts';
import type { Session } from '../session.ts';
import type { Immediacy } from './immediacy.ts';

export interface ArrivalOutcome {
  readonly immediacy: Immediacy;
  /** Who it was frozen or queued by is not known any more where no ACL has seen the message, as Exim has it. */
  readonly isUnseen?: true;
  readonly discardedBy?: 'DKIM' | 'MIME' | 'DATA';
  /** What the ACL that threw it away has to say. */
  readonly why?: string;
}

/** What is told of an arrival, in the message's own log and in the main one. */
export interface ArrivalLine {
  readonly facts: ArrivalFacts;
  readonly received: string;
}

export function arrivalLine(session: Session): ArrivalLine {
  const facts = arrivalOf(session);
  return { facts, received: receivedText(facts, session.logFormat) };
}

/** The first line of the message's own log; said before the message is stored, so that it goes to the disk with it. */
export function noteArrival(session: Session, { received }: ArrivalLine): void {
  session.shared.ports.messageLog?.(session.message?.id ?? '', `Received from ${received.slice(3)}`);
}

export function logArrival(
  session: Session,
  { facts, received }: ArrivalLine,
  { discardedBy, why, immediacy, isUnseen }: ArrivalOutcome,
): void {
  session.log(arrivalEntry(facts, session.logFormat, received));
  const { message, messageControls } = session;
  const byAcl = isUnseen === true ? 'NULL' : 'ACL';
  if (messageControls.freeze !== undefined) session.log(entry('frozen', {}, `frozen by ${byAcl}`, MAIN));
  if (immediacy.kind !== 'at-once' && immediacy.why !== undefined)
    session.log(
      noImmediateDeliveryEntry({
        why: immediacy.why.replace(/ACL$/, byAcl),
        ...(message?.queueName !== undefined && { queue: message.queueName }),
      }),
    );
  if (message === undefined || message.recipients.length > 0) return;
  const by = `${nameOf(session, discardedBy)} ACL`;
  const reason = why === undefined ? '' : `: ${why}`;
  session.log(entry('discarded', { by }, `=> blackhole (${by} discarded recipients)${reason}`, MAIN));
  session.log(entry('completed', {}, 'Completed', MAIN));
}

const nameOf = ({ source, messageControls }: Session, by: ArrivalOutcome['discardedBy']): string => {
  if (by === 'DATA' && source !== 'smtp' && source !== 'local-smtp') return 'non-SMTP';
  return by ?? (messageControls.isDiscarded ? 'MAIL' : 'RCPT');
};

function arrivalOf(session: Session): ArrivalFacts {
  const message = session.message!;
  const { connection, messageControls } = session;
  const { queueName } = message;
  const messageId = messageIdOf(session, message);
  const dkim = passing(session) ?? '';
  const { host, tls, auth } = session.logWho;
  return {
    host,
    tls,
    auth,
    sender: message.sender,
    ...(session.local?.reference !== undefined && { reference: session.local.reference }),
    protocol: receivedProtocol(connection),
    sizeBytes: sizeOf(message, session.shared.ports.isRehearsal),
    fakeReject: messageControls.fake?.name === 'fakereject',
    pipelining:
      connection.source === 'smtp' && session.offersPipelining
        ? { used: session.hasPipelined, early: earlyTalk(session) }
        : undefined,
    prdr: message.isPrdr,
    proxy: connection.proxy?.local?.address,
    chunking: session.isChunked,
    dkim: dkim === '' ? undefined : dkim,
    body: session.body === 'BINARYMIME' ? undefined : session.body,
    receiveMs: Math.max(0, session.now() - session.intakeStartedMs),
    queue: queueName,
    messageId,
    messageIdCreated: messageId === undefined ? undefined : session.madeMessageId,
    subject: subjectOf(session),
    rawSender: message.saidSender,
    rawRecipients: session.rawRecipients,
  };
}

/** As it came, or as we made it: one that an ACL has added is none. */
function messageIdOf(session: Session, { headers }: IncomingMessage): string | undefined {
  if (!session.cameWithMessageId && !session.madeMessageId) return undefined;
  return idOf(session.fieldOf(`${prefixOf(headers)}message-id`.toLowerCase()));
}

const earlyTalk = ({ hasTalkedEarly, hasOfferedEarly }: Session): 'used' | 'offered' | undefined =>
  hasTalkedEarly ? 'used' : hasOfferedEarly ? 'offered' : undefined;

/** Header, the empty line, body. */
function sizeOf({ headers, body }: IncomingMessage, isRehearsal: boolean): number {
  let octets = 1 + (body?.octets ?? 0);
  for (const { letter, text } of headers)
    octets += (letter === '*' ? 0 : text.length) + (isRehearsal ? 0 : excessDigits(text));
  return octets;
}

/**
 * As Exim counts, who asks for the size of the file in its spool without what it puts before each field, three digits and a
 * letter: where the length of a field needs four, the fourth counts. A rehearsal has no such file.
 */
const excessDigits = (text: string): number => Math.max(0, String(text.length).length - 3);

/** The domain of the last signature that holds, as Exim has it. */
function passing({ checks }: Session): string | undefined {
  const verdict = checks.dkim?.verdicts.findLast(({ result }) => result === 'pass');
  return verdict && tagsOf(verdict).domain;
}

/** `$h_subject:`, where it came with the message and is asked for: one that an ACL has added is none. */
function subjectOf(session: Session): string | undefined {
  const { logFormat, host } = session;
  if (!logFormat.selectors.has('subject') || !session.cameWithSubject) return undefined;
  if (session.fieldOf('subject') === undefined) return undefined;
  const subject = host.headers.insert('subject', 'decoded');
  return 'kind' in subject && subject.kind === 'text' ? subject.text : undefined; // there is nothing to wait for
}

/** Without its angle brackets; nothing where it is none. */
function idOf(field: string | undefined): string | undefined {
  const [, angled, bare] = /^(?:<([^<>\s]+)>|([^<>\s]+))$/.exec(field?.trim() ?? '') ?? [];
  return angled ?? bare;
}
