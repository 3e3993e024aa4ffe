/** A message that came to nothing while it was sent: forgotten, and where it was refused, told. */

import type { AbandonReason } from '../../core/smtp/index.ts';
import type { HeaderLine } from '../facts/index.ts';
import { type LogEntry, messageRejectedEntry, tooLargeEntry, type WithinData } from '../log/index.ts';
import { readHeaderLines } from './headers/parse.ts';
import { abandonIntake } from './intake/incoming.ts';
import type { Broken } from './intake/intake.ts';
import type { Session } from './session.ts';

export function tellAbandoned(session: Session, why: AbandonReason): void {
  if (why === 'too-large') {
    session.cutthrough.drop();
    session.intake?.intake.countOnly(session.connection.messageLimit ?? 0); // told when all of it has been read
    return;
  }
  const refusal = ENTRIES[why]?.(session);
  if (why === 'lost' || why === 'timeout' || why === 'reset') noteBroken(session, why);
  abandonIntake(session);
  if (refusal === undefined) return;
  session.log(refusal);
  session.endMessage();
}

/** What had come of it by then is there for the ACL for ends without QUIT. Of what RSET has ended nothing is left. */
function noteBroken(session: Session, why: 'lost' | 'timeout' | 'reset'): void {
  const { intake, message } = session;
  if (intake === undefined || message === undefined) return;
  session.cutthrough.drop();
  const { header, hasEmptyLine, partOctets, body } = intake.intake.breakOff();
  const headers = readHeaderLines(header);
  const isWaiting = intake.intake.isInHeader && partOctets === 0;
  session.brokenOff = whereBroken(intake.intake.isInHeader, { header, hasEmptyLine, partOctets, body });
  if (session.brokenOff !== 'body') message.id = undefined; // it had none that anybody knows
  if (why === 'reset') {
    if (session.brokenOff === 'body') message.headers = headers;
    return; // nothing but RSET is heard any more
  }
  // Whoever waits does not know yet whether the last field goes on.
  message.headers = why === 'timeout' && isWaiting ? headers.slice(0, -1) : headers;
  message.headerRead = {
    octets: header.replaceAll('\r\n', '\n').length + partOctets + (hasEmptyLine ? 1 : 0),
    lines: header.split('\n').length - 1 + (hasEmptyLine && why === 'lost' ? 1 : 0),
  };
  message.body = body;
}

/** Of a line that is no field, and so ended the header, Exim still asks whether the next one continues it. */
function whereBroken(isInHeader: boolean, { header, hasEmptyLine, partOctets, body }: Broken): WithinData {
  if (isInHeader) return partOctets === 0 && header !== '' ? 'after-header' : 'header';
  return !hasEmptyLine && body.lines === 1 && body.octets === body.longestLine + 1 ? 'after-header' : 'body';
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
