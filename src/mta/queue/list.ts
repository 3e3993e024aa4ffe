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

/** @param queue  only the queue of that name; undefined is all of them */
export async function queueListReport(
  spool: Spool,
  directory: string,
  filter: QueueFilter,
  nowMs: number,
  queue?: string,
): Promise<Report<QueueListData>> {
  const messages: QueueMessage[] = [];
  const unreadable: { messageId: string; reason: string }[] = [];
  for await (const item of spool.list(queue === undefined ? {} : { queue })) {
    if (item.kind === 'unreadable') unreadable.push({ messageId: item.id, reason: item.reason });
    else if (isMeant(item.entry, filter, nowMs)) messages.push(queueMessage(item.entry, nowMs));
  }
  return {
    findings: unreadable.map(({ messageId, reason }) => sayUnreadable(messageId, reason)),
    data: {
      directory,
      messages,
      count: messages.length,
      frozen: messages.filter(({ frozen }) => frozen).length,
      octets: messages.reduce((sum, { size }) => sum + size, 0),
      unreadable,
    },
  };
}

/** A spool that is not there has no messages. */
export function emptyQueueReport(directory: string): Report<QueueListData> {
  return { findings: [], data: { directory, messages: [], count: 0, frozen: 0, octets: 0, unreadable: [] } };
}

const sayUnreadable = (messageId: string, reason: string): Finding =>
  sayQueue('unreadable', { detail: `${messageId}: ${reason}`, evidence: { messageId } });
