/**
 * Outlines out of records without the rest of them.
 *
 * Reading a record whole takes three times as long as finding what is shown, and a long queue has hundreds of thousands. So
 * each of the two kinds is a pattern of the JSON that `encodeRecord` writes; its members stand in the order in which
 * `splitMessage`, `applyChange` and whoever makes `Progress` put them. What does not fit (a member nobody knows here, a text
 * with a backslash in it) is read whole: the patterns save time, and decide nothing.
 */
import type { ProgressOutline, QueueOutline } from './message.ts';
import type { QueueRecord } from './record.ts';

export type QueueRecordOutline = Omit<QueueOutline, 'progress'>;

/** @param text  of a record of the queue */
export const outlineOfQueue = (text: string): QueueRecordOutline =>
  queueByPattern(text) ?? (JSON.parse(text) as QueueRecord);

/** @param text  of a record of progress */
export const outlineOfProgress = (text: string): ProgressOutline =>
  progressByPattern(text) ?? (JSON.parse(text) as ProgressOutline);

const TEXT = '"([^"\\\\]*)"';
const NUMBER = '(-?[0-9.]+)';
const ANY_NUMBER = '-?[0-9.]+';
const ANY_BOOLEAN = '(?:true|false)';

const QUEUE = new RegExp(
  `^{"id":${TEXT},(?:"queue":${TEXT},)?"receivedAtMs":${NUMBER},"login":${TEXT},(?:"senderSetUntrusted":(true|false),)?` +
    `"sender":${TEXT},"recipients":\\[({[^\\\\]*?})\\],(?:"frozenAtMs":${NUMBER},)?"manualThaw":${ANY_BOOLEAN},` +
    `"warnings":${ANY_NUMBER},"firstDelivery":${ANY_BOOLEAN},"sizeOctets":${NUMBER}` +
    `(?:,"frozenAtMs":${NUMBER})?(?:,"queue":${TEXT})?}$`,
);

/** Undefined where the pattern is not the record's. */
export function queueByPattern(text: string): QueueRecordOutline | undefined {
  const found = QUEUE.exec(text);
  if (found === null) return undefined;
  const [, id, queue, receivedAtMs, login, untrusted, sender, recipients, frozenAtMs, sizeOctets, frozen, moved] =
    found;
  const outline: Writable<QueueRecordOutline> = {
    id: id!,
    receivedAtMs: Number(receivedAtMs),
    login: login!,
    sender: sender!,
    recipients: recipientsOf(recipients!),
    sizeOctets: Number(sizeOctets),
  };
  const [queueNow, frozenNow] = [moved ?? queue, frozen ?? frozenAtMs];
  if (queueNow !== undefined) outline.queue = queueNow;
  if (untrusted !== undefined) outline.senderSetUntrusted = untrusted === 'true';
  if (frozenNow !== undefined) outline.frozenAtMs = Number(frozenNow);
  return outline;
}

/** Most messages have one recipient of whom only the address is known. */
function recipientsOf(members: string): QueueOutline['recipients'] {
  const end = members.length - ONE_END.length;
  return members.startsWith(ONE) && members.indexOf('"', ONE.length) === end
    ? [{ address: members.slice(ONE.length, end) }]
    : (JSON.parse(`[${members}]`) as QueueOutline['recipients']);
}

const ONE = '{"address":"';
const ONE_END = '"}';

const PROGRESS = new RegExp(
  `^{"address":${TEXT},"status":"(done|deferred|failed)","atMs":${ANY_NUMBER}(?:,"parent":"[^"\\\\]*")?` +
    `(?:,"router":"[^"\\\\]*")?(?:,"transport":"[^"\\\\]*")?(?:,"host":${TEXT})?(?:,"errno":${ANY_NUMBER})?` +
    `(?:,"text":${TEXT})?(?:,"smtpCode":${ANY_NUMBER})?(?:,"enhancedStatus":"[^"\\\\]*")?(?:,"attempts":${NUMBER})?` +
    `(?:,"nextAttemptAtMs":${NUMBER})?(?:,"waitsFor":\\[[^\\\\]*?\\])?(?:,"lastTryAtMs":${ANY_NUMBER})?}$`,
);

/** Undefined where the pattern is not the record's. */
export function progressByPattern(record: string): ProgressOutline | undefined {
  const found = PROGRESS.exec(record);
  if (found === null) return undefined;
  const [, address, status, host, text, attempts, nextAttemptAtMs] = found;
  const outline: Writable<ProgressOutline> = { address: address!, status: status as ProgressOutline['status'] };
  if (text !== undefined) outline.text = text;
  if (host !== undefined) outline.host = host;
  if (attempts !== undefined) outline.attempts = Number(attempts);
  if (nextAttemptAtMs !== undefined) outline.nextAttemptAtMs = Number(nextAttemptAtMs);
  return outline;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
