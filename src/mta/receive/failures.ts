/** Commands that failed for what they are: each with the line the log has for it, and the event. */
import type { SessionEvent } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import {
  commandErrorEntry,
  helloEntry,
  type LogEntry,
  noHelloEntry,
  tlsErrorEntry,
  tooLargeEntry,
  tooManyMessagesEntry,
  unqualifiedEntry,
} from '../log/index.ts';
import { raise } from './events.ts';
import type { Session } from './session.ts';

type Failed = Extract<SessionEvent, { kind: 'failed' }>;

export function tellFailure(session: Session, failed: Failed): Later<void> {
  const { connection, message } = session;
  if (message !== undefined && /^rcpt to:/i.test(connection.command ?? '')) connection.rcpts.failed += 1;
  if (failed.text !== 'HELO or EHLO required')
    return ROWS.find(([code, text]) => code === failed.code && text.test(failed.text))?.[2](session, failed);
  session.log(noHelloEntry({ host: session.logHost }, session.logFormat));
  return undefined;
}

type Tell = (session: Session, failed: Failed) => Later<void>;
type Row = readonly [code: number, text: RegExp, tell: Tell];

const logged =
  (make: (session: Session, failed: Failed) => LogEntry): Tell =>
  (session, failed) =>
    session.log(make(session, failed));

/** By what is said to the client; the rest is an error of protocol or of syntax. */
const ROWS: readonly Row[] = [
  [501, /^Syntactically invalid/, forgetHelo],
  [552, /^Message size/, logged(tooLarge)],
  [421, /^too many messages/, logged(({ logHost: host, logFormat }) => tooManyMessagesEntry({ host }, logFormat))],
  [501, /must contain a domain$/, logged(unqualified)],
  [554, /^Already in TLS$/, logged(tlsTwice)],
  [
    501,
    /^(?:MAIL must have an address operand|missing size for BDAT command)$/,
    (session, failed) => wrong(session, failed, 'protocol'),
  ],
  [503, /^/, (session, failed) => wrong(session, failed, 'protocol')],
  [501, /^NUL characters/, (session, failed) => wrong(session, { ...failed, text: NUL_SHOWN }, 'syntax')],
  [504, /^/, (session, failed) => wrong(session, failed, 'protocol')],
  [500, /^/, (session, failed) => wrong(session, failed, 'syntax')],
  [501, /^/, (session, failed) => wrong(session, failed, 'syntax')],
];

/** What Exim logs of it, in place of what it says. */
const NUL_SHOWN = "NUL character(s) present (shown as '?')";

function tlsTwice({ logHost: host, logFormat }: Session): LogEntry {
  // Behind the colon is what the library has to say: nothing.
  return tlsErrorEntry({ host, message: '(STARTTLS received after TLS started): ' }, logFormat);
}

function wrong(session: Session, { text }: Failed, kind: 'syntax' | 'protocol'): Later<void> {
  const line = session.connection.command ?? '';
  const made = commandErrorEntry({ host: session.logHost, kind, line, message: text }, session.logFormat);
  return after(raise(session, { name: `smtp:fail:${kind}`, data: text }), () => session.log(made));
}

function forgetHelo(session: Session): void {
  session.connection.isHeloForgotten = true;
  session.log(hello(session));
}

function hello({ connection, logHost: host, logFormat }: Session): LogEntry {
  const [, verb = 'EHLO', argument = ''] = /^(\w+)\s*(.*)$/.exec(connection.command ?? '') ?? [];
  return helloEntry(
    { host, verb: verb.toUpperCase() === 'HELO' ? 'HELO' : 'EHLO', argument, why: 'syntax' },
    logFormat,
  );
}

function tooLarge({ connection, logHost: host, logFormat, shared }: Session): LogEntry {
  const [, path = ''] = /^mail from:\s*(.*?)(?:\s+[a-z\d-]+(?:=\S*)?)*$/is.exec(connection.command ?? '') ?? [];
  const read = shared.readAddress(path, { utf8: true, mayBeNull: true });
  const sender = typeof read === 'string' ? path : read.address;
  const [, sign, digits = '0'] = /\bsize=([+-]?)(\d+)/i.exec(connection.command ?? '') ?? [];
  const sizeBytes = sign === '-' ? Number.MAX_SAFE_INTEGER : Number(digits); // as an unsigned number of C's
  const limitBytes = connection.messageLimit ?? 0;
  return tooLargeEntry({ host, sender, sizeBytes, limitBytes, at: 'MAIL' }, logFormat);
}

function unqualified({ connection, logHost: host, logFormat }: Session, { text, data }: Failed): LogEntry {
  const what = text.startsWith('sender') ? 'sender' : /^vrfy/i.test(connection.command ?? '') ? 'verify' : 'recipient';
  const { hostName } = connection;
  const lookup = hostName?.kind === 'failed' ? ` (${hostName.message})` : '';
  return unqualifiedEntry({ host, what, address: data.replace(/^<|>$/g, '').trim(), lookup }, logFormat);
}
