/** How long a client waits for the first line. */
import { connect } from 'node:net';
import { elapsedMs } from '../measure.ts';

const WITHIN_MS = 30_000;

export const greetingMs = (port: number): Promise<number> =>
  elapsedMs(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port });
        socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('nobody greets')));
        socket.once('error', reject);
        socket.once('data', () => {
          socket.removeListener('error', reject);
          socket.on('error', () => {}); // it has served
          socket.end('QUIT\r\n');
          socket.resume();
          resolve();
        });
      }),
  );
