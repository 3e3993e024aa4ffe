/** How a message changes while it waits: values in, values out, the same for every engine. */
import {
  type ArrivedMessage,
  headerOctets,
  type MessageState,
  type Progress,
  type QueueEntry,
  type StoredMessage,
} from './message.ts';
import type { ListOptions, MessageChange } from './spool.ts';

/** The message as it is stored first. */
export function storedMessage(arrived: ArrivedMessage, bodyOctets: number): StoredMessage {
  const { settled = [], ...facts } = arrived;
  return { progress: settled, manualThaw: false, warnings: 0, firstDelivery: true, bodyOctets, ...facts };
}

export function applyChange<S extends MessageState & { readonly queue?: string }>(state: S, change: MessageChange): S {
  const { addRecipients = [], progress = [], frozenAtMs, attempts: _, queue, ...plain } = change;
  const { frozenAtMs: before, queue: queueBefore, ...rest } = state;
  const queueNow = queue ?? queueBefore ?? '';
  const frozen = frozenAtMs === 'thawed' ? undefined : (frozenAtMs ?? before);
  return {
    ...rest,
    ...defined(plain),
    recipients: addRecipients.length === 0 ? state.recipients : [...state.recipients, ...addRecipients],
    progress: progress.length === 0 ? state.progress : mergeProgress(state.progress, progress),
    ...(frozen !== undefined && { frozenAtMs: frozen }),
    ...(queueNow !== '' && { queue: queueNow }),
  } as unknown as S;
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** What is known last of an address stands in the place of what was known first. */
function mergeProgress(before: readonly Progress[], now: readonly Progress[]): readonly Progress[] {
  const byAddress = new Map(before.map((progress) => [progress.address, progress]));
  for (const progress of now) byAddress.set(progress.address, progress);
  return [...byAddress.values()];
}

/**
 * As `exim -bp` counts, and S= of the log: headers, the empty line, the body, each line end one octet. A body that is kept
 * as it came has two at each of its lines.
 */
export function sizeOctets({
  headers,
  body,
  bodyOctets,
}: Pick<StoredMessage, 'headers' | 'body' | 'bodyOctets'>): number {
  return headerOctets(headers) + 1 + bodyOctets - (body.wireFormat ? Math.min(body.lineCount, bodyOctets) : 0);
}

export function queueEntry(message: StoredMessage): QueueEntry {
  const { id, queue, receivedAtMs, senderSetUntrusted, sender, recipients, progress, frozenAtMs } = message;
  const { manualThaw, warnings, firstDelivery } = message;
  return {
    id,
    ...(queue !== undefined && { queue }),
    receivedAtMs,
    login: message.submitter.login,
    ...(senderSetUntrusted !== undefined && { senderSetUntrusted }),
    sender,
    recipients,
    progress,
    ...(frozenAtMs !== undefined && { frozenAtMs }),
    manualThaw,
    warnings,
    firstDelivery,
    sizeOctets: sizeOctets(message),
  };
}

export function isListed(id: string, queue: string | undefined, options: ListOptions): boolean {
  if (options.queue !== undefined && options.queue !== (queue ?? '')) return false;
  return (options.from === undefined || id >= options.from) && (options.to === undefined || id <= options.to);
}
