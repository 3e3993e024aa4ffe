/** A raw client on loopback: octets out, everything that came back until the server ends or falls silent as told. */
import { connect } from 'node:net';

/** Says all of it at once (a text as latin1) and hears everything until the server closes. */
export function sayAll(port: number, octets: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets),
    );
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
}

/** A whole message in one transaction, and QUIT. */
export const message = (text: string, from = 'a@b.test', to = 'c@d.test'): string =>
  `EHLO client.test\r\nMAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n${text}\r\n.\r\nQUIT\r\n`;
