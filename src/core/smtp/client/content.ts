/** The content: with dots (RFC 5321 §4.5.2) or in chunks (RFC 3030), and the replies to it. */
import { encodeDots, endOfDots } from '../dots/encode.ts';
import { isPositive, type Reply } from '../reply.ts';
import { endTransaction, isChunking, isPipelining } from './envelope.ts';
import {
  after,
  type ClientEffect,
  type ClientState,
  type ClientStep,
  type Command,
  changed,
  finish,
  followedBy,
  type Sent,
  say,
  stay,
  stopAt,
  stopUnread,
} from './state.ts';
import { amended, decideAll, decideOne, overruleAll, type Transaction } from './transaction.ts';

/** A part that was pulled; undefined when there are no more. */
export const takePart = (state: ClientState, part: Uint8Array | undefined): ClientStep =>
  isChunking(state) ? takeChunk(changed(state, { awaits: undefined }), part) : takeDotted(state, part);

function takeDotted(state: ClientState, part: Uint8Array | undefined): ClientStep {
  const transaction = state.transaction!;
  if (part === undefined) {
    const end: ClientEffect = { kind: 'content', octets: endOfDots(transaction.dots).subarray(0, -3) };
    const said = sayEnd(changed(state, { awaits: undefined }), { stage: 'dot', text: '.' });
    return stopUnread(after([end], said), 'dot');
  }
  const { state: dots, chunks } = encodeDots(transaction.dots, part);
  const octets = chunks.reduce((sum, { length }) => sum + length, transaction.octets);
  const sent = amended(transaction, { dots, octets });
  const contents = chunks.map((chunk): ClientEffect => ({ kind: 'content', octets: chunk }));
  return stay(changed(state, { transaction: sent, awaits: 'part' }), ...contents, { kind: 'pull' });
}

/**
 * What ends the content. LMTP answers it once for each recipient that was taken (RFC 2033 §4.2); of those only the first is
 * said, and the others are awaited with it.
 */
function sayEnd(state: ClientState, command: Command): ClientStep {
  const { accepted } = state.transaction!;
  if (state.plan.protocol !== 'lmtp') return say(state, [command]);
  const said = say(state, [{ ...command, recipient: accepted[0]! }]);
  const { stage, isLast } = command;
  const order = said.state.said;
  const others = accepted.slice(1).map((recipient): Sent => ({ stage, order, recipient, ...(isLast && { isLast }) }));
  return stay(changed(said.state, { sent: [...said.state.sent, ...others] }), ...said.effects);
}

/** One part is kept back, so that the last can say that it is the last. */
function takeChunk(state: ClientState, part: Uint8Array | undefined): ClientStep {
  const transaction = state.transaction!;
  const { ahead } = transaction;
  if (part === undefined)
    return sayChunk(changed(state, { transaction: without(transaction) }), ahead ?? new Uint8Array(), true);
  if (part.length === 0) return stay(changed(state, { awaits: 'part' }), { kind: 'pull' });
  const next = changed(state, { transaction: amended(transaction, { ahead: part }) });
  return ahead === undefined ? stay(changed(next, { awaits: 'part' }), { kind: 'pull' }) : sayChunk(next, ahead, false);
}

const without = (transaction: Transaction): Transaction => amended(transaction, { ahead: undefined });

/** RFC 3030 §2: the next chunk may follow at once where commands are pipelined; else its reply is awaited. */
function sayChunk(state: ClientState, octets: Uint8Array, isLast: boolean): ClientStep {
  const transaction = amended(state.transaction!, { octets: state.transaction!.octets + octets.length });
  const text = `BDAT ${octets.length}${isLast ? ' LAST' : ''}`;
  const command: Command = { stage: 'bdat', text, ...(isLast && { isLast }) };
  const counted = changed(state, { transaction });
  const said = isLast ? sayEnd(counted, command) : say(counted, [command]);
  const content: ClientEffect = { kind: 'content', octets };
  if (isLast) return stopUnread(followedBy(said, content), 'dot');
  if (!isPipelining(state)) return followedBy(said, content);
  return stay(changed(said.state, { awaits: 'part' }), ...said.effects, content, { kind: 'pull' });
}

/** A chunk that is not the last is answered 250; where it is not, the rest is not sent (RFC 3030 §4.2). */
export function takeChunkReply(state: ClientState, reply: Reply, sent: Sent): ClientStep {
  const transaction = state.transaction!;
  if (transaction.isBroken)
    return state.sent.length > 0 ? stay(state) : endTransaction(state, 'bdat', 'a chunk was refused');
  if (sent.isLast) return takeEndReply(state, reply, sent);
  if (!isPositive(reply)) return breakOff(state, reply);
  if (state.awaits !== undefined || state.sent.length > 0) return stay(state);
  return stay(changed(state, { awaits: 'part' }), { kind: 'pull' });
}

function breakOff(state: ClientState, reply: Reply): ClientStep {
  const decided = decideAll(state.transaction!, 'bdat', reply);
  const transaction = amended(decided, { ahead: undefined, isBroken: true });
  const refused = changed(state, { transaction, awaits: undefined });
  return state.sent.length > 0 ? stay(refused) : endTransaction(refused, 'bdat', 'a chunk was refused');
}

/** The reply to the whole, or one recipient's. */
export function takeEndReply(state: ClientState, reply: Reply, { stage, recipient, order }: Sent): ClientStep {
  const transaction = state.transaction!;
  if (recipient !== undefined) return takeOneReply(state, decideOne(transaction, recipient, stage, reply), stage);
  if (transaction.hasPrdr && reply.code === 353 && !transaction.isEach) return awaitEach(state, stage, order);
  const decided = amended(overruleAll(decideAll(transaction, stage, reply), stage, reply), { reply });
  const ended = changed(state, { transaction: decided });
  return stopAt(ended, 'dot') ?? endTransaction(ended, stage, '');
}

function takeOneReply(state: ClientState, transaction: Transaction, stage: Sent['stage']): ClientStep {
  const decided = changed(state, { transaction });
  if (state.sent.length > 0) return stay(decided);
  const last = transaction.results[transaction.accepted.at(-1)!]!.reply!;
  const ended = changed(decided, { transaction: amended(transaction, { reply: last }) });
  return stopAt(ended, 'dot') ?? endTransaction(ended, stage, '');
}

/** PRDR: after 353 a reply for each recipient that was taken, and one for the whole behind them. */
function awaitEach(state: ClientState, stage: Sent['stage'], order: number): ClientStep {
  const transaction = amended(state.transaction!, { isEach: true });
  const each = transaction.accepted.map((recipient): Sent => ({ stage, order, recipient, isLast: true }));
  return stay(changed(state, { transaction, sent: [...each, { stage, order, isLast: true }] }));
}

/**
 * The server answers before the content is all sent. A "no" is the answer to it: the rest is not sent, and as the data cannot
 * be ended without asking for its acceptance, the connection is given up. Anything else answers nothing.
 */
export function takeEarlyReply(state: ClientState, reply: Reply): ClientStep {
  const transaction = state.transaction!;
  if (isPositive(reply)) {
    const detail = `the server answered ${reply.code} before the content was all sent`;
    return finish(state, { kind: 'protocol-error', stage: 'body', detail });
  }
  const decided = changed(state, { transaction: decideAll(transaction, 'body', reply) });
  const outcome = { kind: 'refused', stage: 'body', reply, temporary: reply.code < 500 } as const;
  return finish(decided, outcome);
}
