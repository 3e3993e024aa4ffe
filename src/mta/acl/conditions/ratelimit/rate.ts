/** A rate that is smoothed by time: what came long ago counts less and less (Exim spec §44.38). */
import { createHash } from 'node:crypto';

/** As it is kept, in JSON. */
export interface RateRecord {
  readonly rate: number;
  readonly atMs: number;
  /** Events of this period that were counted, as a Bloom filter in base 64. */
  readonly seen?: { readonly sinceMs: number; readonly bits: string };
}

/** undefined: there is none, or it is nothing that was written here. */
export function readRecord(text: string | undefined): RateRecord | undefined {
  try {
    const read = text === undefined ? undefined : (JSON.parse(text) as Partial<RateRecord>);
    return typeof read?.rate === 'number' && typeof read.atMs === 'number' ? (read as RateRecord) : undefined;
  } catch {
    return undefined;
  }
}

export interface RateEvent {
  readonly count: number;
  readonly unique: string | undefined;
  readonly limit: number;
  readonly periodSeconds: number;
  readonly nowMs: number;
  /** Nothing is counted, and no event remembered. */
  readonly isLookedAtOnly: boolean;
}

/** The record as it would be after an event. */
export function afterEvent(before: RateRecord | undefined, event: RateEvent): RateRecord {
  const { unique, isLookedAtOnly } = event;
  if (unique === undefined || isLookedAtOnly) return { ...counted(before, event, event.count), ...keptFilter(before) };
  const { isNew, seen } = remember(before?.seen, unique, event);
  return { ...counted(before, event, isNew ? event.count : 0), seen };
}

const keptFilter = (before: RateRecord | undefined): Pick<RateRecord, 'seen'> =>
  before?.seen === undefined ? {} : { seen: before.seen };

/** Two events at one instant, or a clock that went back: an interval is never nothing. */
const MIN_SECONDS = 1e-9;

/**
 * An exponentially weighted mean over intervals of any length: the smoothing factor is e^(-interval/period). An event alone in
 * its period counts for itself, however long the silence before it.
 */
function counted(before: RateRecord | undefined, { periodSeconds, nowMs }: RateEvent, count: number): RateRecord {
  if (before === undefined) return { rate: count, atMs: nowMs };
  const intervals = Math.max((nowMs - before.atMs) / 1000, MIN_SECONDS) / periodSeconds;
  const weight = Math.exp(-intervals);
  // By expm1: 1 - weight would lose all its digits where two events are next to each other.
  const rate = (-Math.expm1(-intervals) * count) / intervals + weight * before.rate;
  return { rate: Math.max(rate, count), atMs: nowMs };
}

/** Sixteen bits an event up to the limit, eight of which are set: at the limit one in 1,700 new events is taken for an old one. */
const OCTETS_AN_EVENT = 2;
const HASHES = 8;
const MIN_OCTETS = 40;
/** A limit of any size is no reason for a record of any size. */
const MAX_OCTETS = 64 * 1024;

function remember(
  seen: RateRecord['seen'],
  unique: string,
  { limit, periodSeconds, nowMs }: RateEvent,
): { readonly isNew: boolean; readonly seen: NonNullable<RateRecord['seen']> } {
  const isCurrent = seen !== undefined && nowMs <= seen.sinceMs + periodSeconds * 1000;
  const octets = Math.max(MIN_OCTETS, Math.min(MAX_OCTETS, Math.floor(limit) * OCTETS_AN_EVENT));
  const bits = isCurrent ? Buffer.from(seen.bits, 'base64') : Buffer.alloc(octets);
  const isNew = setBits(bits, unique);
  return { isNew, seen: { sinceMs: isCurrent ? seen.sinceMs : nowMs, bits: bits.toString('base64') } };
}

/** @returns was one of them not set before */
function setBits(bits: Buffer, unique: string): boolean {
  const digest = createHash('sha256').update(unique, 'latin1').digest();
  const [first, step] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  let isNew = false;
  for (let index = 0; index < HASHES; index += 1) {
    const at = (first + index * step) % (bits.length * 8);
    const mask = 1 << (at & 7);
    isNew ||= (bits[at >> 3]! & mask) === 0;
    bits[at >> 3]! |= mask;
  }
  return isNew;
}
