/** What the log says of a message that has come. */
import { type HeaderLine, receivedProtocol } from '../../facts/index.ts';
import { type ArrivalFacts, arrivalEntry, entry, MAIN, receivedText } from '../../log/index.ts';
import type { Session } from '../session.ts';

export interface ArrivalOutcome {
  readonly discardedBy?: 'MIME' | 'DATA';
  /** What the ACL that threw it away has to say. */
  readonly why?: string;
}

/** The first line of the message's own log; said before the message is stored, so that it goes to the disk with it. */
export function noteArrival(session: Session): void {
  const { messageLog } = session.shared.ports;
  if (messageLog === undefined) return;
  messageLog(
    session.message?.id ?? '',
    `Received from ${receivedText(arrivalOf(session), session.logFormat).slice(3)}`,
  );
}

export function logArrival(session: Session, { discardedBy, why }: ArrivalOutcome): void {
  session.log(arrivalEntry(arrivalOf(session), session.logFormat));
  const { message, messageControls } = session;
  if (messageControls.freeze !== undefined) session.log(entry('frozen', {}, 'frozen by ACL', MAIN));
  if (messageControls.queue !== undefined)
    session.log(entry('queued', {}, 'no immediate delivery: queued by ACL', MAIN, 'delay_delivery'));
  if (message === undefined || message.recipients.length > 0) return;
  const by = `${discardedBy ?? (session.messageControls.isDiscarded ? 'MAIL' : 'RCPT')} ACL`;
  const reason = why === undefined ? '' : `: ${why}`;
  session.log(entry('discarded', { by }, `=> blackhole (${by} discarded recipients)${reason}`, MAIN));
  session.log(entry('completed', {}, 'Completed', MAIN));
}

function arrivalOf(session: Session): ArrivalFacts {
  const message = session.message!;
  const { connection, messageControls } = session;
  const { parameters, queueName } = message;
  const messageId = idOf(session.fieldOf('message-id'));
  const subject = session.fieldOf('subject');
  const dkim = passing(session);
  return {
    ...session.logWho,
    sender: message.sender,
    protocol: receivedProtocol(connection, message.isUtf8),
    sizeBytes: message.headers.reduce((sum, header) => sum + countedOctets(header), 1) + (message.body?.octets ?? 0),
    fakeReject: messageControls.fake?.name === 'fakereject',
    ...(connection.source === 'smtp' && {
      pipelining: { used: session.hasPipelined, ...(session.offersEarly && { early: 'offered' }) },
    }),
    prdr: message.isPrdr,
    ...(connection.proxy?.local !== undefined && { proxy: connection.proxy.local.address }),
    chunking: session.isChunked,
    ...(dkim !== '' && { dkim }),
    ...(parameters.body !== undefined && parameters.body !== 'BINARYMIME' && { body: parameters.body }),
    receiveMs: Math.max(0, session.now() - session.intakeStartedMs),
    ...(queueName !== undefined && { queue: queueName }),
    ...(messageId !== undefined && { messageId, messageIdCreated: session.madeMessageId }),
    ...(subject !== undefined && { subject }),
    rawSender: message.saidSender,
    rawRecipients: message.recipients.map(({ address, said = address }) => said),
  };
}

/**
 * As Exim counts: the size of the file in its spool without what it puts before each field, three digits and a letter;
 * where the length of a field needs four, the fourth counts.
 */
const countedOctets = ({ letter, text }: HeaderLine): number =>
  (letter === '*' ? 0 : text.length) + String(text.length).padStart(3).length - 3;

/** Domains whose signatures hold. */
const passing = ({ checks }: Session): string =>
  (checks.dkim?.verdicts ?? [])
    .filter(({ result }) => result === 'pass')
    .map(({ domain = '' }) => domain)
    .join(',');

/** Without its angle brackets. */
function idOf(field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const [, id] = /<([^>]*)>/.exec(field) ?? [];
  return id ?? field;
}
