/**
 * Runs a client session over a connection: the only part that holds a socket, and has patience.
 *
 * Everything that a step wants sent leaves in one write. It reads all the while, so a server that answers in the middle of
 * the content is heard, and neither side waits for the other for ever; the content waits where the socket is full.
 */
import type { Failure } from '../../../base/index.ts';
import type { Connection } from '../../net/index.ts';
import type { Extensions } from '../extensions.ts';
import type { Reply } from '../reply.ts';
import { alertOf, hangUp } from './hang-up.ts';
import { type OnTraffic, recordEffect, traceEffect } from './observe.ts';
import { Outbox } from './outbox.ts';
import { Patience } from './patience.ts';
import { type Pump, pumpOf } from './pump.ts';
import type { ConversationRecord } from './record.ts';
import type { ClientSession } from './session.ts';
import type { ClientEffect, ClientInput, ClientState } from './state.ts';
import type { AuthAnswer, Continuation, Greeted, Mail, MailResult, Outcome, Stage } from './types.ts';

export interface DriverParts {
  readonly session: ClientSession;
  readonly record?: ConversationRecord;
  /** The next mail to send here; undefined: no more. As long as it is waited for, the connection is kept. */
  readonly nextMail: (greeted: Greeted) => Mail | undefined | Promise<Mail | undefined>;
  /** What to do about AUTH, at first and after each reply. Absent: nothing. */
  readonly authenticate?: (greeted: Greeted, reply?: Reply) => AuthAnswer | Promise<AuthAnswer>;
  /** Each as it is done. */
  readonly onMail: (result: MailResult) => void;
  readonly onOffered: (extensions: Extensions) => void;
  /** Each reply, to what it is one. Nothing more is sent before a promise that it answers with is kept. */
  readonly onReply?: (stage: Stage, reply: Reply) => unknown;
  /** The handshake, judged; an outcome ends the conversation. */
  readonly secure: (connection: Connection) => Promise<Connection | Outcome>;
  readonly waitMs: (state: ClientState) => number;
  readonly onTraffic?: OnTraffic;
  readonly signal?: AbortSignal;
}

/** What is on its way to the socket before more content is pulled. */
const ENOUGH_OCTETS = 64 * 1024;

export function driveClient(connection: Connection, parts: DriverParts): Promise<Outcome> {
  return new Promise((resolve) => new ClientDriver(connection, parts, resolve).start());
}

class ClientDriver {
  private connection: Connection;
  private readonly parts: DriverParts;
  private readonly resolve: (outcome: Outcome) => void;
  private state: ClientState;
  private readonly inputs: ClientInput[] = [];
  private isStepping = false;
  private readonly outbox = new Outbox();
  private pump: Pump | undefined;
  /** So many are to be waited for before anything is sent. */
  private held = 0;
  private wantsPart = false;
  private readonly patience = new Patience((afterMs) => this.feed({ kind: 'timeout', afterMs }));
  private isOver = false;
  private alert: string | undefined;

  constructor(connection: Connection, parts: DriverParts, resolve: (outcome: Outcome) => void) {
    this.connection = connection;
    this.parts = parts;
    this.resolve = resolve;
    this.state = parts.session.start;
  }

  start(): void {
    if (this.parts.signal?.aborted === true) {
      this.finish({ kind: 'aborted' });
      return;
    }
    this.parts.signal?.addEventListener('abort', this.onAbort, { once: true });
    this.listen();
    this.feed({ kind: 'opened' });
  }

  private listen(): void {
    const { stream } = this.connection;
    stream
      .on('data', this.onData)
      .once('end', this.onEnd)
      .once('close', this.onEnd)
      .on('drain', this.onDrain)
      .on('error', this.onError);
    stream.resume();
  }

  private unlisten(): void {
    const { stream } = this.connection;
    stream
      .off('data', this.onData)
      .off('end', this.onEnd)
      .off('close', this.onEnd)
      .off('drain', this.onDrain)
      .off('error', this.onError);
    stream.pause();
  }

  private readonly onData = (bytes: Buffer): void => this.feed({ kind: 'bytes', bytes });
  private readonly onEnd = (): void => {
    const { alert } = this;
    this.feed({ kind: 'closed', ...(alert !== undefined && { alert }) });
  };
  /** It ends behind this. */
  private readonly onError = (error: Error): void => {
    this.alert = alertOf(error);
  };
  private readonly onAbort = (): void => this.finish({ kind: 'aborted' });
  /** Room again: a block of the content is out, and the next has its own time (RFC 5321 §4.5.3.2.5). */
  private readonly onDrain = (): void => {
    this.arm();
    if (this.wantsPart) this.pull();
    this.run();
  };

  /** Inputs are taken one after another, whatever an effect of one leads to at once. */
  private feed(input: ClientInput): void {
    this.inputs.push(input);
    this.run();
  }

  private run(): void {
    if (this.isStepping || this.isOver) return;
    this.isStepping = true;
    const before = this.state;
    for (let input = this.inputs.shift(); input !== undefined && !this.isOver; input = this.inputs.shift()) {
      const { state, effects } = this.parts.session.step(this.state, input);
      this.state = state;
      for (const effect of effects) this.perform(effect);
    }
    this.isStepping = false;
    if (this.isOver) return;
    this.flush();
    if (hasMoved(before, this.state)) this.arm();
  }

