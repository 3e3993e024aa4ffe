/** MAIL, RCPT and DATA: in groups where the server pipelines (RFC 2920), one by one otherwise. */
import { isPositive, type Reply } from '../reply.ts';
import { limitOf, mailCommand, rcptCommand } from './parameters.ts';
import {
  after,
  type ClientState,
  type ClientStep,
  type Command,
  changed,
  finish,
  type Sent,
  say,
  settled,
  stay,
  stopAt,
  stopUnread,
} from './state.ts';
import {
  accept,
  addRecipients,
  amended,
  decideAll,
  decideOne,
  openTransaction,
  resultOf,
  type Transaction,
} from './transaction.ts';
import type { Continuation, Mail, Stage } from './types.ts';

/** Recipients of one group: neither side has to hold more replies than these at a time. */
const GROUP_RECIPIENTS = 100;

/** A mail the driver handed in. */
export function takeMail(state: ClientState, mail: Mail): ClientStep {
  if (!state.needsReset) return beginMail(changed(state, { awaits: undefined }), mail);
  const reset = changed(state, { awaits: undefined, kept: mail, needsReset: false });
  return say(reset, [{ stage: 'rset', text: 'RSET' }]);
}

/** RFC 9422 §4.1: a server that takes no more mails on this connection is asked for no more. */
export function isFull({ transactions, extensions }: ClientState): boolean {
  const most = limitOf(extensions, 'MAILMAX');
  return most !== undefined && transactions >= most;
}

export function beginMail(state: ClientState, whole: Mail): ClientStep {
  const [mail, rest] = splitMail(state, whole);
  const { extensions, isSecure, plan } = state;
  const hasPrdr = plan.prdr && mail.prdr !== false && extensions.has('PRDR');
  const opened = openTransaction(mail, hasPrdr);
  const command = mailCommand(mail, { octets: plan.octets === true, extensions, isSecure, hasPrdr });
  const kept = rest ?? state.kept;
  if (!command.ok) return settled(changed(state, { kept }), settledEffect(opened, 'mail', command.error));
  const lacking = lacksChunking(state);
  if (lacking !== undefined) return settled(changed(state, { kept }), settledEffect(opened, 'bdat', lacking));
  const transaction = amended(opened, { command: command.value });
  const begun = changed(state, { kept, transactions: state.transactions + 1, transaction });
  const first: Command = { stage: 'mail', text: command.value };
  return isPipelining(state) && !stopsAt(state, 'mail')
    ? sayGroup(begun, [first])
    : stopUnread(say(begun, [first]), 'mail');
}

