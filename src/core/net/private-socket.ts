/** Conversations of our own processes over a socket with a path: who may open its folder may come. */
import { connect, createServer, type Socket } from 'node:net';

export type PrivateStream = Socket;

export interface PrivatePlace {
  readonly close: () => void;
}

/** @returns text: why it cannot be had */
export function listenPrivately(
  path: string,
  arrived: (stream: PrivateStream) => void,
): Promise<PrivatePlace | string> {
  const server = createServer(arrived);
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(path, () => {
      server.unref();
      resolve({ close: () => void server.close() });
    });
  });
}

/** @returns text: why it cannot be opened */
export function dialPrivately(path: string): Promise<PrivateStream | string> {
  const socket = connect(path);
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('connect', () => resolve(socket));
  });
}
