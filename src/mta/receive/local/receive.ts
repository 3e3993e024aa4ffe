/** A message that comes by no SMTP: read from a local user's file, and judged and kept as all others are. */

import type { Answer } from '../../../core/smtp/index.ts';
import { mailboxOptions } from '../../config/index.ts';
import { createMessage, type IncomingRecipient } from '../../facts/index.ts';
import { readMailbox } from '../../mailbox/index.ts';
import { answerMessage } from '../arrival/message.ts';
import { startIntake } from '../intake/incoming.ts';
import { runPhase } from '../policy/run.ts';
import type { Reception, Visitor } from '../reception.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import type { LocalCaller } from './caller.ts';
import { BEYOND_ASCII } from './complete.ts';
import { mayBeFromLine, readFromLine } from './from-line.ts';
import { UnixLines } from './unix-lines.ts';

/** `said`: as it was written, where that was without a domain. */
export type LocalRecipient = Pick<IncomingRecipient, 'address' | 'said'>;

export interface LocalMessage {
  readonly visitor: Visitor;
  readonly caller: LocalCaller;
  /** With their domains; the sender is empty for the null path. */
  readonly sender: string;
  readonly recipients: readonly LocalRecipient[];
  /** `-f` was given: no line in the manner of UUCP changes it. */
  readonly hasSender: boolean;
  /** Who an AUTH parameter would name. */
  readonly authenticatedSender?: string;
  /** Octets as they stand in a file. */
  readonly pieces: () => Iterable<Buffer> | AsyncIterable<Buffer>;
}

export type LocalOutcome =
  | { readonly kind: 'taken' | 'discarded'; readonly id: string }
  /** What is wrong was told to the caller's `complain`, but for `unstored`. */
  | { readonly kind: 'refused'; readonly id: string; readonly answer: Answer };

export async function receiveLocal(reception: Reception, message: LocalMessage): Promise<LocalOutcome> {
  const opened = await reception.open(message.visitor);
  const { session } = opened;
  session.callFor(message.caller);
  try {
    return await receive(session, message);
  } finally {
    opened.host.ended();
  }
}

async function receive(session: Session, given: LocalMessage): Promise<LocalOutcome> {
  if (session.unlimited !== undefined) {
    session.logTrouble(session.unlimited);
    return { kind: 'refused', id: '', answer: { outcome: 'refuse', reply: { code: 451, text: say.localProblem } } };
  }
  const message = createMessage(given.sender, NO_PARAMETERS);
  session.beginMessage(message);
  for (const one of given.recipients) message.recipients.push({ ...one, parameters: NO_PARAMETERS });
  message.isUtf8 = [given.sender, ...given.recipients.map(({ address }) => address)].some((address) =>
    BEYOND_ASCII.test(address),
  );
  if (given.authenticatedSender !== undefined) message.authenticatedSender = given.authenticatedSender;
  await runPhase(session, 'predata');
  startIntake(session);
  await feed(session, given);
  const { id = '' } = message;
  const answer = await answerMessage(session, { kind: 'message', envelope: NO_ENVELOPE, facts: NO_FACTS });
  if (answer.outcome !== 'accept' && session.local?.isKept !== true) return { kind: 'refused', id, answer };
  return { kind: message.recipients.length === 0 ? 'discarded' : 'taken', id };
}

const NO_PARAMETERS = { unknown: [] } as const;
/** Nobody asked for replies of each recipient. */
const NO_ENVELOPE = { from: { kind: 'null' }, parameters: NO_PARAMETERS, recipients: [] } as const;
const NO_FACTS = { octets: 0, bareCr: 0, bareLf: 0, isChunked: false } as const;

async function feed(session: Session, { pieces, hasSender }: LocalMessage): Promise<void> {
  const lines = new UnixLines();
  let held: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces()) {
    let next = piece;
    if (held !== undefined) {
      next = Buffer.concat([held, piece]);
      held = mayBeFromLine(next) ? next : undefined;
      if (held !== undefined) continue;
      next = await withoutFromLine(session, next, hasSender);
    }
    if (!(await write(session, lines.take(next), lines))) return;
  }
  if (held !== undefined && held.length > 0) await write(session, lines.take(held), lines);
  await write(session, lines.end(), lines);
}

/** @returns false: it is too big, and the rest is not read */
async function write(session: Session, octets: Buffer, lines: UnixLines): Promise<boolean> {
  const { intake } = session.intake!;
  const limit = session.connection.messageLimit ?? 0;
  await intake.write(octets);
  if (limit === 0 || lines.octets <= limit) return true;
  session.local!.tooBig = { octets: limit + 1, limit };
  return false;
}

async function withoutFromLine(session: Session, text: Buffer, hasSender: boolean): Promise<Buffer> {
  const found = await readFromLine(session, text);
  if (found === undefined) return text;
  const { message, local } = session;
  if (local !== undefined) local.fromLineOctets = text.indexOf('\n');
  const sender = hasSender ? undefined : senderIn(found.sender, session);
  if (message === undefined || local === undefined || sender === undefined) return found.rest;
  if (!local.isTrusted && (await local.maySend?.(sender)) !== true) return found.rest;
  message.sender = sender;
  if (!local.isTrusted) return found.rest;
  message.authenticatedSender = undefined;
  local.namesFrom = false;
  local.isSender = false;
  return found.rest;
}

/** With its domain; undefined: what `uucp_from_sender` has made is no address, and says nothing. */
function senderIn(made: string, { shared: { ports, options } }: Session): string | undefined {
  const read = readMailbox(made, mailboxOptions(ports.configuration));
  if (typeof read === 'string') return undefined;
  return read.isQualified || read.address === '' ? read.address : `${read.address}@${options.text('qualify_domain')}`;
}
