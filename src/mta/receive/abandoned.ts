/** A message that came to nothing while it was sent: forgotten, and where it was refused, told. */
import type { AbandonReason } from '../../core/smtp/index.ts';
import { type LogEntry, messageRejectedEntry, tooLargeEntry } from '../log/index.ts';
import type { Session } from './session.ts';

export function tellAbandoned(session: Session, why: AbandonReason): void {
  const refusal = ENTRIES[why]?.(session);
  session.abandonIntake();
  if (refusal === undefined) return;
  session.log(refusal);
  session.endMessage();
}

/** Those that are refused for what they are; the others have been lost, or taken back. */
const ENTRIES: Partial<Readonly<Record<AbandonReason, (session: Session) => LogEntry>>> = {
  'too-large': (session) => {
    const { logHost: host, connection, intake, logFormat } = session;
    const sizes = { sizeBytes: intake?.intake.octets ?? 0, limitBytes: connection.messageLimit ?? 0 };
    return tooLargeEntry({ host, sender: senderOf(session), ...sizes, at: 'DATA' }, logFormat);
  },
  'bare-line-end': rejected('CR or LF alone in the message'),
  'line-too-long': rejected('a line of the message is too long'),
};

function rejected(why: string): (session: Session) => LogEntry {
  return (session) =>
    messageRejectedEntry({ host: session.logHost, sender: senderOf(session), why }, session.logFormat);
}

const senderOf = ({ message }: Session): string => message?.sender ?? '';
