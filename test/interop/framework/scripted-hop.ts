/** A next hop that says what addresses ask for, and keeps what it heard: both servers talk to one of these each. */
import { createServer, type Server, type Socket } from 'node:net';

export interface Hop {
  /** What was said to it since the last time, a conversation each. */
  readonly heard: () => readonly string[];
  /** The same, and it is said again the next time. */
  readonly peek: () => readonly string[];
}

const GREETINGS: Readonly<Record<number, string>> = { 1: '421 not now', 2: '554 go away' };

/** At every address of IPv4: in a network of its own, `127.0.0.2` is a host that is not this one. */
export async function startHop(port: number, kind = 0): Promise<Hop & { readonly close: () => Promise<void> }> {
  let conversations: string[][] = [];
  const server: Server = createServer((socket) => {
    const lines: string[] = [];
    conversations.push(lines);
    converse(socket, lines, kind);
  });
  await new Promise<void>((resolve) => void server.listen(port, '0.0.0.0', resolve));
  const peek = (): readonly string[] => conversations.map((lines) => lines.join('\n'));
  return {
    peek,
    heard: () => {
      const all = peek();
      conversations = [];
      return all;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function converse(socket: Socket, heard: string[], kind: number): void {
  const talk = new HopTalk(kind);
  socket.on('error', () => {});
  socket.write(`${GREETINGS[kind] ?? '220 hop.example ESMTP'}\r\n`);
  let buffer = '';
  socket.on('data', (octets) => {
    buffer += octets.toString('latin1');
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      heard.push(line);
      const reply = talk.hear(line);
      if (reply === 'drop') socket.destroy();
      else if (reply !== undefined) socket.write(`${reply}\r\n`);
      if (reply?.startsWith('221') === true) socket.end();
    }
  });
}

/** What is answered, a line at a time. */
class HopTalk {
  private readonly kind: number;
  private isInData = false;
  private isOpen = false;
  private recipients: string[] = [];

  constructor(kind: number) {
    this.kind = kind;
  }

  hear(line: string): string | undefined {
    if (this.isInData) return this.hearData(line);
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return this.kind === 3 ? '502 no EHLO here' : extensions(this.kind);
      case 'LHLO':
        return extensions(this.kind);
      case 'MAIL':
        return this.hearMail(line);
      case 'RCPT':
        return this.isOpen ? replyTo(line, this.recipients) : '503 no sender';
      case 'DATA':
        return this.hearDataCommand();
      case 'QUIT':
        return '221 bye';
      default:
        return '250 ok';
    }
  }

  private hearMail(line: string): string {
    this.recipients = [];
    this.isOpen = !/mail[45]/.test(line);
    if (line.includes('mail4')) return '451 4.3.0 no mail of you now';
    return line.includes('mail5') ? '550 5.1.8 no mail of you' : '250 sender ok';
  }

  private hearDataCommand(): string {
    if (this.recipients.some((one) => one.includes('data4'))) return '451 4.3.2 no data now';
    if (this.recipients.length === 0) return '503 no recipients';
    this.isInData = true;
    return '354 go on';
  }

  private hearData(line: string): string | undefined {
    if (line !== '.') return undefined;
    this.isInData = false;
    return this.recipients.some((one) => one.includes('drop')) ? 'drop' : afterDot(this.recipients);
  }
}

function extensions(kind: number): string {
  const words = ['hop.example', 'SIZE 100000', 'PIPELINING', ...(kind === 4 ? ['DSN', 'PRDR'] : []), 'HELP'];
  return words.map((word, index) => `250${index < words.length - 1 ? '-' : ' '}${word}`).join('\r\n');
}

function replyTo(line: string, recipients: string[]): string {
  if (line.includes('zed')) return '550 5.1.1 no zed here';
  if (line.includes('multi')) return '550-5.7.1 two\r\n550 5.7.1 lines';
  if (line.includes('tmp')) return '450 4.2.0 try later';
  if (line.includes('full')) return '452 4.2.2 mailbox full';
  recipients.push(line);
  return '250 rcpt ok';
}

function afterDot(recipients: readonly string[]): string {
  if (recipients.some((one) => one.includes('dot5'))) return '554 5.6.0 not this text';
  if (recipients.some((one) => one.includes('dot4'))) return '451 4.6.0 not now';
  return '250 2.0.0 queued as 1';
}
