/** One mail on its way: who was accepted, where the content is, what each recipient comes to. Values, all of it. */
import { type DotState, startOfData } from '../dots/state.ts';
import type { Reply } from '../reply.ts';
import type { Mail, MailRecipient, MailResult, RecipientResult, RecipientStatus, Stage } from './types.ts';

export interface Transaction {
  readonly mail: Mail;
  /** MAIL as it was said. */
  readonly command: string | undefined;
  /** By index of the recipient; undefined: not decided yet. */
  readonly results: readonly (RecipientResult | undefined)[];
  /** Recipients whose RCPT was sent. */
  readonly asked: number;
  /** Indices the server took at RCPT, in order. */
  readonly accepted: readonly number[];
  /** MAIL was taken. */
  readonly isOpen: boolean;
  readonly hasPrdr: boolean;
  /** 353 came: replies for each recipient follow, and one for the whole (PRDR). */
  readonly isEach: boolean;
  /** A chunk was refused: what follows is answered, and counts no more. */
  readonly isBroken: boolean;
  readonly dots: DotState;
  /** A part kept back, since the last chunk has to say so. */
  readonly ahead: Uint8Array | undefined;
  readonly octets: number;
  readonly reply: Reply | undefined;
}

/** A copy with these fields changed, of the one shape that all of them have. */
export function amended(transaction: Transaction, change: Partial<Transaction>): Transaction {
  const copy: Transaction = {
    mail: transaction.mail,
    command: transaction.command,
    results: transaction.results,
    asked: transaction.asked,
    accepted: transaction.accepted,
    isOpen: transaction.isOpen,
    hasPrdr: transaction.hasPrdr,
    isEach: transaction.isEach,
    isBroken: transaction.isBroken,
    dots: transaction.dots,
    ahead: transaction.ahead,
    octets: transaction.octets,
    reply: transaction.reply,
  };
  return Object.assign(copy, change);
}

export function openTransaction(mail: Mail, hasPrdr: boolean): Transaction {
  return {
    mail,
    command: undefined,
    results: mail.recipients.map(() => undefined),
    asked: 0,
    accepted: [],
    isOpen: false,
    hasPrdr,
    isEach: false,
    isBroken: false,
    dots: startOfData,
    ahead: undefined,
    octets: 0,
    reply: undefined,
  };
}

/** What a reply means for a recipient (RFC 5321 §4.2.1): one that has no place there, 3yz, decides nothing for ever. */
export const statusOf = (reply: Reply): RecipientStatus =>
  reply.code < 300 ? 'accepted' : reply.code < 500 ? 'deferred' : 'refused';

/** Those not decided yet are decided by this reply. */
export function decideAll(transaction: Transaction, stage: Stage, reply: Reply): Transaction {
  const { mail, results } = transaction;
  const status = statusOf(reply);
  return amended(transaction, {
    results: results.map((result, i) => result ?? { address: mail.recipients[i]!.address, status, stage, reply }),
  });
}

export function decideOne(transaction: Transaction, index: number, stage: Stage, reply: Reply): Transaction {
  const { mail, results } = transaction;
  const result: RecipientResult = { address: mail.recipients[index]!.address, status: statusOf(reply), stage, reply };
  return amended(transaction, { results: results.with(index, result) });
}

export function addRecipients(transaction: Transaction, recipients: readonly MailRecipient[]): Transaction {
  const { mail, results } = transaction;
  return amended(transaction, {
    mail: { ...mail, recipients: [...mail.recipients, ...recipients] },
    results: [...results, ...recipients.map(() => undefined)],
  });
}

/** As far as RCPT has decided. */
export function accept(transaction: Transaction): Transaction {
  const { accepted, mail } = transaction;
  const taken = (index: number): RecipientResult => ({
    address: mail.recipients[index]!.address,
    status: 'accepted',
    stage: 'rcpt',
  });
  const results = transaction.results.map(
    (result, index) => result ?? (accepted.includes(index) ? taken(index) : result),
  );
  return amended(transaction, { results });
}

/**
 * The reply to the whole behind those for each (PRDR): a "no" takes back what was said before, one for good whatever was said.
 */
export function overruleAll(transaction: Transaction, stage: Stage, reply: Reply): Transaction {
  const status = statusOf(reply);
  if (status === 'accepted') return transaction;
  const results = transaction.results.map((result) =>
    result !== undefined && (status === 'refused' || result.status === 'accepted')
      ? { ...result, status, stage, reply }
      : result,
  );
  return amended(transaction, { results });
}

/** @param why  for those that nobody decided */
export function resultOf(
  { mail, command, results, reply, octets }: Transaction,
  stage: Stage,
  why: string,
): MailResult {
  const recipients = results.map(
    (result, i): RecipientResult => result ?? { address: mail.recipients[i]!.address, status: 'unsent', stage, why },
  );
  return {
    sender: mail.sender,
    ...(command !== undefined && { command }),
    recipients,
    octets,
    ...(reply !== undefined && { reply }),
  };
}
