/** What the commands of the queue tell, in texts of people. */
import { formatInstant } from '../../base/index.ts';
import { fromOctets } from '../host/index.ts';
import {
  isSettled,
  type ProgressOutline,
  type QueueEntry,
  type QueueOutline,
  type StoredMessage,
} from '../spool/index.ts';

export interface QueueMessage {
  readonly messageId: string;
  readonly queue?: string;
  readonly receivedAt: string;
  readonly ageSeconds: number;
  readonly size: number;
  readonly sender: string;
  /** Who set the sender without being trusted to. */
  readonly user?: string;
  readonly frozen: boolean;
  readonly frozenAt?: string;
  readonly recipients: readonly QueueRecipient[];
  /** Addresses made of recipients that are settled. */
  readonly generated: readonly string[];
}

export interface QueueRecipient {
  readonly address: string;
  readonly status: 'waiting' | 'done' | 'deferred' | 'failed';
  /** What was said last. */
  readonly error?: string;
  readonly host?: string;
  readonly attempts?: number;
  readonly nextAttemptAt?: string;
}

export function queueMessage(entry: QueueOutline, nowMs: number): QueueMessage {
  const { queue, frozenAtMs } = entry;
  const message: Mutable<QueueMessage> = {
    messageId: entry.id,
    receivedAt: formatInstant(entry.receivedAtMs),
    ageSeconds: Math.max(0, Math.trunc((nowMs - entry.receivedAtMs) / 1000)),
    size: entry.sizeOctets,
    sender: fromOctets(entry.sender),
    frozen: frozenAtMs !== undefined,
    recipients: recipientsOf(entry),
    generated: settledOthers(entry),
  };
  if (queue !== undefined) message.queue = queue;
  if (entry.senderSetUntrusted === true) message.user = entry.login;
  if (frozenAtMs !== undefined) message.frozenAt = formatInstant(frozenAtMs);
  return message;
}

/** Queues are long: fields are set, where putting objects together would cost more than the rest of it. */
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Most messages have one recipient; some have thousands. */
function recipientsOf({ recipients, progress }: QueueOutline): readonly QueueRecipient[] {
  if (recipients.length === 1 && progress.length <= 1) {
    const { address } = recipients[0]!;
    return [queueRecipient(address, progress[0]?.address === address ? progress[0] : undefined)];
  }
  const byAddress = new Map(progress.map((one) => [one.address, one]));
  return recipients.map(({ address }) => queueRecipient(address, byAddress.get(address)));
}

/** Addresses that are none of the recipients. */
function settledOthers({ recipients, progress }: QueueOutline): readonly string[] {
  if (!progress.some(isSettled)) return NOBODY;
  const known = new Set(recipients.map(({ address }) => address));
  return progress.filter((one) => isSettled(one) && !known.has(one.address)).map(({ address }) => fromOctets(address));
}

const NOBODY: readonly string[] = [];

function queueRecipient(address: string, progress: ProgressOutline | undefined): QueueRecipient {
  const recipient: Mutable<QueueRecipient> = {
    address: fromOctets(address),
    status: progress?.status ?? 'waiting',
  };
  if (progress === undefined) return recipient;
  const { text, host, attempts, nextAttemptAtMs } = progress;
  if (text !== undefined) recipient.error = fromOctets(text);
  if (host !== undefined) recipient.host = fromOctets(host);
  if (attempts !== undefined) recipient.attempts = attempts;
  if (nextAttemptAtMs !== undefined) recipient.nextAttemptAt = formatInstant(nextAttemptAtMs);
  return recipient;
}

/** Everything of one message but its body. */
export interface QueueShown extends QueueMessage {
  readonly headers: readonly { readonly letter: string; readonly text: string }[];
  readonly bodySize: number;
  readonly protocol?: string;
  readonly heloName?: string;
  readonly host?: string;
  readonly hostName?: string;
  readonly authenticatedAs?: string;
  readonly cipher?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: number;
  /** The beginning of the body, where it was asked for. */
  readonly body?: string;
  readonly bodyTruncated?: boolean;
}

export function queueShown(message: StoredMessage, entry: QueueEntry, nowMs: number): QueueShown {
  const { connection, tls, variables = {} } = message;
  const { protocol, heloName, host, hostName, authenticatedId } = connection;
  const optional = { protocol, heloName, hostName, authenticatedAs: authenticatedId, cipher: tls?.cipher };
  const known = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...queueMessage(entry, nowMs),
    headers: message.headers.map(({ letter, text }) => ({ letter, text: fromOctets(text.replace(/\r?\n$/, '')) })),
    bodySize: message.bodyOctets,
    ...Object.fromEntries(known.map(([name, text]) => [name, fromOctets(text)])),
    ...(host !== undefined && { host: host.port === undefined ? host.address : `[${host.address}]:${host.port}` }),
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, { text }]) => [`acl_${name}`, fromOctets(text)]),
    ),
    warnings: message.warnings,
  };
}
