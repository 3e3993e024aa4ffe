/**
 * One step of a session while it is made: the state to be, and the effects so far.
 *
 * Handlers of commands speak through it. It lives for one call of `step`, which copies the state first: from outside a step
 * is a function of state and input.
 */
import { mayTalkEarly } from './client.ts';
import type { SessionEffect } from './effects.ts';
import type { AbandonReason, EndReason, SecuredFacts, SessionEvent } from './events.ts';
import type { Answer, Question } from './questions.ts';
import type { ServerReply } from './reply.ts';
import { formatServerReply } from './reply.ts';
import type { ServerState } from './state.ts';
import { copyOf, NOTHING } from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface FailOptions {
  readonly before?: string;
  readonly saysWhy?: boolean;
}

export class Turn {
  readonly state: Mutable<ServerState>;
  readonly effects: SessionEffect[] = [];
  /** With what the command under way failed, code and text. */
  failure: string | undefined;
  /** With what it was refused, though it is held against nobody; code and text. */
  refusal: string | undefined;
  /** The answer to a question that is not asked. */
  private readonly accepted: (turn: Turn, question: Question, answer: Answer) => void;

  constructor(state: ServerState, accepted: (turn: Turn, question: Question, answer: Answer) => void) {
    this.state = copyOf(state);
    this.accepted = accepted;
  }

  /** Nothing is said behind the last word. */
  reply(code: number, text: string): void {
    if (this.state.phase === 'over') return;
    this.effects.push({ kind: 'send', text: formatServerReply({ code, text }, this.state.config.octets) });
  }

  /** What the host says, or our own words where it says none. */
  respond(answer: Answer, code: number, text: string): void {
    const reply = answer.reply ?? { code, text };
    this.reply(reply.code, reply.text);
    if (answer.deafens === true) {
      this.reset('reset');
      this.state.config = { ...this.state.config, deaf: reply };
    } else if (answer.outcome === 'close') this.close('closed');
  }

  ask(question: Question): void {
    if (this.state.config.asks.has(question.kind)) this.mustAsk(question);
    else this.accepted(this, question, ACCEPTED);
  }

  mustAsk(question: Question): void {
    this.state.asked = question;
    this.effects.push({ kind: 'ask', question });
  }

  tell(event: SessionEvent): void {
    this.effects.push({ kind: 'tell', event });
  }

  /**
   * A command that is wrong or comes at the wrong time: told, counted, and one too many ends the connection.
   *
   * @param data  stands before the text, as `<a@>: domain missing or malformed`
   * @param before  lines of the reply that nobody else is told of
   * @param saysWhy  the last reply says that there were too many
   */
  fail(code: number, text: string, data = '', { before = '', saysWhy = true }: FailOptions = {}): void {
    const { state } = this;
    const said = before + (data === '' ? text : `${data}: ${text}`);
    this.failure = `${code} ${said}`;
    if (state.config.tellsCommands === true) this.tell({ kind: 'failed', code, text, data });
    state.counts = { ...state.counts, errors: state.counts.errors + 1 };
    if (state.counts.errors <= state.config.limits.errors) return void this.reply(code, said);
    this.reply(code, saysWhy ? `${said}\nToo many syntax or protocol errors` : said);
    if (state.wantsReset) this.tellLost();
    this.close('errors');
  }

  /** Told to the host, and not counted: beyond a limit, or no matter. */
  refuse(code: number, text: string, data = ''): void {
    const said = data === '' ? text : `${data}: ${text}`;
    this.refusal = `${code} ${said}`;
    if (this.state.config.tellsCommands === true) this.tell({ kind: 'failed', code, text, data });
    this.reply(code, said);
  }

  failWith(code: number, data: string, text: string): void {
    this.fail(code, text, data);
  }

  /** Back to where HELO left off (RFC 5321 §4.1.1.5). */
  reset(why: AbandonReason): void {
    this.abandon(why);
    this.state.transaction = undefined;
    this.state.refusal = undefined;
    this.state.wantsReset = false;
  }

  /** A message that had begun is none. */
  abandon(why: AbandonReason): void {
    if (this.state.body === undefined) return;
    this.state.body = undefined;
    this.tell({ kind: 'abandoned', why });
  }

  /** The client is a stranger again: after STARTTLS (RFC 3207 §4.2) and XCLIENT. */
  forget(): void {
    this.reset('reset');
    this.state.helo = undefined;
    this.state.hasSaidEhlo = false;
    this.state.identity = undefined;
    this.state.mechanism = undefined;
  }

  secure(tls: SecuredFacts): void {
    this.state.isSecured = true;
    this.tell({ kind: 'secured', tls });
  }

  /** The end of a session that the client has not ended by QUIT; the host may have other words for it. */
  farewell(why: EndReason, code: number, text: string): void {
    this.abandon(abandonedBy(why));
    this.ask({ kind: 'farewell', why, code, text });
  }

  /** Who has ended TLS hears nothing in it any more, nor who did not wait there (Deviates because Exim is silent to him). */
  lastReply(why: EndReason, { code, text }: ServerReply): void {
    if (!this.state.isSecured || (why !== 'lost' && why !== 'sync-error')) this.reply(code, text);
  }

  /** A message is still read, and no more of it will come. */
  tellLost(): void {
    this.lastReply('lost', { code: 421, text: 'Lost incoming connection' });
  }

  close(why: EndReason): void {
    if (this.state.phase === 'over') return;
    this.abandon(abandonedBy(why));
    this.state.phase = 'over';
    this.state.asked = undefined;
    this.state.input = NOTHING;
    this.tell({ kind: 'ended', why });
    this.effects.push({ kind: 'close', isAgreed: why === 'quit' });
  }

  /** The end of this session, and not of the connection. */
  handOver(): void {
    if (this.state.phase === 'over') return;
    this.abandon('reset');
    this.state.phase = 'over';
    this.state.input = NOTHING;
    this.tell({ kind: 'ended', why: 'handed-over' });
    this.effects.push({ kind: 'hand-over' });
  }

  /** Replies are waited for again: whoever may talk early may do so up to the first DATA or BDAT (Deviates because Exim has it so). */
  endEarlyTalk(): void {
    const { offers } = this.state;
    if (mayTalkEarly(offers)) this.state.offers = { ...offers, pipeConnect: false, earlyTalk: false };
  }

  get offersDsn(): boolean {
    return this.isExtended && this.state.offers.dsn === true;
  }

  /** What an EHLO was told, so far as it is known to this client. */
  get isExtended(): boolean {
    return this.state.helo !== undefined && this.state.helo.verb !== 'HELO';
  }
}

export const ACCEPTED: Answer = { outcome: 'accept' };

/** From a scripted reply to what it means: 421 ends the connection, 4yz and 5yz refuse. */
export function answerWith(reply: ServerReply): Answer {
  return { outcome: reply.code === 421 ? 'close' : reply.code >= 400 ? 'refuse' : 'accept', reply };
}

const abandonedBy = (why: EndReason): AbandonReason =>
  why === 'timeout' || why === 'data-timeout' ? 'timeout' : 'lost';
