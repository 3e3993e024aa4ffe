/** How a session ended: for the log, and for the ACL of ends without QUIT. */
import type { Answer, EndReason, QuestionOf } from '../../core/smtp/index.ts';
import type { AclVerdict } from '../acl/index.ts';
import { after, type Later } from '../expand/index.ts';
import { HISTORY } from '../facts/index.ts';
import {
  closedEntry,
  droppedEntry,
  incompleteEntry,
  type LogEntry,
  lostEntry,
  lostInDataEntry,
  noMailEntry,
  syncEntry,
  timeoutEntry,
  withBelow,
} from '../log/index.ts';
import { rejectedMessage } from './log-facts.ts';
import { replyLines } from './policy/reply.ts';
import { runPhase } from './policy/run.ts';
import type { Session } from './session.ts';

/** An end without QUIT: told before the last word, which its ACL may have a message for. */
export function answerFarewell(session: Session, { why, code }: QuestionOf<'farewell'>): Later<Answer> {
  session.isEndTold = true;
  return after(tellEnd(session, why), () => {
    const { lastWords } = session;
    if (lastWords === undefined) return { outcome: 'accept' };
    return { outcome: 'accept', reply: { code, text: replyLines(session, lastWords).join('\n') } };
  });
}

/** `$smtp_notquit_reason`. */
const REASONS: Partial<Readonly<Record<EndReason, string>>> = {
  lost: 'connection-lost',
  timeout: 'command-timeout',
  'data-timeout': 'data-timeout',
  'sync-error': 'synchronization-error',
  'unknown-commands': 'bad-commands',
  'nonmail-commands': 'bad-commands',
  'bare-line-end': 'bad-commands',
  'too-large': 'bad-commands',
};

export function tellEnd(session: Session, why: EndReason): Later<void> {
  const { connection } = session;
  if (why === 'quit' && session.brokenOff !== undefined) return tellQuitInMessage(session);
  if (why === 'errors' && session.brokenOff !== undefined) return tellLostByErrors(session);
  if (session.brokenOff === undefined) logIncomplete(session, INCOMPLETE[why]);
  if (TOLD_FIRST.has(why) && session.brokenOff === undefined)
    return after(tellReason(session, why), () => {
      session.log(ENTRIES[why]?.(session)); // the ACL may have asked for the client's name
      logNoMail(session);
    });
  const entry = ENTRIES[why]?.(session);
  if (session.brokenOff === undefined || isTimeout(why)) session.log(entry);
  else session.logWithoutId(entry);
  if (why === 'lost' && session.message !== undefined) session.message.id = undefined; // nobody knows it any more
  if (why === 'nonmail-commands') connection.history = connection.history.slice(0, -1); // it was not obeyed
  const isDropped = connection.notQuitReason === 'acl-drop';
  if (isDropped) session.log(closedEntry({ ...session.logWho, by: 'drop' }, session.logFormat));
  return after(tellReason(session, why), () => {
    if (session.isNameRefused) connection.helo = undefined;
    if (!isTimeout(why) || !hasReason(session)) logNoMail(session);
  });
}

/** Who has made too many mistakes between chunks of BDAT is gone, as far as the message knows. */
function tellLostByErrors(session: Session): Later<void> {
  const entry = withBelow(dropped('errors')(session), rejectedMessage(session.message));
  if (session.brokenOff === 'body') session.log(entry);
  else session.logWithoutId(entry);
  return tellLostMessage(session);
}

function tellLostMessage(session: Session): Later<void> {
  session.logWithoutId(lost(session));
  return after(tellReason(session, 'lost'), () => undefined);
}

/** Between chunks of BDAT. */
function tellQuitInMessage(session: Session): Later<void> {
  const closed = closedEntry({ ...session.logWho, by: 'quit' }, session.logFormat);
  if (session.brokenOff === 'body') session.log(closed);
  else session.logWithoutId(closed);
  return tellLostMessage(session);
}

/** Of these the ACL hears before the log does. */
const TOLD_FIRST: ReadonlySet<EndReason> = new Set(['lost', 'unknown-commands']);

const hasReason = ({ connection }: Session): boolean => connection.notQuitReason !== undefined;

