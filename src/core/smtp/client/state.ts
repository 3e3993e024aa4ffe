/**
 * The session as a value: what is planned, what was said and not yet answered, and what is left to do.
 *
 * Inputs and effects are those of core/net/drive.ts with three more: mails are asked for one at a time, the content of one is
 * pulled part by part, and TLS is begun by the driver.
 */
import type { Failure } from '../../../base/index.ts';
import type { Extensions } from '../extensions.ts';
import type { LineBuffer } from '../lines.ts';
import { isTemporary, type PartialReply, type Reply } from '../reply.ts';
import type { Exchange } from './auth/types.ts';
import { resultOf, type Transaction } from './transaction.ts';
import type {
  AuthAnswer,
  Continuation,
  Greeted,
  Mail,
  MailResult,
  Outcome,
  Plan,
  RecipientResult,
  Stage,
  Stop,
} from './types.ts';

export type ClientInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The handshake that was asked for is done. */
  | { readonly kind: 'secured' }
  | { readonly kind: 'not-secured'; readonly outcome: Outcome }
  | { readonly kind: 'mail'; readonly mail: Mail }
  | { readonly kind: 'no-mail' }
  /** How the transaction goes on, where the mail leaves it to the driver. */
  | { readonly kind: 'continue'; readonly how: Continuation }
  /** What to do about AUTH, where the plan leaves it to the driver. */
  | { readonly kind: 'auth'; readonly answer: AuthAnswer }
  /** A part of the content that was pulled; undefined after the last. */
  | { readonly kind: 'part'; readonly part: Uint8Array | undefined }
  | { readonly kind: 'unreadable'; readonly error: Failure }
  | { readonly kind: 'closed'; readonly alert?: string }
  | { readonly kind: 'timeout'; readonly afterMs: number };

export type ClientEffect =
  | {
      readonly kind: 'send';
      readonly stage: Stage;
      readonly text: string;
      readonly shown: string;
      readonly recipient: string | undefined;
    }
  | { readonly kind: 'content'; readonly octets: Uint8Array }
  /** To what: the command, or the one of several recipients that it is for. */
  | { readonly kind: 'replied'; readonly reply: Reply; readonly stage: Stage; readonly recipient: string | undefined }
  /** A reply is waited for that nothing was said for. */
  | { readonly kind: 'awaited'; readonly stage: Stage }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'offered'; readonly extensions: Extensions }
  | { readonly kind: 'secure' }
  | { readonly kind: 'next'; readonly greeted: Greeted }
  /** AUTH is due, or its reply has come: the driver says what is next. */
  | { readonly kind: 'authenticate'; readonly greeted: Greeted; readonly reply?: Reply }
  /** All recipients so far are answered: the driver says how it goes on. */
  | { readonly kind: 'answered'; readonly recipients: readonly RecipientResult[] }
  | { readonly kind: 'pull' }
  | { readonly kind: 'settled'; readonly result: MailResult }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** A command on its way. */
export interface Sent {
  readonly stage: Stage;
  /** The how manyeth command it was, counting from 1; the greeting is 0. */
  readonly order: number;
  /** What of it may not be shown. */
  readonly secret?: string | undefined;
  /** Of `rcpt`, and of the content where each recipient has a reply of its own: which one. */
  readonly recipient?: number | undefined;
  /** Of `bdat`: it was the last chunk. */
  readonly isLast?: true | undefined;
}

export interface AuthState {
  readonly exchange: Exchange;
  readonly mechanism: string;
  /** Names still to be tried. */
  readonly rest: readonly string[];
  /** Why we broke it off; its reply is still to come. */
  readonly cancelled?: string;
}

