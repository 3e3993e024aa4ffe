/**
 * The client's side of SMTP, from the greeting to QUIT, as a pure session: what comes in, what goes out.
 *
 *   greeting → hello → STARTTLS → hello → XCLIENT → hello → AUTH → for each mail: MAIL, RCPT…, content → QUIT
 *
 * Each command that was sent waits in line for its reply (`state.sent`); the stage of the oldest says who takes it. What was
 * in a chunk before the command that it seems to answer was sent is no answer: a server that talks ahead is cut off.
 */
import { emptyLines, pushLines } from '../lines.ts';
import { addReplyLine, formatReply, MAX_REPLY_LINE_BYTES, noReplyYet, type Reply } from '../reply.ts';
import { askForAuth, takeAskedReply, takeAuthAnswer } from './asked-auth.ts';
import { beginAuth, takeAuth } from './authenticate.ts';
import { takeChunkReply, takeEarlyReply, takeEndReply, takePart } from './content.ts';
import {
  beginMail,
  isFull,
  takeContinuation,
  takeDataReply,
  takeMail,
  takeMailReply,
  takeRcptReply,
} from './envelope.ts';
import {
  awaitGreeting,
  sayStartTls,
  sayXclient,
  takeGreeting,
  takeHello,
  takeSecured,
  takeStartTls,
  takeXclient,
} from './opening.ts';
import {
  after,
  broken,
  type ClientEffect,
  type ClientInput,
  type ClientState,
  type ClientStep,
  changed,
  finish,
  goodbye,
  greetedOf,
  refused,
  type Sent,
  say,
  settled,
  stageOf,
  stay,
  stopAt,
} from './state.ts';
import { decideAll } from './transaction.ts';
import type { Plan, Stage } from './types.ts';

export interface ClientSession {
  readonly start: ClientState;
  step(state: ClientState, input: ClientInput): ClientStep;
}

export function clientSession(plan: Plan): ClientSession {
  const start: ClientState = {
    plan,
    buffer: emptyLines(MAX_REPLY_LINE_BYTES),
    partial: noReplyYet,
    sent: [],
    extensions: new Map(),
    isSecure: false,
    hello: 'EHLO',
    awaits: undefined,
    auth: undefined,
    authenticated: undefined,
    transaction: undefined,
    kept: undefined,
    ending: undefined,
    done: { tls: plan.tls === 'never', xclient: false, auth: false },
    xclientSent: 0,
    needsReset: false,
    said: 0,
    transactions: 0,
    isDone: false,
  };
  return { start, step };
}

/** What is waited for, and so how long. */
export const waitingFor = (state: ClientState): Stage => stageOf(state);

function step(state: ClientState, input: ClientInput): ClientStep {
  if (state.isDone) return stay(state);
  switch (input.kind) {
    case 'opened':
      return open(state);
    case 'bytes':
      return takeBytes(state, input.bytes);
    case 'secured':
      return goOn(takeSecured(state));
    case 'mail':
      return goOn(takeMail(state, input.mail));
    case 'no-mail':
      return goodbye(withoutWait(state), { kind: 'done', isFull: false });
    case 'continue':
      return goOn(takeContinuation(withoutWait(state), input.how));
    case 'auth':
      return goOn(takeAuthAnswer(withoutWait(state), input.answer));
    case 'part':
      return goOn(takePart(state, input.part));
    case 'not-secured':
      return finish(state, input.outcome);
    case 'unreadable':
      return finish(state, { kind: 'message-failed', error: input.error });
    case 'closed':
      return finish(state, state.ending ?? { ...input, stage: stageOf(state), ...awaitedRecipient(state) });
    case 'timeout':
      return finish(state, state.ending ?? { kind: 'timeout', stage: stageOf(state), afterMs: input.afterMs });
  }
}

const withoutWait = (state: ClientState): ClientState => changed(state, { awaits: undefined });

function open(state: ClientState): ClientStep {
  const { stop, tls } = state.plan;
  const isUnread = stop?.how === 'drop-unread' && stop.after === 'banner';
  if (stop?.after === 'connect' || isUnread)
    return finish(state, { kind: 'done', stoppedAfter: stop.after, isFull: false });
  return tls === 'on-connect' ? stay(changed(state, { awaits: 'tls' }), { kind: 'secure' }) : awaitGreeting(state);
}

/** On with the plan, until something has to be waited for. */
function goOn(before: ClientStep): ClientStep {
  let current = before;
  while (current.goesOn) current = after(current.effects, advance(current.state));
  return current;
}

function advance(state: ClientState): ClientStep {
  if (!state.done.tls) return sayStartTls(state);
  if (!state.done.xclient) return stopAt(state, 'tls') ?? sayXclient(state); // whether there is TLS or not
  if (!state.done.auth) return stopAt(state, 'xclient') ?? stopAt(state, 'helo') ?? authenticate(state);
  return nextMail(state);
}

const authenticate = (state: ClientState): ClientStep =>
  state.plan.auth === 'asked' ? askForAuth(state) : beginAuth(state, state.plan.auth);

function nextMail(state: ClientState): ClientStep {
  const { kept } = state;
  const stopped = state.transactions === 0 ? stopAt(state, 'auth') : undefined;
  if (stopped !== undefined) return stopped;
  if (kept !== undefined && state.needsReset)
    return say(changed(state, { needsReset: false }), [{ stage: 'rset', text: 'RSET' }]);
  if (isFull(state)) return goodbye(changed(state, { kept: undefined }), { kind: 'done', isFull: true });
  return kept !== undefined
    ? beginMail(changed(state, { kept: undefined }), kept)
    : stay(changed(state, { awaits: 'mail' }), { kind: 'next', greeted: greetedOf(state) });
}