/** RFC 9422 §4.2, §4.3: what is beyond the limits goes in a transaction of its own. */
function splitMail({ extensions }: ClientState, mail: Mail): readonly [Mail, Mail?] {
  if (!extensions.has('LIMITS')) return [mail];
  const most = limitOf(extensions, 'RCPTMAX') ?? Number.POSITIVE_INFINITY;
  const mostDomains = limitOf(extensions, 'RCPTDOMAINMAX') ?? Number.POSITIVE_INFINITY;
  const domains = new Set<string>();
  const cut = mail.recipients.findIndex(({ address }, i) => {
    domains.add(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
    return i >= most || domains.size > mostDomains;
  });
  if (cut < 0) return [mail];
  const part = (from: number, to?: number): Mail => ({ ...mail, recipients: mail.recipients.slice(from, to) });
  return [part(0, cut), part(cut)];
}

function lacksChunking({ plan, extensions }: ClientState): string | undefined {
  if (plan.chunking !== 'required' || extensions.has('CHUNKING')) return undefined;
  return 'the server does not offer CHUNKING (RFC 3030)';
}

export const isPipelining = ({ plan, extensions }: ClientState): boolean =>
  plan.pipelining && extensions.has('PIPELINING');
export const isChunking = ({ plan, extensions, transaction }: ClientState): boolean =>
  plan.chunking !== 'never' && extensions.has('CHUNKING') && transaction?.mail.chunked !== false;

const stopsAt = ({ plan }: ClientState, stop: string): boolean => plan.stop?.after === stop;

/** The next recipients, and DATA behind the last. RFC 2920 §3.1: DATA ends a group. */
function sayGroup(state: ClientState, commands: readonly Command[]): ClientStep {
  const { mail, asked } = state.transaction!;
  const until = Math.min(mail.recipients.length, asked + (isPipelining(state) ? GROUP_RECIPIENTS : 1));
  const group = [...commands];
  for (let i = asked; i < until; i += 1) group.push(rcpt(state, i));
  const isFollowed = mail.goOn === undefined && !isChunking(state) && !stopsAt(state, 'rcpt');
  const withData = isPipelining(state) && until === mail.recipients.length && isFollowed;
  if (withData) group.push({ stage: 'data', text: 'DATA' });
  const transaction = amended(state.transaction!, { asked: until });
  const said = say(changed(state, { transaction }), group);
  if (until < mail.recipients.length) return said;
  return withData ? stopUnread(said, 'data') : stopUnread(said, 'rcpt');
}

function rcpt({ transaction, extensions }: ClientState, index: number): Command {
  const recipient = transaction!.mail.recipients[index]!;
  const text = rcptCommand(recipient, transaction!.mail, extensions);
  return { stage: 'rcpt', text, recipient: index, address: recipient.address };
}

const isCompletion = ({ code }: Reply): boolean => code < 300;

export function takeMailReply(state: ClientState, reply: Reply): ClientStep {
  const transaction = state.transaction!;
  if (!isCompletion(reply)) return goOn(changed(state, { transaction: decideAll(transaction, 'mail', reply) }));
  const taken = changed(state, { transaction: amended(transaction, { isOpen: true }) });
  return stopAt(taken, 'mail') ?? goOn(taken);
}

export function takeRcptReply(state: ClientState, reply: Reply, { recipient = 0 }: Sent): ClientStep {
  const before = state.transaction!;
  const isTaken = isCompletion(reply) && before.isOpen; // not where MAIL was refused
  const transaction = isTaken
    ? amended(before, { accepted: [...before.accepted, recipient] })
    : before.results[recipient] === undefined
      ? decideOne(before, recipient, 'rcpt', reply)
      : before;
  return goOn(changed(state, { transaction }));
}

/** Once all that was sent is answered: the next group, the content, or nothing more. */
function goOn(state: ClientState): ClientStep {
  if (state.sent.length > 0) return stay(state);
  const transaction = state.transaction!;
  const { mail, asked, isOpen } = transaction;
  if (!isOpen) return endTransaction(state, 'mail', 'MAIL was refused');
  if (asked < mail.recipients.length) return sayGroup(state, []);
  if (mail.goOn === undefined) return stopAt(state, 'rcpt') ?? beginContent(state);
  const { recipients } = resultOf(accept(transaction), 'rcpt', '');
  return stay(changed(state, { awaits: 'continuation' }), { kind: 'answered', recipients });
}

export function takeContinuation(state: ClientState, how: Continuation): ClientStep {
  const transaction = state.transaction!;
  switch (how.kind) {
    case 'recipients':
      return sayGroup(changed(state, { transaction: addRecipients(transaction, how.recipients) }), []);
    case 'over':
      return endTransaction(changed(state, { transaction: accept(transaction) }), 'rcpt', '');
    case 'content':
      return beginContent(
        changed(state, { transaction: amended(transaction, { mail: { ...transaction.mail, parts: how.parts } }) }),
      );
  }
}

function beginContent(state: ClientState): ClientStep {
  const { accepted } = state.transaction!;
  if (accepted.length === 0) return endTransaction(state, 'rcpt', 'no recipient was taken');
  if (isChunking(state)) return stay(changed(state, { awaits: 'part' }), { kind: 'pull' });
  return stopUnread(say(state, [{ stage: 'data', text: 'DATA' }]), 'data');
}

export function takeDataReply(state: ClientState, reply: Reply): ClientStep {
  const transaction = state.transaction!;
  if (reply.code !== 354) {
    // RFC 5321 §4.3.2: nothing but 354 lets the content follow; a reply that is no refusal decides nothing.
    const refusedAll = isPositive(reply)
      ? amended(transaction, { reply, isBroken: true })
      : decideAll(transaction, 'data', reply);
    return endTransaction(changed(state, { transaction: refusedAll }), 'data', `DATA was answered with ${reply.code}`);
  }
  // RFC 2920 §3.1: DATA was in the group, and a server that takes it without recipients gets an empty message.
  if (transaction.accepted.length === 0)
    return state.plan.leavesEmptyData === true ? leave(state) : say(state, [{ stage: 'dot', text: '.' }]);
  return stopAt(state, 'data') ?? stay(changed(state, { awaits: 'part' }), { kind: 'pull' });
}

/** The server takes QUIT for content, and throws it away when the connection closes. */
function leave(state: ClientState): ClientStep {
  const told = settledEffect(state.transaction!, 'rcpt', 'no recipient was taken');
  const said = say(changed(state, { transaction: undefined }), [{ stage: 'quit', text: 'QUIT' }]);
  return after([told, ...said.effects], finish(said.state, { kind: 'done', isFull: false }));
}

/** Told, and on to what comes next. An open transaction is reset when there is a next mail. */
export function endTransaction(state: ClientState, stage: Stage, why: string): ClientStep {
  const transaction = state.transaction!;
  const needsReset = transaction.isOpen && (transaction.reply === undefined || transaction.isBroken);
  return settled(changed(state, { transaction: undefined, needsReset }), settledEffect(transaction, stage, why));
}

function settledEffect(transaction: Transaction, stage: Stage, why: string) {
  return { kind: 'settled', result: resultOf(transaction, stage, why) } as const;
}
