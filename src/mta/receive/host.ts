/** The session's questions answered, its data taken, its end told: policy for one connection. */

import type { Duplex } from 'node:stream';
import type { ServerHost } from '../../core/net/index.ts';
import type { Answer, Question, SessionEvent } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import { noRcpts, noteCommand } from '../facts/index.ts';
import { tlsErrorEntry } from '../log/index.ts';
import { tellAbandoned, tellRefusedWhole } from './abandoned.ts';
import { answerAtrn } from './answers/atrn.ts';
import { answerAuth, answerAuthResponse, answerBrokenAuth, mayAuthenticate } from './answers/auth.ts';
import { answerConnect } from './answers/connect.ts';
import { answerData } from './answers/data.ts';
import { answerHelo } from './answers/helo.ts';
import { answerMail, hearMail } from './answers/mail.ts';
import { hearSender } from './answers/mail-auth.ts';
import { answerEtrn, answerExpn, answerHelp, answerQuit, answerVrfy } from './answers/queries.ts';
import { answerRcpt, hearRcpt } from './answers/rcpt.ts';
import { answerStartTls } from './answers/starttls.ts';
import { answerWellknown } from './answers/wellknown.ts';
import { answerXclient } from './answers/xclient.ts';
import { answerMessage } from './arrival/message.ts';
import { answerFarewell, logIncomplete, tellEnd } from './endings.ts';
import { tellFailure } from './failures.ts';
import { abandonIntake } from './intake/incoming.ts';
import { answerNameless, answerNonMail } from './reading.ts';
import type { Session } from './session.ts';

const ACCEPTED: Answer = { outcome: 'accept' };

export class ReceptionHost implements ServerHost<Question, Answer, SessionEvent> {
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  answer(question: Question): Answer | Promise<Answer> {
    try {
      const answered = this.pending instanceof Promise ? this.askLater(this.pending, question) : this.ask(question);
      return answered instanceof Promise ? answered.catch((bug) => this.onBug(bug)) : answered;
    } catch (bug) {
      return this.onBug(bug);
    }
  }

  /** What is told of the command before comes first. */
  private async askLater(pending: Promise<void>, question: Question): Promise<Answer> {
    await pending;
    this.pending = undefined;
    return this.ask(question);
  }

  private onBug(bug: unknown): Answer {
    this.session.logTrouble(`internal error: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`);
    return { outcome: 'refuse', reply: { code: 451, text: 'Temporary local problem - please try later' } };
  }

  private ask(question: Question): Later<Answer> {
    return after(this.decide(question), (answer) => withControls(answer, this.session));
  }

  private decide(question: Question): Later<Answer> {
    const { session } = this;
    switch (question.kind) {
      case 'connect':
        return answerConnect(session);
      case 'helo':
        return answerHelo(session, question);
      case 'starttls':
        return answerStartTls(session);
      case 'mail-name':
        return answerNameless(session);
      case 'mail-words':
        return hearMail(session, question);
      case 'rcpt-words':
        return hearRcpt(session, question);
      case 'non-mail':
        return answerNonMail(session);
      case 'mail':
        return answerMail(session, question);
      case 'rcpt':
        return answerRcpt(session, question);
      case 'data':
        return answerData(session);
      case 'message':
        return answerMessage(session, question);
      case 'auth-begin':
        return mayAuthenticate(session, question);
      case 'auth':
        return answerAuth(session, question);
      case 'auth-response':
        return answerAuthResponse(session, question);
      case 'auth-broken':
        return answerBrokenAuth(session, question);
      case 'vrfy':
        return answerVrfy(session, question);
      case 'expn':
        return answerExpn(session, question);
      case 'etrn':
        return answerEtrn(session, question);
      case 'wellknown':
        return answerWellknown(session, question);
      case 'atrn':
        return answerAtrn(session, question);
      case 'help':
        return answerHelp(session);
      case 'xclient':
        return answerXclient(session, question);
      case 'quit':
        return answerQuit(session);
      case 'farewell':
        return answerFarewell(session, question);
      case 'rset':
        logIncomplete(session, 'RSET');
        session.endMessage();
        return ACCEPTED;
      default:
        return ACCEPTED;
    }
  }

  takeOver(stream: Duplex): void {
    const { connection, shared } = this.session;
    const { client, atrnDomains: domains } = connection;
    if (shared.ports.relay === undefined || client === undefined || domains === undefined) return void stream.destroy();
    void shared.ports.relay({ stream, client, domains }).finally(() => stream.end());
  }

  fellSilent(): void {
    this.session.pause?.abort();
  }

  /** In GnuTLS's words, as Exim has them. */
  cutOff(): void {
    const { logHost: host, logFormat } = this.session;
    const message = '(recv): The TLS connection was non-properly terminated.';
    this.session.log(tlsErrorEntry({ host, message }, logFormat));
  }

  keepsBack(): boolean {
    return this.session.isKeepingBack;
  }

  data(octets: Uint8Array): void | Promise<void> {
    const { intake, fromLine } = this.session;
    return intake?.intake.write(fromLine === undefined ? octets : fromLine.take(octets));
  }

