/** One new private file, written in the order of the calls, its creation not waited for. */
import { type FileHandle, open, unlink } from 'node:fs/promises';

export interface FileWriter {
  write(octets: Uint8Array): undefined | Promise<void>;
  /** All that was written is in the file, which stays open. Rejects where something failed. */
  flushed(): Promise<FileHandle>;
  discard(): Promise<void>;
}

const nothing = (): void => {};

/** So much may wait for the disk before the client does. */
const MAX_QUEUED_OCTETS = 256 * 1024;

export function createFileWriter(path: string): FileWriter {
  const handle = open(path, 'wx+', 0o600);
  let queued: Uint8Array[] = [];
  let octetsQueued = 0;
  let done: Promise<unknown> = handle;
  done.catch(nothing); // told by whoever waits for it
  const drain = (): Promise<unknown> => {
    const parts = queued;
    queued = [];
    octetsQueued = 0;
    if (parts.length > 0) done = done.then(async () => writeAll(await handle, parts));
    done.catch(() => {});
    return done;
  };
  return {
    write(octets) {
      queued.push(octets);
      octetsQueued += octets.length;
      // What fails is told at the end, when the client can be.
      return octetsQueued < MAX_QUEUED_OCTETS ? undefined : drain().then(nothing, nothing);
    },
    async flushed() {
      await drain();
      return handle;
    },
    async discard() {
      queued = [];
      await done.catch(() => {});
      await handle.then((opened) => opened.close()).catch(() => {});
      await unlink(path).catch(() => {});
    },
  };
}

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  for (let at = 0; at < whole.length; ) {
    const { bytesWritten } = await handle.write(whole, at, whole.length - at);
    at += bytesWritten;
  }
}
