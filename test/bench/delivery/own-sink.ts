/** A next hop within this process, which knows the moment in which a message is there, and on which of its addresses. */
import { createServer, type Server, type Socket } from 'node:net';

const DOT = '\r\n.\r\n';
const REPLIES: Readonly<Record<string, string>> = {
  EHLO: '250-sink.invalid\r\n250-PIPELINING\r\n250 8BITMIME\r\n',
  DATA: '354 go on\r\n',
  QUIT: '221 bye\r\n',
};

export class OwnSink {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly arrived: (address: string) => void;

  /** @param arrived  told of each message in the moment of its final dot */
  constructor(arrived: (address: string) => void) {
    this.arrived = arrived;
  }

  async listen(port: number, address = '127.0.0.1'): Promise<void> {
    await this.serve(port, address, (socket) => this.converse(socket, address));
  }

  /** Connections are accepted there, and that is all. */
  async listenMutely(port: number, address: string): Promise<void> {
    await this.serve(port, address, (socket) => void socket.resume());
  }

  async close(): Promise<void> {
    const closed = this.servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
  }

  private serve(port: number, address: string, met: (socket: Socket) => void): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
      met(socket);
    });
    this.servers.push(server);
    return new Promise((resolve, reject) => void server.once('error', reject).listen(port, address, resolve));
  }

  private converse(socket: Socket, address: string): void {
    let rest = '';
    let inData = false;
    const hear = (octets: Buffer): void => {
      rest += octets.toString('latin1');
      let replies = '';
      for (;;) {
        const end = rest.indexOf(inData ? DOT : '\r\n');
        if (end < 0) break;
        if (inData) {
          this.arrived(address);
          rest = rest.slice(end + DOT.length);
          replies += '250 taken\r\n';
          inData = false;
        } else {
          const verb = rest.slice(0, 4).toUpperCase();
          rest = rest.slice(end + 2);
          inData = verb === 'DATA';
          replies += REPLIES[verb] ?? '250 fine\r\n';
        }
      }
      if (replies !== '') socket.write(replies);
    };
    socket.on('data', hear).write('220 sink.invalid ESMTP\r\n');
  }
}