/** What stands behind a NUL octet, which no reply may hold (RFC 5321 §4.2), is as if it had not come, as with Exim. */
function upToNul(line: string): string {
  const nul = line.indexOf('\0');
  return nul < 0 ? line : line.slice(0, nul);
}

function takeBytes(before: ClientState, bytes: Uint8Array): ClientStep {
  const pushed = pushLines(before.buffer, bytes);
  if (!pushed.ok) return broken(before, pushed.error.message);
  const { lines, buffer } = pushed.value;
  let state = buffer === before.buffer ? before : changed(before, { buffer });
  const effects: ClientEffect[] = [];
  for (const heard of lines) {
    const line = upToNul(heard);
    const added = addReplyLine(state.partial, line, state.plan.takesFirstCode);
    if (!added.ok) return after(effects, broken(state, added.error.message, stageOf(state), line));
    if ('partial' in added.value) {
      state = changed(state, { partial: added.value.partial });
      continue;
    }
    const whole = state.partial === noReplyYet ? state : changed(state, { partial: noReplyYet });
    const taken = takeReply(whole, added.value.reply, before.said);
    state = taken.state;
    effects.push(...taken.effects);
    if (state.isDone) return stay(state, ...effects);
  }
  const hasMore = state.buffer.rest.length > 0 || state.partial.lines.length > 0;
  return hasMore && !mayAnswer(state, before.said) ? after(effects, talksAhead(state)) : stay(state, ...effects);
}

/** May what comes now be a reply: to a command that was sent when it came, or to content on its way? */
const mayAnswer = ({ sent, awaits }: ClientState, said: number): boolean =>
  sent[0] === undefined ? awaits === 'part' : sent[0].order <= said;

function talksAhead(state: ClientState): ClientStep {
  if (state.awaits === 'tls')
    return broken(state, 'the server sent more in clear behind its reply to STARTTLS', 'starttls'); // CVE-2011-0411
  return broken(state, 'the server speaks before it is asked');
}

/** HELO follows. */
const isAskedAgain = ({ plan, sent }: ClientState): boolean =>
  plan.alwaysFallsBack === true && sent[0]?.stage === 'ehlo';

/** @param said  commands that had been sent when it came */
function takeReply(state: ClientState, given: Reply, said: number): ClientStep {
  const reply = withoutSecret(given, state.sent[0]);
  const replied = repliedTo(state, reply);
  const isEach = state.plan.protocol === 'lmtp' && state.sent[0]?.recipient !== undefined;
  if (reply.code === 421 && state.plan.staysBehind421 !== true && !isEach && !isAskedAgain(state))
    return after([replied], shutDown(state, reply));
  if (!mayAnswer(state, said)) return after([replied], talksAhead(state));
  const [sent, ...rest] = state.sent;
  if (sent === undefined) return after([replied], takeEarlyReply(state, reply));
  if (state.ending !== undefined) return after([replied], finish(state, state.ending));
  return after([replied], goOn(TAKERS[sent.stage](changed(state, { sent: rest }), reply, sent)));
}

/** Servers that do not understand a command repeat it: what was said of AUTH goes into no log and no transcript by that way. */
function withoutSecret(reply: Reply, sent: Sent | undefined): Reply {
  const secret = sent?.secret;
  if (secret === undefined || secret === '' || reply.code === CHALLENGE) return reply;
  return { ...reply, lines: reply.lines.map((line) => line.replaceAll(secret, HIDDEN)) };
}

/** What it asks is an answer's to judge, and repeats nothing. */
const CHALLENGE = 334;
const HIDDEN = '<hidden>';

function repliedTo(state: ClientState, reply: Reply): ClientEffect {
  const index = state.sent[0]?.recipient;
  const address = index === undefined ? undefined : state.transaction?.mail.recipients[index]?.address;
  const stage = stageOf(state);
  return { kind: 'replied', reply, stage, recipient: address };
}

/** RFC 5321 §3.8: it may come at any time, and the server closes behind it. */
function shutDown(state: ClientState, reply: Reply): ClientStep {
  if (state.ending !== undefined) return finish(state, state.ending);
  const stage = stageOf(state);
  const { transaction } = state;
  const decided =
    transaction === undefined ? state : changed(state, { transaction: decideAll(transaction, stage, reply) });
  return refused(decided, stage, reply);
}

function awaitedRecipient(state: ClientState): { readonly recipient?: string } {
  const { recipient } = state.sent[0]?.stage === 'rcpt' ? state.sent[0] : {};
  const address = recipient === undefined ? undefined : state.transaction?.mail.recipients[recipient]?.address;
  return address === undefined ? {} : { recipient: address };
}

type Taker = (state: ClientState, reply: Reply, sent: Sent) => ClientStep;

const takeAuthReply: Taker = (state, reply) =>
  state.plan.auth === 'asked' ? takeAskedReply(state, reply) : takeAuth(state, reply, state.plan.auth);

const takeReset: Taker = (state, reply) => (reply.code < 300 ? settled(state) : refused(state, 'rset', reply));

/** What never waits in line. */
const nobody: Taker = (state, reply) => broken(state, `nobody asked for ${formatReply(reply)}`);

const TAKERS: Readonly<Record<Stage, Taker>> = {
  connect: nobody,
  tls: nobody,
  greeting: takeGreeting,
  ehlo: takeHello,
  helo: takeHello,
  lhlo: takeHello,
  starttls: takeStartTls,
  xclient: takeXclient,
  auth: takeAuthReply,
  mail: takeMailReply,
  rcpt: takeRcptReply,
  data: takeDataReply,
  bdat: takeChunkReply,
  body: nobody,
  dot: takeEndReply,
  rset: takeReset,
  quit: nobody,
};