export interface ClientState {
  readonly plan: Plan;
  readonly buffer: LineBuffer;
  readonly partial: PartialReply;
  /** The oldest first; the greeting is awaited as if it had been asked for. */
  readonly sent: readonly Sent[];
  /** Commands sent so far. */
  readonly said: number;
  /** Waiting for the driver: for a handshake, for a mail, for how a transaction goes on, for a part of the content. */
  readonly awaits: 'tls' | 'auth' | 'mail' | 'continuation' | 'part' | undefined;
  readonly extensions: Extensions;
  readonly isSecure: boolean;
  /** The keyword of our last greeting. */
  readonly hello: 'EHLO' | 'HELO' | 'LHLO';
  readonly done: Readonly<Record<'tls' | 'xclient' | 'auth', boolean>>;
  /** XCLIENT commands sent. */
  readonly xclientSent: number;
  readonly auth: AuthState | undefined;
  readonly authenticated: string | undefined;
  readonly transaction: Transaction | undefined;
  /** A transaction was left open: RSET comes before the next. */
  readonly needsReset: boolean;
  /** A mail kept while RSET is on its way, or the rest of one whose recipients were too many. */
  readonly kept: Mail | undefined;
  readonly transactions: number;
  /** QUIT was said; this is what it came to. */
  readonly ending: Outcome | undefined;
  readonly isDone: boolean;
}

/**
 * A copy with these fields changed: a message takes a dozen. It names every field, so that all states have one shape, as the
 * server's do: copies that are spread are slower by far, and of several shapes.
 */
export function changed(state: ClientState, change: Partial<ClientState>): ClientState {
  const copy: ClientState = {
    plan: state.plan,
    buffer: state.buffer,
    partial: state.partial,
    sent: state.sent,
    said: state.said,
    awaits: state.awaits,
    extensions: state.extensions,
    isSecure: state.isSecure,
    hello: state.hello,
    done: state.done,
    xclientSent: state.xclientSent,
    auth: state.auth,
    authenticated: state.authenticated,
    transaction: state.transaction,
    needsReset: state.needsReset,
    kept: state.kept,
    transactions: state.transactions,
    ending: state.ending,
    isDone: state.isDone,
  };
  return Object.assign(copy, change);
}

export interface ClientStep {
  readonly state: ClientState;
  readonly effects: readonly ClientEffect[];
  /** This much is settled: the session turns to what the plan asks for next. */
  readonly goesOn: boolean;
}

const stepOf = (state: ClientState, effects: readonly ClientEffect[]): ClientStep => ({
  state,
  effects,
  goesOn: false,
});

export const settled = (state: ClientState, ...effects: readonly ClientEffect[]): ClientStep => ({
  state,
  effects,
  goesOn: true,
});

export const stay = (state: ClientState, ...effects: readonly ClientEffect[]): ClientStep => stepOf(state, effects);

/** Effects first, then what comes of the state. */
export const after = (effects: readonly ClientEffect[], { state, effects: more, goesOn }: ClientStep): ClientStep => ({
  state,
  effects: more.length === 0 ? effects : effects.length === 0 ? more : [...effects, ...more],
  goesOn,
});

/** These effects behind its own. */
export const followedBy = ({ state, effects, goesOn }: ClientStep, ...more: readonly ClientEffect[]): ClientStep => ({
  state,
  effects: [...effects, ...more],
  goesOn,
});

export interface Command {
  readonly stage: Stage;
  readonly text: string;
  /** Where it holds a secret. */
  readonly shown?: string;
  readonly recipient?: number;
  readonly address?: string;
  readonly isLast?: true;
}

/** Commands in one group: what they are, and that their replies are awaited. */
export function say(state: ClientState, commands: readonly Command[]): ClientStep {
  const effects = commands.map(
    ({ stage, text, shown = text, address }): ClientEffect => ({
      kind: 'send',
      stage,
      text: `${text}\r\n`,
      shown,
      recipient: address,
    }),
  );
  const sent = commands.map(
    ({ stage, text, shown = text, recipient, isLast }, i): Sent => ({
      stage,
      secret: shown === text ? undefined : text.slice(text.lastIndexOf(' ') + 1),
      order: state.said + 1 + i,
      recipient,
      isLast,
    }),
  );
  const all = state.sent.length === 0 ? sent : [...state.sent, ...sent];
  return stepOf(changed(state, { said: state.said + commands.length, sent: all }), effects);
}

