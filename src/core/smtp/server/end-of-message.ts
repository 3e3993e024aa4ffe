/** Behind the last octet of a message: what became of it, for all recipients or for each. */
import { addressOf } from '../grammar/path.ts';
import type { Envelope, MessageFacts, Recipient, RecipientList, Transaction } from './envelope.ts';
import type { Answer } from './questions.ts';
import type { Body } from './state.ts';
import type { Turn } from './turn.ts';

/** @param lastChunk  octets of the last BDAT, for its reply */
export function endOfMessage(turn: Turn, body: Body, lastChunk?: number): void {
  const { state } = turn;
  state.phase = 'commands';
  if (body.doom !== undefined) turn.tell({ kind: 'refused-whole', why: body.doom.why });
  if (body.doom !== undefined) return void replyToMessage(turn, { outcome: 'refuse', reply: body.doom.reply });
  state.body = { ...body, ...(lastChunk !== undefined && { lastChunk }) };
  turn.mustAsk({ kind: 'message', envelope: envelopeOf(state.transaction!), facts: factsOf(turn, body) });
}

/** The host's verdict. The transaction is over, whatever it is (RFC 5321 §4.1.1.4). */
export function replyToMessage(turn: Turn, answer: Answer): void {
  const { state } = turn;
  const { recipients } = envelopeOf(state.transaction!);
  const { prdr } = state.transaction!.parameters;
  const chunk = chunkLine(state.body, answer.octets);
  const isDoomed = state.body?.doom !== undefined;
  state.body = undefined;
  turn.reset('reset');
  state.spent = state.spent.filter((verb) => verb === 'AUTH');
  if (state.config.protocol === 'lmtp') return void replyToEach(turn, recipients, answer);
  // Asked for by the client, and of use where recipients may differ.
  if (prdr === true && recipients.length > 1 && !isDoomed) return void replyByPrdr(turn, recipients, answer);
  if (answer.outcome !== 'accept') return void turn.respond(answer, 550, 'Administrative prohibition');
  turn.respond(answer.isWhole === true ? answer : withLine(answer, chunk), 250, `${chunk}OK`);
}

/** RFC 2033 §4.2: a reply for each recipient that was accepted, in their order. */
function replyToEach(turn: Turn, recipients: readonly Recipient[], answer: Answer): void {
  for (const [index, { to }] of recipients.entries()) {
    const own = answer.recipients?.[index] ?? answer;
    if (own.outcome === 'accept') turn.respond(own, 250, `<${addressOf(to)}> OK`);
    else turn.respond(own, 550, `<${addressOf(to)}> Administrative prohibition`);
  }
}

function replyByPrdr(turn: Turn, recipients: readonly Recipient[], answer: Answer): void {
  turn.reply(353, 'PRDR content analysis beginning');
  for (const [index, { to }] of recipients.entries()) {
    const own = answer.recipients?.[index] ?? { outcome: answer.outcome };
    if (own.outcome === 'accept') turn.respond(own, 250, `PRDR R=<${addressOf(to)}> acceptance`);
    else turn.respond(own, 550, `PRDR R=<${addressOf(to)}> refusal`);
  }
  if (answer.outcome === 'accept') turn.respond(answer, 250, 'message accepted');
  else turn.respond(answer, 550, 'message refused');
}

/** What the last BDAT is told before the verdict. */
function chunkLine(body: Body | undefined, octets = body?.octets): string {
  return body?.lastChunk === undefined ? '' : ` ${body.lastChunk} byte chunk, total ${octets}\n`;
}

function withLine(answer: Answer, line: string): Answer {
  const { reply } = answer;
  return reply === undefined || line === '' ? answer : { ...answer, reply: { ...reply, text: line + reply.text } };
}

export function envelopeOf({ from, parameters, recipients }: Transaction): Envelope {
  const list: Recipient[] = [];
  for (let at: RecipientList | undefined = recipients; at !== undefined; at = at.before)
    if (at.recipient.isDiscarded !== true) list.push(at.recipient);
  return { from, parameters, recipients: list.reverse() };
}

function factsOf({ state }: Turn, { octets, dots, isChunked }: Body): MessageFacts {
  const { bareCr, bareLf } = dots;
  const { helo, identity } = state;
  return {
    octets,
    bareCr,
    bareLf,
    isChunked,
    ...(helo !== undefined && { helo: helo.name }),
    ...(identity !== undefined && { identity }),
  };
}
