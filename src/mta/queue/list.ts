import type { Finding, Report } from '../../base/index.ts';
import type { Spool } from '../spool/index.ts';
import { type QueueMessage, queueMessage } from './data.ts';
import { isMeant, type QueueFilter } from './filter.ts';
import { sayQueue } from './findings.ts';

export interface QueueListData {
  /** `spool_directory`. */
  readonly directory: string;
  readonly messages: readonly QueueMessage[];
  readonly count: number;
  readonly frozen: number;
  /** All sizes together. */
  readonly octets: number;
  readonly unreadable: readonly { readonly messageId: string; readonly reason: string }[];
}

export interface QueueListOptions {
  readonly nowMs: number;
  /** Only the queue of that name; undefined is all of them. */
  readonly queue?: string | undefined;
  /** Takes messages as they are found, which then are in no report: it does not grow with the queue. */
  readonly show?: ((messages: readonly QueueMessage[]) => Promise<void>) | undefined;
}

export async function queueListReport(
  spool: Spool,
  directory: string,
  filter: QueueFilter,
  { nowMs, queue, show }: QueueListOptions,
): Promise<Report<QueueListData>> {
  let messages: QueueMessage[] = [];
  let [count, frozen, octets] = [0, 0, 0];
  const unreadable: { messageId: string; reason: string }[] = [];
  for await (const items of spool.outlines(queue === undefined ? {} : { queue })) {
    for (const item of items) {
      if (item.kind === 'unreadable') {
        unreadable.push({ messageId: item.id, reason: item.reason });
      } else if (isMeant(item.entry, filter, nowMs)) {
        messages.push(queueMessage(item.entry, nowMs));
        count += 1;
        octets += item.entry.sizeOctets;
        if (item.entry.frozenAtMs !== undefined) frozen += 1;
      }
    }
    if (show === undefined) continue;
    await show(messages);
    messages = [];
  }
  return {
    findings: unreadable.map(({ messageId, reason }) => sayUnreadable(messageId, reason)),
    data: { directory, messages, count, frozen, octets, unreadable },
  };
}

/** A spool that is not there has no messages. */
export function emptyQueueReport(directory: string): Report<QueueListData> {
  return { findings: [], data: { directory, messages: [], count: 0, frozen: 0, octets: 0, unreadable: [] } };
}

const sayUnreadable = (messageId: string, reason: string): Finding =>
  sayQueue('unreadable', { detail: `${messageId}: ${reason}`, evidence: { messageId } });