/** It ends here and now; the driver closes the connection. */
export function finish(state: ClientState, outcome: Outcome): ClientStep {
  const { state: rest, effects } = settleOpen(state, outcome);
  return stay(changed(rest, { isDone: true }), ...effects, { kind: 'done', outcome });
}

/** RFC 5321 §4.1.1.10: a client says QUIT and waits for the reply before it closes. */
export function goodbye(state: ClientState, outcome: Outcome): ClientStep {
  const { state: rest, effects } = settleOpen(state, outcome);
  return after(effects, say(changed(rest, { ending: outcome }), [{ stage: 'quit', text: 'QUIT' }]));
}

/** What is not decided about a mail when the conversation ends was not sent. */
function settleOpen(state: ClientState, outcome: Outcome): ClientStep {
  const { transaction } = state;
  const rest = changed(state, { transaction: undefined, awaits: undefined });
  if (transaction === undefined) return stay(rest);
  const why = outcome.kind === 'done' ? `stopped after ${outcome.stoppedAfter ?? 'it'}` : WHY[outcome.kind];
  return stay(rest, { kind: 'settled', result: resultOf(transaction, stageOf(state), why) });
}

const WHY: Readonly<Record<Exclude<Outcome['kind'], 'done'>, string>> = {
  refused: 'the server refused to go on',
  'not-offered': 'the server does not offer what it takes',
  'auth-failed': 'authentication failed',
  'protocol-error': 'the server does not keep to SMTP',
  closed: 'the server closed the connection',
  timeout: 'the server did not answer in time',
  unreachable: 'the server was not reached',
  'tls-failed': 'TLS failed',
  untrusted: 'the server is not trusted',
  'message-failed': 'the message could not be read to its end',
  aborted: 'given up on request',
};

export const stageOf = (state: ClientState): Stage =>
  state.sent[0]?.stage ?? (state.awaits === undefined ? 'quit' : AWAITED[state.awaits]);

const AWAITED: Readonly<Record<NonNullable<ClientState['awaits']>, Stage>> = {
  tls: 'tls',
  auth: 'auth',
  mail: 'quit',
  continuation: 'data',
  part: 'body',
};

export const greetedOf = ({ extensions, isSecure, authenticated }: ClientState): Greeted => ({
  extensions,
  isSecure,
  ...(authenticated !== undefined && { authenticated }),
});

export function broken(state: ClientState, detail: string, stage: Stage = stageOf(state), line?: string): ClientStep {
  return finish(state, { kind: 'protocol-error', stage, detail, ...(line !== undefined && { line }) });
}

/** Stops where the plan says so: undefined where it goes on. */
export function stopAt(state: ClientState, stop: Stop): ClientStep | undefined {
  const { stop: planned } = state.plan;
  if (planned?.after !== stop) return undefined;
  const outcome: Outcome = { kind: 'done', stoppedAfter: stop, isFull: false };
  return planned.how === 'quit' ? goodbye(state, outcome) : finish(state, outcome);
}

/** RFC 5321 §3.8: after 421 the server closes, and wants no QUIT. */
export function refused(state: ClientState, stage: Stage, reply: Reply): ClientStep {
  const outcome: Outcome = { kind: 'refused', stage, reply, temporary: isTemporary(reply) };
  const isOver = reply.code === 421 && state.plan.staysBehind421 !== true;
  return isOver ? finish(state, outcome) : goodbye(state, outcome);
}

/** `drop-unread` closes once the command is on its way. */
export function stopUnread(said: ClientStep, stop: Stop): ClientStep {
  const { stop: planned } = said.state.plan;
  if (said.state.isDone || planned?.how !== 'drop-unread' || planned.after !== stop) return said;
  return after(said.effects, finish(said.state, { kind: 'done', stoppedAfter: stop, isFull: false }));
}
