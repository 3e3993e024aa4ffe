/**
 * A message as it lands in a tray: one frame behind the other, from the beginning of the file.
 *
 * ```
 *  0   8 octets   the mark of the tray's present use
 *  8   4 octets   CRC-32 of all that follows
 * 12   4 octets   octets of the frame
 * 16   4 octets   octets of the slip
 * 20   4 octets   octets of the queue record
 * 24   4 octets   octets of the content record, its body included
 * 28   …          the three of them
 * ```
 *
 * Numbers are little-endian. The sum is over the body, too: it is how a frame that was cut off is known from one that was not.
 * The mark is chance, new each time a file is used again: else what an earlier body left behind the last frame could be made
 * to look like the next one.
 */
import { crc32 } from 'node:zlib';
import type { Progress } from '../../message.ts';

/** What is to be said of a message beside its records, in JSON. */
export interface Slip {
  readonly id: string;
  readonly claim?: { readonly token: number; readonly record: object };
  /** What was settled before it came. */
  readonly settled?: readonly Progress[];
  /** Of the message's own log: when and where written, and the line. They stay here. */
  readonly log?: readonly (readonly [key: string, line: string])[];
}

export interface Frame {
  /** The first of the parts: the mark goes into its beginning. */
  readonly front: Buffer;
  readonly parts: readonly Uint8Array[];
  readonly octets: number;
  /** Of the content record, from the frame's beginning. */
  readonly contentAt: number;
  readonly contentOctets: number;
}

export interface FoundFrame {
  readonly slip: Slip;
  readonly queue: Buffer;
  readonly octets: number;
  readonly contentAt: number;
  readonly contentOctets: number;
}

export const FRAME_HEAD = 28;
export const MARK_OCTETS = 8;
const SUM_AT = MARK_OCTETS;
const SUMMED_FROM = SUM_AT + 4;

/** Without its mark. @param content  the record and its body, in parts that are not copied */
export function encodeFrame(slip: Slip, queue: Buffer, content: readonly Uint8Array[]): Frame {
  const said = Buffer.from(JSON.stringify(slip));
  const contentOctets = content.reduce((sum, { length }) => sum + length, 0);
  const contentAt = FRAME_HEAD + said.length + queue.length;
  const octets = contentAt + contentOctets;
  const front = Buffer.allocUnsafe(contentAt);
  front.writeUInt32LE(octets, 12);
  front.writeUInt32LE(said.length, 16);
  front.writeUInt32LE(queue.length, 20);
  front.writeUInt32LE(contentOctets, 24);
  front.set(said, FRAME_HEAD);
  front.set(queue, FRAME_HEAD + said.length);
  let sum = crc32(front.subarray(SUMMED_FROM));
  for (const part of content) sum = crc32(part, sum);
  front.writeUInt32LE(sum, SUM_AT);
  return { front, parts: [front, ...content], octets, contentAt, contentOctets };
}

/** How long the frame is that begins so; undefined: none does, or it would not fit. */
export function frameOctets(head: Buffer, mark: Buffer, room: number): number | undefined {
  if (head.length < FRAME_HEAD || !head.subarray(0, MARK_OCTETS).equals(mark)) return undefined;
  const octets = head.readUInt32LE(12);
  return octets >= FRAME_HEAD && octets <= room ? octets : undefined;
}

/** @returns undefined where it is not what was written */
export function decodeFrame(frame: Buffer): FoundFrame | undefined {
  if (crc32(frame.subarray(SUMMED_FROM)) !== frame.readUInt32LE(SUM_AT)) return undefined;
  const queueAt = queueStart(frame);
  const contentAt = queueAt + frame.readUInt32LE(20);
  return {
    slip: decodeSlip(frame),
    queue: Buffer.from(frame.subarray(queueAt, contentAt)),
    octets: frame.length,
    contentAt,
    contentOctets: frame.readUInt32LE(24),
  };
}

const queueStart = (frame: Buffer): number => FRAME_HEAD + frame.readUInt32LE(16);

/** Of a frame that is known to be whole, or its beginning. */
export const decodeSlip = (frame: Buffer): Slip =>
  JSON.parse(frame.toString('utf8', FRAME_HEAD, queueStart(frame))) as Slip;
