/** A client that says what it is told to, an entry at a time, and keeps what it was answered. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Certificates } from './certificates.ts';
import type { Addresses, Talk } from './types.ts';

export interface Conversation extends Talk {
  readonly own: Addresses;
  readonly certificates: Certificates;
}

const WAIT_MS = 15_000;

export async function converse(conversation: Conversation): Promise<string> {
  const { own, said, from = 1, six, port = 25, tls, servername, certificates } = conversation;
  const addressOf = (last: number): string => (six === true ? `${own.net6}:1` : `${own.net}.${last}`);
  const socket = connect({ host: addressOf(1), port, localAddress: addressOf(from) });
  const replies: string[] = [];
  let ear = new Ear(socket);
  let previous: string | Buffer | undefined;
  const ask = async (words: string | Buffer | undefined): Promise<void> => {
    if (words !== undefined)
      ear.socket.write(typeof words === 'string' ? Buffer.from(`${words}\r\n`, 'latin1') : words);
    replies.push(await ear.reply());
  };
  await ask(undefined);
  if (tls !== undefined) {
    await ask('EHLO client.example');
    await ask('STARTTLS');
    const secure = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(servername !== undefined && { servername }),
      ...(tls !== 'plain' && certificates[tls]),
    });
    ear = new Ear(secure);
  }
  for (const words of said) {
    if (ear.isOver) break;
    // Nobody sends a message that is not asked for.
    if (previous === 'DATA' && !replies.at(-1)!.startsWith('354')) {
      previous = undefined;
      continue;
    }
    await ask(words);
    previous = words;
  }
  socket.destroy();
  return replies.join('\n');
}

class Ear {
  readonly socket: Socket;
  isOver = false;
  private text = '';
  private wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (octets: Buffer) => {
      this.text += octets.toString('latin1');
      this.wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isOver = true;
      this.wake();
    });
  }

  async reply(): Promise<string> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const end = /^\d{3}(?: .*)?\r\n/m.exec(this.text);
      if (end !== null) {
        const reply = this.text.slice(0, end.index + end[0].length);
        this.text = this.text.slice(reply.length);
        return reply.replaceAll('\r', '').trimEnd();
      }
      if (this.isOver) return `${this.text}[closed]`;
      if (performance.now() > deadline) return `${this.text}[silent]`;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, 200);
      });
    }
  }
}
