/** A message that came to nothing while it was sent: forgotten, and where it was refused, told. */

import type { AbandonReason } from '../../core/smtp/index.ts';
import type { HeaderLine } from '../facts/index.ts';
import { type LogEntry, messageRejectedEntry, tooLargeEntry } from '../log/index.ts';
import { readHeaderLines } from './headers/parse.ts';
import { abandonIntake } from './intake/incoming.ts';
import type { Session } from './session.ts';

export function tellAbandoned(session: Session, why: AbandonReason): void {
  if (why === 'too-large') {
    session.cutthrough.drop();
    session.intake?.intake.countOnly(session.connection.messageLimit ?? 0); // told when all of it has been read
    return;
  }
  const refusal = ENTRIES[why]?.(session);
  abandonIntake(session);
  if (refusal === undefined) return;
  session.log(refusal);
  session.endMessage();
}

/** Those that are refused for what they are; the others have been lost, or taken back. */
const ENTRIES: Partial<Readonly<Record<AbandonReason, (session: Session) => LogEntry>>> = {
  'bare-line-end': rejected('CR or LF alone in the message'),
  'line-too-long': rejected('a line of the message is too long'),
};

function rejected(why: string): (session: Session) => LogEntry {
  return (session) =>
    messageRejectedEntry({ host: session.logHost, sender: senderOf(session), why }, session.logFormat);
}

const senderOf = ({ message }: Session): string => message?.sender ?? '';

export function tellRefusedWhole(session: Session, why: AbandonReason): void {
  if (why !== 'too-large') return;
  session.logWithId(tooLarge(session));
  abandonIntake(session);
  session.brokenOff = undefined;
  session.endMessage();
}

function tooLarge(session: Session): LogEntry {
  const { logHost: host, connection, intake, logFormat, message, isChunked } = session;
  const { header = '', octets = 0 } = intake?.intake.soFar() ?? {};
  const limitBytes = connection.messageLimit ?? 0;
  const below = {
    sender: senderOf(session),
    recipients: message?.recipients.map(({ address }) => address) ?? [],
    headers: fieldsUpTo(limitBytes, header),
  };
  const sizeBytes = isChunked ? (intake?.intake.chunkOctets ?? 0) : octets;
  return tooLargeEntry({ host, sender: below.sender, sizeBytes, limitBytes, at: 'DATA', below }, logFormat);
}

/** Those that were there before it became too large. */
function fieldsUpTo(limit: number, header: string): readonly HeaderLine[] {
  let octets = 0;
  return readHeaderLines(header).filter(({ text }) => {
    octets += text.length;
    return octets <= limit;
  });
}
