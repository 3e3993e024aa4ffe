/** Our decoder as a server: it keeps what each connection began with. */
import { createServer } from 'node:net';
import { decodeProxy, type ProxyDecoding, type ProxyHeader, startProxy } from '../../../../src/core/proxy/index.ts';
import type { Context } from '../../framework/types.ts';

export interface Receiver {
  /** The next header, or why there was none. */
  next(): Promise<ProxyHeader>;
}

const PATIENCE_MS = 5_000;

/** @param accepts  leaves out what is of no interest, as health checks */
export async function startReceiver(
  context: Context,
  port: number,
  accepts: (header: ProxyHeader) => boolean = () => true,
): Promise<Receiver> {
  const waiting: ((decoding: ProxyDecoding) => void)[] = [];
  const server = createServer((socket) => {
    let state = startProxy;
    socket
      .on('error', () => {})
      .on('data', (octets) => {
        const next = decodeProxy(state, octets);
        if (next.kind === 'more') {
          state = next.state;
          return;
        }
        if (next.kind === 'header' && !accepts(next.header)) return void socket.end();
        waiting.shift()?.(next);
        socket.end('220 receiver.invalid\r\n');
      });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  context.atEnd(() => void server.close());
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no header came')), PATIENCE_MS);
        waiting.push((decoding) => {
          clearTimeout(timer);
          if (decoding.kind === 'header') resolve(decoding.header);
          else reject(new Error(JSON.stringify(decoding)));
        });
      }),
  };
}
