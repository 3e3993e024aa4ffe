/** One SMTP connection from the client's side, a command at a time: for loads, and for clients without manners. */
import { connect, type Socket } from 'node:net';

export interface TalkReply {
  readonly code: number;
  /** Of its last line. */
  readonly text: string;
}

interface Asker {
  readonly resolve: (reply: TalkReply) => void;
  readonly reject: (why: Error) => void;
}

export class Talk {
  readonly socket: Socket;
  private readonly askers: Asker[] = [];
  private readonly early: TalkReply[] = [];
  private rest = '';
  private isOver = false;

  /** @param socket  connected or about to be; of TCP or of TLS */
  constructor(socket: Socket) {
    this.socket = socket;
    socket
      .on('data', (octets: Buffer) => this.heard(octets.toString('latin1')))
      .on('error', () => {})
      .on('close', () => this.over());
  }

  /** Greeted. */
  static async open(port: number, address = '127.0.0.1'): Promise<Talk> {
    const socket = connect({ host: address, port, noDelay: true });
    const talk = new Talk(socket);
    await talk.reply();
    return talk;
  }

  get isClosed(): boolean {
    return this.isOver;
  }

  /** The next reply; rejects where the connection ends before. */
  reply(): Promise<TalkReply> {
    const early = this.early.shift();
    if (early !== undefined) return Promise.resolve(early);
    if (this.isOver) return Promise.reject(new Error('the connection has ended'));
    return new Promise((resolve, reject) => this.askers.push({ resolve, reject }));
  }

  ask(line: string): Promise<TalkReply> {
    this.socket.write(`${line}\r\n`, 'latin1');
    return this.reply();
  }

  /** Resolves once the system has taken them, or the connection has ended. */
  send(octets: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOver) return resolve();
      const done = (): void => {
        this.socket.off('close', done);
        resolve();
      };
      this.socket.once('close', done);
      const bytes = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets;
      this.socket.write(bytes, done);
    });
  }

  /** One message with DATA, to the reply that ends it. @param stuffed  with the final dot */
  async mail(
    stuffed: Uint8Array,
    recipients: readonly string[] = ['bob@example.org'],
    parameters = '',
  ): Promise<TalkReply> {
    const those = recipients.map((recipient) => `RCPT TO:<${recipient}>`);
    for (const line of [`MAIL FROM:<alice@example.net>${parameters}`, ...those, 'DATA']) {
      const reply = await this.ask(line);
      if (reply.code >= 400) return reply;
    }
    this.socket.write(stuffed);
    return await this.reply();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private heard(text: string): void {
    this.rest += text;
    for (;;) {
      const end = this.rest.indexOf('\n');
      if (end < 0) return;
      const line = this.rest.slice(0, end).replace(/\r$/, '');
      this.rest = this.rest.slice(end + 1);
      if (line[3] !== '-') this.take({ code: Number(line.slice(0, 3)), text: line.slice(4) });
    }
  }

  private take(reply: TalkReply): void {
    const asker = this.askers.shift();
    if (asker === undefined) this.early.push(reply);
    else asker.resolve(reply);
  }

  private over(): void {
    this.isOver = true;
    for (const { reject } of this.askers.splice(0)) reject(new Error('the connection has ended'));
  }
}