  private perform(effect: ClientEffect): void {
    switch (effect.kind) {
      case 'send':
        this.outbox.add(Buffer.from(effect.text, this.state.plan.octets === true ? 'latin1' : 'utf8'));
        break;
      case 'content':
        this.outbox.add(effect.octets);
        break;
      case 'replied':
        this.holdFor(this.parts.onReply?.(effect.stage, effect.reply));
        break;
      case 'offered':
        this.parts.onOffered(effect.extensions);
        break;
      case 'settled':
        this.dropPump();
        this.parts.onMail(effect.result);
        break;
      case 'next':
        this.hand(this.parts.nextMail(effect.greeted));
        break;
      case 'authenticate':
        this.answer(this.parts.authenticate?.(effect.greeted, effect.reply) ?? { kind: 'go-on' });
        break;
      case 'answered':
        this.goOn(this.state.transaction!.mail.goOn!(effect.recipients));
        break;
      case 'pull':
        this.pull();
        break;
      case 'secure':
        this.flush();
        void this.secure();
        break;
      case 'done':
        this.outbox.leaveBy(this.connection.stream);
        this.finish(effect.outcome);
        break;
    }
    if (this.parts.record !== undefined) recordEffect(effect, this.parts.record);
    if (this.parts.onTraffic !== undefined) traceEffect(effect, this.parts.onTraffic);
  }

  private hand(mail: Mail | undefined | Promise<Mail | undefined>): void {
    if (mail instanceof Promise) void mail.then((later) => this.feed(mailInput(later)));
    else this.inputs.push(mailInput(mail));
  }

  private answer(answer: AuthAnswer | Promise<AuthAnswer>): void {
    if (answer instanceof Promise) void answer.then((later) => this.feed({ kind: 'auth', answer: later }));
    else this.inputs.push({ kind: 'auth', answer });
  }

  private goOn(how: Continuation | Promise<Continuation>): void {
    if (how instanceof Promise) void how.then((later) => this.feed({ kind: 'continue', how: later }));
    else this.inputs.push({ kind: 'continue', how });
  }

  private pull(): void {
    if (this.state.awaits !== 'part') return; // the same step ended it
    if (this.outbox.octets >= ENOUGH_OCTETS) this.flush();
    this.wantsPart = this.connection.stream.writableNeedDrain;
    if (this.wantsPart) return; // onDrain comes back to it
    try {
      this.pump ??= pumpOf(this.state.transaction!.mail.parts());
      const pulled = this.pump.next();
      if (!(pulled instanceof Promise)) return void this.inputs.push({ kind: 'part', part: pulled });
      this.flush();
      const { pump } = this;
      pulled.then(
        (part) => pump === this.pump && this.feed({ kind: 'part', part }),
        (error: unknown) => pump === this.pump && this.unreadable(error),
      );
    } catch (error) {
      this.unreadable(error);
    }
  }

  /** Half a message cannot be taken back: the server must not be told that it ended. */
  private unreadable(error: unknown): void {
    const failure = (error as { readonly failure?: Failure }).failure;
    if (failure === undefined) throw error;
    this.feed({ kind: 'unreadable', error: failure });
  }

  private dropPump(): void {
    this.pump?.stop();
    this.pump = undefined;
    this.wantsPart = false;
  }

  private holdFor(asked: unknown): void {
    if (!(asked instanceof Promise)) return;
    this.held += 1;
    void asked.then(() => {
      this.held -= 1;
      if (!this.isOver) this.flush();
    });
  }

  private flush(): void {
    if (this.held > 0) return;
    this.outbox.leaveBy(this.connection.stream);
  }

  private arm(): void {
    if (OURS.has(this.state.awaits)) this.patience.rest();
    else this.patience.begin(this.parts.waitMs(this.state));
  }

  /** The handshake has a patience of its own. */
  private async secure(): Promise<void> {
    this.unlisten();
    this.patience.end();
    const secured = await this.parts.secure(this.connection);
    if (this.isOver) return;
    if ('kind' in secured) return this.feed({ kind: 'not-secured', outcome: secured });
    this.connection = secured;
    this.listen();
    this.feed({ kind: 'secured' });
  }

  private finish(outcome: Outcome): void {
    if (this.isOver) return;
    this.isOver = true;
    this.patience.end();
    this.parts.signal?.removeEventListener('abort', this.onAbort);
    this.dropPump();
    this.unlisten();
    hangUp(this.connection);
    this.resolve(outcome);
  }
}

/** What we wait for is to be said by our own side. */
const OURS: ReadonlySet<ClientState['awaits']> = new Set(['mail', 'auth', 'continuation']);

const mailInput = (mail: Mail | undefined): ClientInput =>
  mail === undefined ? { kind: 'no-mail' } : { kind: 'mail', mail };

/** Is something else waited for? Octets that come to no reply do not count: they would make the wait endless. */
const hasMoved = (before: ClientState, now: ClientState): boolean =>
  before.sent[0] !== now.sent[0] ||
  before.awaits !== now.awaits ||
  before.transaction?.octets !== now.transaction?.octets;
