/** Mail servers that take all there is after STARTTLS, a port and a certificate each. */
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { Context } from '../../framework/types.ts';

export async function serve(context: Context, port: number, cert: string, key: string): Promise<void> {
  const secureContext = createSecureContext({ cert, key });
  const server = createServer((socket) => converse(socket, secureContext));
  context.atEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function converse(socket: Socket, secureContext: SecureContext): void {
  socket.on('error', () => {}); // a client that ends the handshake is what is wanted of it
  socket.write('220 server.invalid ESMTP\r\n');
  listen(socket, (line) => {
    if (/^STARTTLS/i.test(line)) {
      socket.removeAllListeners('data');
      socket.write('220 go ahead\r\n');
      const secured = new TLSSocket(socket, { isServer: true, secureContext });
      secured.on('error', () => socket.destroy());
      takeMail(secured);
    } else if (/^EHLO/i.test(line)) socket.write('250-server.invalid\r\n250 STARTTLS\r\n');
    else socket.write('250 OK\r\n');
  });
}

function takeMail(socket: TLSSocket): void {
  let inData = false;
  listen(socket, (line) => {
    if (inData) {
      inData = line !== '.';
      if (!inData) socket.write('250 OK\r\n');
    } else if (/^DATA/i.test(line)) {
      inData = true;
      socket.write('354 go on\r\n');
    } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
    else socket.write('250 OK\r\n');
  });
}

function listen(socket: Socket, hear: (line: string) => void): void {
  let rest = '';
  socket.on('data', (octets: Buffer) => {
    const lines = (rest + octets.toString('latin1')).split('\r\n');
    rest = lines.pop()!;
    for (const line of lines) hear(line);
  });
}
