/** What went wrong in a session, and how it ended: for the log, and for the ACL of ends without QUIT. */
import type { EndReason, SessionEvent } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import { closedEntry, commandErrorEntry, lostEntry, noMailEntry, syncEntry, timeoutEntry } from '../log/index.ts';
import { runPhase } from './policy/run.ts';
import type { Session } from './session.ts';

/** A command that was wrong in itself (50x), or at the wrong time (503). */
export function tellFailure(session: Session, { code, text, data }: Extract<SessionEvent, { kind: 'failed' }>): void {
  const { message, connection } = session;
  const line = connection.command ?? '';
  if (message !== undefined && /^rcpt to:/i.test(line)) message.rcptFailCount += 1;
  const said = data === '' ? text : `${data}: ${text}`;
  const facts = { host: session.logHost, kind: code === 503 ? 'protocol' : 'syntax', line, message: said } as const;
  session.log(commandErrorEntry(facts, session.logFormat));
}

/** `$smtp_notquit_reason`. */
const REASONS: Partial<Readonly<Record<EndReason, string>>> = {
  lost: 'connection-lost',
  timeout: 'command-timeout',
  'sync-error': 'synchronization-error',
  errors: 'bad-commands',
  'bare-line-end': 'bad-commands',
  'too-large': 'bad-commands',
};

export function tellEnd(session: Session, why: EndReason): Later<void> {
  logEnd(session, why);
  logNoMail(session);
  const reason = session.connection.notQuitReason ?? REASONS[why];
  if (why === 'quit' || reason === undefined) return undefined;
  session.connection.notQuitReason = reason;
  return after(runPhase(session, 'notquit'), () => undefined);
}

function logEnd(session: Session, why: EndReason): void {
  const { connection, logFormat, logHost: host } = session;
  const by = why === 'quit' ? 'quit' : connection.notQuitReason === 'acl-drop' ? 'drop' : undefined;
  if (by !== undefined) session.log(closedEntry({ ...session.logWho, by }, logFormat));
  else if (why === 'lost')
    session.log(
      lostEntry(
        { host, durationMs: session.now() - connection.startedMs, inTransaction: session.message !== undefined },
        logFormat,
      ),
    );
  else if (why === 'timeout') session.log(timeoutEntry({ host, tls: connection.tls !== undefined }, logFormat));
  else if (why === 'sync-error')
    session.log(
      syncEntry(
        { host, input: '', ...(connection.command !== undefined && { command: connection.command }) },
        logFormat,
      ),
    );
}

function logNoMail(session: Session): void {
  const { connection } = session;
  if (session.counts.messages > 0 || connection.client === undefined) return;
  const facts = { ...session.logWho, durationMs: session.now() - connection.startedMs, commands: connection.history };
  session.log(noMailEntry(facts, session.logFormat));
}
