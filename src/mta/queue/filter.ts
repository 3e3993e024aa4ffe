/** Which messages of the queue are meant. */
import type { QueueOutline } from '../spool/index.ts';

/** Each part narrows; without any every message is meant. */
export interface QueueFilter {
  /** Only these. */
  readonly messages?: readonly string[];
  /** Part of the sender's address, in either case; `<>` is the empty one. */
  readonly sender?: string;
  /** Part of an address that still waits. */
  readonly recipient?: string;
  readonly olderSeconds?: number;
  readonly youngerSeconds?: number;
  readonly largerOctets?: number;
  readonly smallerOctets?: number;
  readonly frozen?: boolean;
}

export function isMeant(entry: QueueOutline, filter: QueueFilter, nowMs: number): boolean {
  const ageSeconds = (nowMs - entry.receivedAtMs) / 1000;
  const { messages, sender, recipient, frozen } = filter;
  return (
    (messages === undefined || messages.includes(entry.id)) &&
    (sender === undefined || isSender(entry.sender, sender)) &&
    (recipient === undefined || entry.recipients.some(({ address }) => contains(address, recipient))) &&
    (frozen === undefined || frozen === (entry.frozenAtMs !== undefined)) &&
    isAbove(ageSeconds, filter.olderSeconds) &&
    isBelow(ageSeconds, filter.youngerSeconds) &&
    isAbove(entry.sizeOctets, filter.largerOctets) &&
    isBelow(entry.sizeOctets, filter.smallerOctets)
  );
}

const isSender = (sender: string, wanted: string): boolean =>
  wanted === '<>' ? sender === '' : contains(sender, wanted);
const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
const isAbove = (value: number, least: number | undefined): boolean => least === undefined || value > least;
const isBelow = (value: number, most: number | undefined): boolean => most === undefined || value < most;
