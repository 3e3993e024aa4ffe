/** A submission: who it is from, to whom it goes, and what is said to the caller. */
import { mainValue } from '../../config/index.ts';
import { isPurged } from '../../host/index.ts';
import { argumentsEntry, lateMessageEntry, purgingEntry } from '../../log/index.ts';
import { type LocalCaller, type LocalRecipient, receiveLocal } from '../../receive/index.ts';
import type { SubmissionAnswer } from '../../submission/index.ts';
import type { Submitted } from '../reception-port.ts';
import { takeBatch } from './batch.ts';
import { callerOf } from './caller.ts';
import { Complaints } from './complaints.ts';
import { type DroppedFile, openDropped } from './dropped-file.ts';
import { recipientsOf, senderOf } from './envelope.ts';
import { Hearing } from './hearing.ts';
import { authenticatedSender, type From, isSender, localCaller, piecesOf } from './local-caller.ts';
import type { SubmissionParts } from './parts.ts';
import { visitorOf } from './visitor.ts';

export type { SubmissionParts } from './parts.ts';

export async function takeSubmission(name: string, parts: SubmissionParts): Promise<Submitted> {
  const dropped = openDropped(parts.folder, name);
  if (!dropped.ok) return { kind: 'answered', answer: refusal(`the submission is not taken: ${dropped.error}\n`) };
  const file = mainValue(parts.configuration, 'mua_wrapper') === true ? answeredAtOnce(dropped.value) : dropped.value;
  const { configuration, host } = parts;
  if (isPurged(configuration)) parts.log(purgingEntry());
  if (file.order.called !== undefined) parts.log(argumentsEntry(file.order.called, parts.logFormat));
  if (file.order.kind === 'late') {
    file.close();
    parts.log(lateMessageEntry());
    return {
      kind: 'answered',
      answer: refusal(`${file.order.program}: timed out while reading - message abandoned\n`),
    };
  }
  const caller = await callerOf(file, configuration, host);
  if (typeof caller === 'string') {
    file.close();
    return { kind: 'answered', answer: refusal(`${file.order.program}: ${caller}\n`) };
  }
  if (file.order.keepsAsIs === true && !caller.isTrusted) {
    file.close();
    return { kind: 'answered', answer: refusal('exim: permission denied (-G requires a trusted user)\n') };
  }
  const sender = await senderOf(file.order, caller, configuration, host);
  if (typeof sender === 'string') {
    file.close();
    return { kind: 'answered', answer: refusal(`${file.order.program}: ${sender}\n`) };
  }
  if (file.order.kind === 'smtp') {
    file.close();
    return openSession(file, { caller, sender }, parts);
  }
  try {
    const take = file.order.kind === 'batch' ? takeBatch : takeMessage;
    return { kind: 'answered', answer: await take(file, { caller, sender }, parts) };
  } finally {
    file.close();
  }
}

/** With `mua_wrapper` nobody is written to: whatever is wrong is told on standard error (Exim spec ch. 52). */
const answeredAtOnce = (file: DroppedFile): DroppedFile => ({ ...file, order: { ...file.order, errors: 'stderr' } });

const refusal = (aside: string): SubmissionAnswer => ({ status: 1, out: '', aside });

async function takeMessage(file: DroppedFile, from: From, parts: SubmissionParts): Promise<SubmissionAnswer> {
  const { configuration } = parts;
  const { order } = file;
  const hearing = new Hearing(order.isVerbose === true, parts.logFormat);
  const complaints = new Complaints(order, from.sender.address, parts);
  const given = recipientsOf(order, configuration);
  if (!isList(given)) {
    await complaints.take({ fault: given, messageId: undefined, headers: [], body: undefined }, file.read);
    return { status: complaints.status, out: '', aside: complaints.text };
  }
  const removes = mainValue(configuration, 'extract_addresses_remove_arguments') === true;
  const local: LocalCaller = {
    ...localCaller(file, from, parts),
    ...(order.fromHeader && { extraction: { given: given.map(({ address }) => address), removes } }),
    hear: hearing.hear,
    complain: (complaint) => complaints.take(complaint),
  };
  const outcome = await receiveLocal(parts.reception, {
    visitor: visitorOf(order, from.caller, isSender(from)),
    caller: local,
    sender: from.sender.address,
    hasSender: from.sender.isGiven,
    recipients: order.fromHeader && removes ? [] : given,
    ...authenticatedSender(file, from, parts),
    pieces: () => piecesOf(file),
  });
  if (outcome.kind === 'taken' && local.isDue === true) {
    const delivered = await parts.deliver(outcome.id);
    if (delivered.kind === 'refused') return { status: 1, out: '', aside: hearing.text + delivered.aside };
  }
  const aside = hearing.text + complaints.text;
  if (outcome.kind !== 'refused') return { status: outcome.kind === 'taken' ? 0 : 1, out: '', aside };
  const { reply } = outcome.answer;
  if (reply === undefined) return { status: complaints.status, out: '', aside };
  return { status: TEMPFAIL, out: '', aside: `${aside}${order.program}: ${reply.text}\n` };
}

/** sysexits.h: try again later. */
const TEMPFAIL = 75;

const isList = (value: ReturnType<typeof recipientsOf>): value is readonly LocalRecipient[] => Array.isArray(value);

/** Lines of this host end as they do here. */
async function openSession(file: DroppedFile, from: From, parts: SubmissionParts): Promise<Submitted> {
  const { order, uid } = file;
  if (parts.sessions.isFull(uid)) {
    const aside = `${order.program}: there are too many sessions of user ${uid} just now\n`;
    return { kind: 'answered', answer: { status: TEMPFAIL, out: '', aside } };
  }
  const opened = await parts.reception.open(visitorOf(order, from.caller, !from.caller.isTrusted));
  opened.session.callFor(localCaller(file, from, parts));
  return {
    kind: 'session',
    served: { ...opened, config: { ...opened.config, bare: 'normalise', enforcesSync: false } },
    over: parts.sessions.begin(uid),
  };
}
