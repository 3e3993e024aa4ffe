/** A conversation over a socket of this host, for who takes turns: what is written, and what comes back, part by part. */
import { connect } from 'node:net';

export interface LocalStream {
  write(octets: Uint8Array): void;
  /** The next part; undefined: the other side is done, or the deadline has come. One reader at a time. */
  read(): Promise<Uint8Array | undefined>;
  close(): void;
}

/** @returns text: why it could not be opened */
export function openLocalStream(path: string, deadlineMs: number): Promise<LocalStream | string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const parts = socket[Symbol.asyncIterator]();
    const deadline = setTimeout(() => socket.destroy(new Error('timed out')), deadlineMs);
    socket.once('close', () => clearTimeout(deadline));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('connect', () =>
      resolve({
        write: (octets) => void socket.write(octets),
        read: () =>
          parts.next().then(
            ({ value, done }) => (done === true ? undefined : (value as Uint8Array)),
            () => undefined,
          ),
        close: () => socket.destroy(),
      }),
    );
  });
}
