/** Does it answer yet? Questions to put to a peer that is starting. */
import { connect } from 'node:net';

/** Does a TCP connection open (and, where `banner` is given, does the peer speak first with such a line)? */
export function answersTcp(address: string, port: number, banner?: RegExp): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('connect', () => banner ?? settle(true));
    socket.once('data', (data) => settle(banner?.test(data.toString('latin1')) ?? true));
  });
}