  tell(event: SessionEvent): void {
    const { session } = this;
    if (event.kind === 'command') this.note(event);
    else if (event.kind === 'failed') this.tellNext(() => tellFailure(session, event));
    else if (event.kind === 'auth-parameter') hearSender(session, event.said);
    else if (event.kind === 'utf8-parameter') session.connection.saidUtf8 = true;
    else if (event.kind === 'secured') session.forgetClient();
    else if (event.kind === 'abandoned') tellAbandoned(session, event.why);
    else if (event.kind === 'refused-whole') tellRefusedWhole(session, event.why);
    else if (event.kind === 'early-input') noteEarlyInput(session, event);
    else if (event.kind === 'early-talk') session.hasTalkedEarly = true;
    else if (event.kind === 'ended' && !session.isEndTold) this.tellNext(() => tellEnd(session, event.why));
  }

  /** What is still told: of commands that failed, and by the ACL for ends without QUIT. */
  private pending: Later<void> = undefined;

  private tellNext(tell: () => Later<void>): void {
    this.pending = after(this.pending, tell);
  }

  /** Until all of that has been told, which no client waits for. */
  untilTold(): Later<void> {
    return this.pending;
  }

  /** For `control = debug`, and for nobody else. */
  get onTraffic(): ServerHost<Question, Answer, SessionEvent>['onTraffic'] {
    const { debugging } = this.session;
    if (debugging === undefined) return undefined;
    return (direction, octets) => {
      if (direction === 'out') debugging.replied(Buffer.from(octets).toString('latin1'));
    };
  }

  private note({ line, hasMore, hasNul }: Extract<SessionEvent, { kind: 'command' }>): void {
    const { session } = this;
    session.debugging?.said(line);
    if (hasNul === true) session.connection.command = line;
    else this.noteCommand(line, hasMore);
  }

  private noteCommand(line: string, hasMore: boolean): void {
    const { session } = this;
    if (isWithinChunks(session, line) || isUnknown(session, line)) session.connection.command = line;
    else noteCommand(session.connection, line);
    session.hasMore = hasMore;
    if (/^mail from:/i.test(line)) noteMail(session, line);
    else if (/^data *$/i.test(line) || (session.hasOfferedChunks && /^bdat [+-]?\d/i.test(line)))
      session.hasSaidData = true;
    else if (/^auth(?: |$)/i.test(line)) session.connection.authFailed = true; // until it is done
    if (/^rcpt to:/i.test(line)) noteRcpt(session);
  }

  ended(): void {
    const { session } = this;
    abandonIntake(session);
    session.debugging?.close();
    void after(this.pending, () => session.shared.ports.left?.());
  }
}

/** Commands that are none unless somebody has asked for them. */
function isUnknown({ shared: { options } }: Session, line: string): boolean {
  const [, verb] = /^(atrn|wellknown|xclient)(?: |$)/i.exec(line) ?? [];
  if (verb === undefined) return false;
  return (options.text(ASKED_FOR_BY[verb.toLowerCase()]!) ?? '') === '';
}

const ASKED_FOR_BY: Readonly<Record<string, string>> = {
  atrn: 'acl_smtp_atrn',
  wellknown: 'wellknown_advertise_hosts',
  xclient: 'hosts_xclient',
};

/** Without a sender it comes to nothing, whether that is held against the client or not. */
function noteRcpt({ connection: { rcpts }, message }: Session): void {
  rcpts.all += 1;
  if (message === undefined) rcpts.failed += 1;
}

/** With somebody behind it, recipients are counted anew, whatever becomes of it; not within a transaction, nor before HELO. */
function noteMail(session: Session, line: string): void {
  session.hasSaidMail = true;
  const { requiresHelo, connection, message, shared } = session;
  const isNameless = connection.helo === undefined && (requiresHelo || shared.asks.has('mail-name'));
  const isHeard = message === undefined && !isNameless;
  if (isHeard && /:\s*\S/.test(line)) connection.rcpts = noRcpts();
}

/** What ACLs have asked of the connection counts from now on, whatever they have answered. */
function withControls(answer: Answer, { controls, shared }: Session): Answer {
  if (!controls.isNew) return answer;
  controls.isNew = false;
  const { enforcesSync, allowsUnadvertisedAuth, isSingleLine: isTerse } = controls;
  const unofferedAuth = allowsUnadvertisedAuth ? shared.authenticators.mechanisms : undefined;
  return { ...answer, enforcesSync, isTerse, ...(unofferedAuth !== undefined && { unofferedAuth }) };
}

/** Within a message in chunks, where few commands are any: they go on with it, or with nothing, and no history knows them. */
function isWithinChunks({ intake, isChunked, brokenOff }: Session, line: string): boolean {
  if (!isChunked) return false;
  if (intake !== undefined) return !/^(?:rset|quit|noop)\b/i.test(line);
  return brokenOff !== undefined && !/^(?:rset|quit)\b/i.test(line);
}

/** A recipient behind whose command the next one was there already is none (Exim looks for it before it adds the recipient). */
function noteEarlyInput(session: Session, event: NonNullable<Session['earlyInput']>): void {
  session.earlyInput = event;
  if (event.isGranted === true && /^rcpt/i.test(event.line ?? '')) session.message?.recipients.pop();
}