/** To the ACL for ends without QUIT, where there is a reason. */
function tellReason(session: Session, why: EndReason): Later<unknown> {
  const { connection } = session;
  const isDropped = connection.notQuitReason === 'acl-drop';
  const reason = isDropped ? 'acl-drop' : REASONS[why];
  if (why === 'quit' || reason === undefined || isUngreeted(session)) return undefined;
  connection.notQuitReason = reason;
  return after(runPhase(session, 'notquit'), (verdict) => {
    session.lastWords = verdict?.message?.text;
    tellMisjudged(session, 'not-QUIT', verdict);
  });
}

/** Words came before the greeting: there was nothing to end. */
const isUngreeted = ({ earlyInput }: Session): boolean => earlyInput !== undefined && earlyInput.line === undefined;

/** A handshake that STARTTLS asked for has come to nothing, and the connection with it. */
export function tellTlsFailed(session: Session): Later<void> {
  session.log(closedEntry({ ...session.logWho, by: 'eof' }, session.logFormat));
  session.connection.notQuitReason = 'tls-failed';
  return after(runPhase(session, 'notquit'), (verdict) => {
    tellMisjudged(session, 'not-QUIT', verdict);
    logNoMail(session);
  });
}

/** Who refuses what is over has made a mistake. */
export function tellMisjudged(session: Session, at: 'QUIT' | 'not-QUIT', verdict: AclVerdict | undefined): void {
  if (verdict?.outcome !== 'error') return;
  session.logTrouble(`ACL for ${at} returned ERROR: ${verdict.logMessage ?? ''}`);
}

const isTimeout = (why: EndReason): boolean => why === 'timeout' || why === 'data-timeout';

/** What ended a transaction that had begun; of QUIT it is told before its ACL is run. */
const INCOMPLETE: Partial<Readonly<Record<EndReason, string>>> = {
  lost: 'connection lost',
  'sync-error': 'sync failure',
  'unknown-commands': 'unrecognized command',
  'nonmail-commands': 'too many non-mail commands',
};

/** A transaction that came to nothing. */
export function logIncomplete(session: Session, why: string | undefined): void {
  const { message, logHost: host, logFormat } = session;
  if (message === undefined || why === undefined) return;
  const recipients = message.recipients.map(({ address }) => address);
  session.log(incompleteEntry({ host, sender: message.saidSender, recipients, why }, logFormat));
}

type MakeEntry = (session: Session) => LogEntry;

const ENTRIES: Partial<Readonly<Record<EndReason, MakeEntry>>> = {
  quit: (session) => closedEntry({ ...session.logWho, by: 'quit' }, session.logFormat),
  lost,
  timeout: ({ logHost: host, connection, logFormat }) =>
    timeoutEntry({ host, tls: connection.tls !== undefined }, logFormat),
  'data-timeout': ({ logHost: host, connection, logFormat, message }) =>
    timeoutEntry({ host, tls: connection.tls !== undefined, sender: message?.sender ?? '' }, logFormat),
  'sync-error': outOfStep,
  errors: dropped('errors'),
  'unknown-commands': dropped('unrecognized'),
  'nonmail-commands': dropped('nonmail'),
};

function outOfStep({ logHost: host, earlyInput, logFormat }: Session): LogEntry {
  const { input = new Uint8Array(), line, isPipelining } = earlyInput ?? {};
  const behind = line === undefined ? {} : { command: line, advertised: isPipelining === true };
  return syncEntry({ host, input: Buffer.from(input).toString('latin1'), ...behind }, logFormat);
}

function lost(session: Session): LogEntry {
  const { logHost: host, connection, logFormat, brokenOff: within } = session;
  if (within !== undefined) return lostInDataEntry({ host, within }, logFormat);
  const durationMs = session.now() - connection.startedMs;
  return lostEntry({ host, durationMs, inTransaction: session.message !== undefined }, logFormat);
}

function dropped(why: 'errors' | 'nonmail' | 'unrecognized'): MakeEntry {
  return ({ logHost: host, connection: { history: commands, command: line = '' }, logFormat }) =>
    droppedEntry({ host, why, line, commands, commandsCut: commands.length >= HISTORY }, logFormat);
}

function logNoMail(session: Session): void {
  const { connection } = session;
  if (session.hasSaidMail || connection.isGreeted !== true) return;
  if (connection.client === undefined && connection.source !== 'local-smtp') return;
  if (isUngreeted(session)) return;
  const facts = {
    ...session.logWho,
    durationMs: session.now() - connection.startedMs,
    commands: [...connection.history],
    commandsCut: connection.history.length >= HISTORY,
  };
  session.log(noMailEntry(facts, session.logFormat));
}
