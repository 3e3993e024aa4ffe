/** Commands that failed for what they are: each with the line the log has for it. */
import type { SessionEvent } from '../../core/smtp/index.ts';
import {
  authFailureEntry,
  commandErrorEntry,
  helloEntry,
  type LogEntry,
  noHelloEntry,
  tlsErrorEntry,
  tooLargeEntry,
  tooManyMessagesEntry,
  unqualifiedEntry,
} from '../log/index.ts';
import type { Session } from './session.ts';

type Failed = Extract<SessionEvent, { kind: 'failed' }>;

export function tellFailure(session: Session, failed: Failed): void {
  const { message, connection } = session;
  if (message !== undefined && /^rcpt to:/i.test(connection.command ?? '')) message.rcptFailCount += 1;
  if (failed.text === 'HELO or EHLO required') session.log(noHelloEntry({ host: session.logHost }, session.logFormat));
  else
    session.log(ENTRIES.find(([code, text]) => code === failed.code && text.test(failed.text))?.[2](session, failed));
}

type Row = readonly [code: number, text: RegExp, make: (session: Session, failed: Failed) => LogEntry | undefined];

/** By what is said to the client; the rest is an error of protocol or of syntax. */
const ENTRIES: readonly Row[] = [
  [501, /^Syntactically invalid/, hello],
  [501, /^Authentication cancelled$/, (session) => brokenOff(session, 'cancelled')],
  [501, /^Invalid base64 data$/, (session) => brokenOff(session, 'bad-base64')],
  [552, /^Message size/, tooLarge],
  [421, /^too many messages/, ({ logHost: host, logFormat }) => tooManyMessagesEntry({ host }, logFormat)],
  [501, /must contain a domain$/, unqualified],
  [554, /^Already in TLS$/, ({ logHost: host, logFormat }) => tlsErrorEntry({ host, message: TLS_TWICE }, logFormat)],
  [503, /^/, (session, failed) => wrong(session, failed, 'protocol')],
  [500, /^/, (session, failed) => wrong(session, failed, 'syntax')],
  [501, /^/, (session, failed) => wrong(session, failed, 'syntax')],
];

/** Behind the colon is what the library has to say: nothing. */
const TLS_TWICE = '(STARTTLS received after TLS started): ';

function wrong(session: Session, { text }: Failed, kind: 'syntax' | 'protocol'): LogEntry {
  const line = session.connection.command ?? '';
  return commandErrorEntry({ host: session.logHost, kind, line, message: text }, session.logFormat);
}

function brokenOff(
  { connection, shared, logHost: host, logFormat }: Session,
  how: 'cancelled' | 'bad-base64',
): LogEntry {
  const [, mechanism = ''] = /^auth\s+(\S+)/i.exec(connection.command ?? '') ?? [];
  const { authenticator, log: message } = shared.authenticators.broken(mechanism, how);
  return authFailureEntry({ host, authenticator, message }, logFormat);
}

function hello({ connection, logHost: host, logFormat }: Session): LogEntry {
  const [, verb = 'EHLO', argument = ''] = /^(\w+)\s*(.*)$/.exec(connection.command ?? '') ?? [];
  return helloEntry(
    { host, verb: verb.toUpperCase() === 'HELO' ? 'HELO' : 'EHLO', argument, why: 'syntax' },
    logFormat,
  );
}

function tooLarge({ connection, logHost: host, logFormat }: Session): LogEntry {
  const [, sender = ''] = /^mail from:\s*<?([^>\s]*)/i.exec(connection.command ?? '') ?? [];
  const [, size = '0'] = /\bsize=(\d+)/i.exec(connection.command ?? '') ?? [];
  const limitBytes = connection.messageLimit ?? 0;
  return tooLargeEntry({ host, sender, sizeBytes: Number(size), limitBytes, at: 'MAIL' }, logFormat);
}

function unqualified({ connection, logHost: host, logFormat }: Session, { text, data }: Failed): LogEntry {
  const what = text.startsWith('sender') ? 'sender' : /^vrfy/i.test(connection.command ?? '') ? 'verify' : 'recipient';
  return unqualifiedEntry({ host, what, address: data.replace(/^<|>$/g, '') }, logFormat);
}
