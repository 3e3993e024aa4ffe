/** One line from a socket, bounded. */
import type { Socket } from 'node:net';
import { MAX_LINE_BYTES } from './protocol.ts';

/** `undefined` when the peer ends, fails, or sends more than the bound without a line feed. */
export function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (line: string | undefined): void => {
      socket.off('data', onData);
      resolve(line);
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end >= 0) settle(text.slice(0, end));
      else if (text.length > MAX_LINE_BYTES) settle(undefined);
    };
    socket.on('data', onData);
    socket.once('close', () => settle(undefined));
    socket.once('error', () => settle(undefined));
  });
}
