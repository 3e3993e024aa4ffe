/** A SOCKS5 server (RFC 1928) that wants a name and a password (RFC 1929), and leads where it is asked to. */
import { connect, createServer, type Socket } from 'node:net';
import type { StartedHop } from './hops.ts';

const LOGIN = 'me/secret';
const OK = Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);

export async function startSocks(port: number): Promise<StartedHop> {
  let asked: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, (text) => void asked.push(text)));
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    heard: () => {
      const all = asked;
      asked = [];
      return all;
    },
    close: () => void server.close(),
  };
}

function serve(socket: Socket, tell: (text: string) => void): void {
  socket.on('error', () => {});
  const stages = [
    (): void => void socket.write(Buffer.of(5, 2)),
    (octets: Buffer): void => {
      const name = octets.subarray(2, 2 + octets[1]!).toString();
      const password = octets.subarray(3 + octets[1]!).toString();
      tell(`login ${name}/${password}`);
      socket.write(Buffer.of(1, `${name}/${password}` === LOGIN ? 0 : 1));
    },
    (octets: Buffer): void => {
      socket.removeAllListeners('data');
      const [port, host] = [octets.readUInt16BE(8), octets.subarray(4, 8).join('.')];
      tell(`asked for ${host}:${port}`);
      const behind = connect({ port, host, allowHalfOpen: true });
      behind.on('error', () => socket.destroy());
      behind.on('connect', () => {
        socket.write(OK);
        socket.pipe(behind).pipe(socket);
      });
    },
  ];
  socket.on('data', (octets) => stages.shift()?.(octets));
}
