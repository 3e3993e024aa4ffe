/**
 * The file of a tray: its octets are on the disk before it is used, so that a flush has nothing to say of the file itself.
 * That is what makes it cheap: a file that grows costs the file system a transaction of its own at each flush.
 */
import { closeSync, fdatasync, fstatSync, openSync, readSync, type Stats, writeSync, writevSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { giveTo } from '../folder.ts';
import { decodeFrame, type FoundFrame, FRAME_HEAD, frameOctets } from './frame.ts';

/** Flushes of one tray at a time. Each has a descriptor of its own, since an error is told once to each of them. */
export const MAX_FLUSHES = 3;

export interface TrayFile {
  /** At once, into the system's memory; throws as the system does. */
  write(parts: readonly Uint8Array[], at: number): void;
  /** Everything written before is on the disk when it calls back without a cause. */
  flush(slot: number, done: (cause: Error | null) => void): void;
  read(at: number, octets: number): Buffer;
  close(): void;
}

/**
 * Makes it, full of zeros that are on the disk; the folder is to be flushed after it.
 *
 * By small writes: what is written at once may become one unit of the system's memory, and of that every flush would write
 * all, however little of it has changed.
 */
export async function makeTrayFile(path: string, octets: number, owner: Stats): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    giveTo(path, owner);
    for (let at = 0; at < octets; at += SHARE_OCTETS) {
      for (let step = at; step < Math.min(at + SHARE_OCTETS, octets); step += ZEROS.length)
        writeSync(handle.fd, ZEROS, 0, Math.min(ZEROS.length, octets - step), step);
      await (at % FLUSHED_OCTETS === 0 ? handle.datasync() : nextTurn());
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const ZEROS = Buffer.alloc(16 * 1024);
/** Written in one turn of the event loop. */
const SHARE_OCTETS = 256 * 1024;
/** Written between flushes, which messages may have to wait for. */
const FLUSHED_OCTETS = 4 * 1024 * 1024;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function openTrayFile(path: string): TrayFile {
  const descriptors = Array.from({ length: MAX_FLUSHES }, () => openSync(path, 'r+'));
  return {
    write: (parts, at) => {
      const octets = parts.reduce((sum, { length }) => sum + length, 0);
      const done = writevSync(descriptors[0]!, parts as Uint8Array[], at);
      if (done < octets) writeRest(descriptors[0]!, Buffer.concat(parts), done, at);
    },
    flush: (slot, done) => fdatasync(descriptors[slot]!, done),
    read: (at, octets) => readAt(descriptors[0]!, at, octets),
    close: () => descriptors.splice(0).forEach(closeSync),
  };
}

/** The last octets are where a system says what kept it from more. */
function writeRest(descriptor: number, all: Buffer, from: number, at: number): void {
  for (let done = from; done < all.length; ) done += writeSync(descriptor, all, done, all.length - done, at + done);
}

/** Frames one behind the other, up to the first that is none. */
export function readFrames(descriptor: number, mark: Buffer, from: number): readonly (FoundFrame & { at: number })[] {
  const found: (FoundFrame & { at: number })[] = [];
  const { size } = fstatSync(descriptor);
  for (let at = from; ; ) {
    const octets = frameOctets(readAt(descriptor, at, FRAME_HEAD), mark, size - at);
    if (octets === undefined) return found;
    const all = readAt(descriptor, at, octets);
    const frame = all.length < octets ? undefined : decodeFrame(all);
    if (frame === undefined) return found;
    found.push({ ...frame, at });
    at += octets;
  }
}

/** Fewer octets where the file ends. */
export function readAt(descriptor: number, at: number, octets: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(octets);
  let done = 0;
  while (done < octets) {
    const read = readSync(descriptor, buffer, done, octets - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return buffer.subarray(0, done);
}
