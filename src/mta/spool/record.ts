/**
 * Records as octets, for engines that keep octets.
 *
 * ```
 * 4 octets   CRC-32 of the JSON, little-endian
 * 4 octets   length of the JSON, little-endian
 * n octets   JSON, in UTF-8
 * the rest   a body, where one is kept with its record
 * ```
 *
 * The sum is there to tell a record that was damaged from one that was not; it does not cover the body, whose length does.
 * A message is two records: what is listed and changes (`QueueRecord`), and what stays (`ContentRecord`), with the body.
 */
import { crc32 } from 'node:zlib';
import type { ArrivedMessage, Progress, QueueEntry, StoredMessage } from './message.ts';
import { sizeOctets } from './state.ts';

/** The line of the listing but for progress, which is kept address by address. */
export type QueueRecord = Omit<QueueEntry, 'progress'>;

export interface ContentRecord {
  readonly facts: Omit<StoredMessage, keyof QueueEntry>;
  /** Of a body that has a file of its own, its name. */
  readonly file?: string;
}

/** Octets before the JSON. */
export const RECORD_HEAD = 8;

export function encodeRecord(value: unknown): Buffer {
  const json = JSON.stringify(value);
  const length = Buffer.byteLength(json);
  const record = Buffer.allocUnsafe(RECORD_HEAD + length);
  record.write(json, RECORD_HEAD);
  record.writeUInt32LE(crc32(record.subarray(RECORD_HEAD, RECORD_HEAD + length)), 0);
  record.writeUInt32LE(length, 4);
  return record;
}

/** @returns undefined where the record is not what was written */
export function decodeRecord<T>(record: Uint8Array): T | undefined {
  const text = textOfRecord(record, 0, record.length);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/**
 * The JSON of a record that lies among other octets.
 *
 * @param end  of the record, where a body or octets of something else may be behind the JSON
 * @returns undefined where the record is not what was written
 */
export function textOfRecord(octets: Uint8Array, from: number, end: number): string | undefined {
  const begin = from + RECORD_HEAD;
  if (end < begin) return undefined;
  const length = numberAt(octets, from + 4);
  if (length > end - begin) return undefined;
  if (crc32(new Uint8Array(octets.buffer, octets.byteOffset + begin, length)) !== numberAt(octets, from))
    return undefined;
  return utf8Slice.call(octets, begin, begin + length);
}

/** As a Buffer reads and slices, which costs more to make than the rest of it: a queue has a hundred thousand records. */
const { utf8Slice } = Buffer.prototype as unknown as { utf8Slice(this: Uint8Array, from: number, to: number): string };
const numberAt = (octets: Uint8Array, at: number): number =>
  (octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24)) >>> 0;

/** What is behind the JSON, as a view; only of a record that could be decoded. */
export function bodyOfRecord(record: Buffer): Buffer {
  return record.subarray(RECORD_HEAD + record.readUInt32LE(4));
}

/** An arrived message as its two records, and what was settled before it came. */
export function splitMessage(
  arrived: ArrivedMessage,
  bodyOctets: number,
  file: string | undefined,
): { readonly queue: QueueRecord; readonly content: ContentRecord; readonly settled: readonly Progress[] } {
  const {
    id,
    queue,
    receivedAtMs,
    senderSetUntrusted,
    sender,
    recipients,
    settled = [],
    frozenAtMs,
    ...rest
  } = arrived;
  const facts = { bodyOctets, ...rest };
  const listed: QueueRecord = {
    id,
    ...(queue !== undefined && { queue }),
    receivedAtMs,
    login: arrived.submitter.login,
    ...(senderSetUntrusted !== undefined && { senderSetUntrusted }),
    sender,
    recipients,
    ...(frozenAtMs !== undefined && { frozenAtMs }),
    manualThaw: false,
    warnings: 0,
    firstDelivery: true,
    sizeOctets: sizeOctets(facts),
  };
  return { queue: listed, content: { facts, ...(file !== undefined && { file }) }, settled };
}

export function joinMessage(queue: QueueRecord, content: ContentRecord, progress: readonly Progress[]): StoredMessage {
  const { login: _, sizeOctets: _s, ...state } = queue;
  return { progress, ...content.facts, ...state };
}
