/**
 * A client that says the lines of a dialogue over a socket, and writes down what it hears: a line, then the whole reply.
 *
 * A line that begins with `!` is something to do: `!send TEXT` (escapes as in JSON; no reply is waited for), `!reply`,
 * `!content TEXT` (sent and answered where the last reply asks for it), `!starttls` (STARTTLS said, answered, and done), `!tls` (at once), `!show NAME` (from now on the certificates in NAME.pem,
 * and their key, are shown), `!with JSON` (from now on handshakes are begun with these options of Node's as well), `!peer`
 * (whose certificate that is, with which key; the name of ALPN, and the proof that came, where they were asked for), `!kex`
 * (by which group keys were agreed on),
 * `!again` (another connection in place of this one; its handshake offers the session of the last), `!own NAME` (the
 * server's file of its own is NAME.pem now), `!pause SECONDS`, `!cram NAME SECRET` (AUTH CRAM-MD5, its challenge answered), `!end` (nothing more is sent), `!cut` (the connection ends, without a word of TLS's end),
 * `!closed` (until the server ends), `!other` (another connection from there, what it hears first, and its end). When the
 * first line is such a one, the banner is not waited for.
 */
import { createHmac } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { Exchange } from '../dialogues/coverage/commands.ts';
import type { Dialogue } from '../dialogues/read.ts';

const REPLY = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/;
const PATIENCE_MS = 15_000;
const HOST = '127.0.0.1';
/** Whoever answers so seldom answers no more. */
const MOST_UNANSWERED = 4;
/** Whoever has more to say has begun by then. */
const SETTLED_MS = 60;
/** More than a dialogue would write out. */
const MAX_CHUNK = 10_000;

export interface Conversation {
  /** All that was heard, line by line. */
  readonly transcript: readonly string[];
  /** What was said in commands, with what was heard then. */
  readonly exchanges: readonly Exchange[];
  /** So many there were. */
  readonly connections: number;
}

/** @param folder  the server's, beside the certificates */
export async function converse({ from, lines }: Dialogue, port: number, folder = ''): Promise<Conversation> {
  const open = (): Socket => connect({ host: HOST, port, localAddress: from, allowHalfOpen: true });
  const client = new Client(open(), open, folder);
  try {
    if (!lines[0]?.startsWith('!')) await client.reply();
    for (const line of lines) {
      if (client.isClosed || client.unanswered >= MOST_UNANSWERED) break;
      await client.take(line);
    }
    client.end();
    await client.closed();
    return client;
  } finally {
    client.destroy();
  }
}

class Client implements Conversation {
  readonly transcript: string[] = [];
  readonly exchanges: Exchange[] = [];
  connections = 1;
  isClosed = false;
  unanswered = 0;
  private socket: Socket;
  private heard = '';
  private wake: () => void = () => {};
  private inData = false;
  /** A chunk that is being said: the BDAT before it, and how many octets are still to come. */
  private chunk: { readonly line: string; octets: number } | undefined;
  private recipients = 0;
  /** There may be more replies on their way than are waited for: whoever speaks before them says other things to each server. */
  private mayHearMore = false;

  private readonly open: () => Socket;
  private readonly folder: string;
  /** PEM: what is shown to a server that asks who the client is. */
  private shown: string | undefined;
  private handshake: ConnectionOptions = {};
  private secured: TLSSocket | undefined;
  private session: Buffer | undefined;
  private proof: Buffer | undefined;

  constructor(socket: Socket, open: () => Socket, folder: string) {
    this.open = open;
    this.folder = folder;
    this.socket = this.listen(socket);
  }

  async take(line: string): Promise<void> {
    const [, word, rest = ''] = /^!(\w+) ?(.*)$/.exec(line) ?? [];
    if (word !== undefined) await this.act(word, rest);
    else if (this.chunk !== undefined) await this.part(line, this.chunk);
    else if (this.inData) await this.content(line);
    else await this.command(line);
  }

  end(): void {
    this.socket.end();
  }

  private cut(): void {
    this.isClosed = true;
    this.socket.destroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  async reply(): Promise<string> {
    const reply = await this.until(() => this.nextReply());
    if (reply === undefined) {
      if (!this.isClosed) {
        this.transcript.push('(no answer)');
        this.unanswered += 1;
      }
      return '';
    }
    this.writeDown(reply);
    return reply;
  }

  private nextReply(): string | undefined {
    return REPLY.exec(this.heard.replaceAll('\r\n', '\n'))?.[0];
  }

  private writeDown(reply: string): void {
    this.heard = this.heard.replaceAll('\r\n', '\n').slice(reply.length);
    this.transcript.push(...reply.trimEnd().split('\n'));
  }

  async closed(): Promise<void> {
    await this.until(() => this.isClosed || undefined);
    if (!this.isClosed) this.transcript.push('(not closed)');
    if (this.heard !== '') this.transcript.push(...this.heard.trimEnd().split(/\r?\n/));
    this.heard = '';
  }

  private async act(word: string, rest: string): Promise<void> {
    if (word === 'send') this.send(rest);
    else if (word === 'reply') this.inData = (await this.reply()).startsWith('354');
    else if (word === 'content') await this.pieceOfContent(rest);
    else if (word === 'end') this.end();
    else if (word === 'cut') this.cut();
    else if (word === 'closed') await this.closed();
    else if (word === 'tls') await this.secure(rest);
    else if (word === 'other') await this.other();
    else if (word === 'cram') await this.answerChallenge(rest);
    else if (word === 'show') this.shown = readFileSync(this.pem(rest), 'utf8');
    else if (word === 'with') this.handshake = JSON.parse(rest) as ConnectionOptions;
    else if (word === 'peer') this.tellPeer();
    else if (word === 'kex') this.tellExchange();
    else if (word === 'again') await this.again();
    else if (word === 'pause') await sleep(Number(rest) * 1000);
    else if (word === 'own') copyFileSync(this.pem(rest), join(this.folder, 'own.pem'));
    else if (word === 'starttls') {
      const reply = await this.command('STARTTLS');
      if (reply.startsWith('220')) await this.secure(rest);
    } else throw new Error(`a client cannot do !${word}`);
  }

  private send(text: string): void {
    this.socket.write(Buffer.from(JSON.parse(`"${text}"`) as string, 'latin1'));
    this.mayHearMore = true;
  }

  private async pieceOfContent(text: string): Promise<void> {
    if (!this.inData) return;
    this.socket.write(Buffer.from(JSON.parse(`"${text}"`) as string, 'latin1'));
    this.inData = false;
    await this.reply();
  }

  /** RFC 2195 §2 */
  private async answerChallenge(who: string): Promise<void> {
    const [name = '', secret = ''] = who.split(' ');
    const reply = await this.command('AUTH CRAM-MD5');
    if (!reply.startsWith('334 ')) return;
    const challenge = Buffer.from(reply.slice(4), 'base64');
    const digest = createHmac('md5', secret).update(challenge).digest('hex');
    await this.command(Buffer.from(`${name} ${digest}`).toString('base64'));
  }

  private async other(): Promise<void> {
    const client = new Client(this.open(), this.open, this.folder);
    this.connections += 1;
    await client.reply();
    client.destroy();
    this.transcript.push(...client.transcript);
  }

  private pem(name: string): string {
    return join(this.folder, '..', `${name}.pem`);
  }

  private async again(): Promise<void> {
    this.socket.removeAllListeners();
    this.socket.destroy();
    this.connections += 1;
    this.isClosed = false;
    this.socket = this.listen(this.open());
    await this.reply();
  }

  private tellPeer(): void {
    const peer = this.secured?.getPeerX509Certificate();
    const key = peer?.publicKey.asymmetricKeyType;
    const told = [`peer ${peer?.subject.replaceAll('\n', ' ')} ${key}`, `ALPN ${this.secured?.alpnProtocol}`];
    const proof = this.proof === undefined || this.proof.length === 0 ? 'no proof' : 'a proof';
    const session = this.secured?.isSessionReused() ? 'resumed' : 'not resumed';
    this.transcript.push(`(${[...told, proof, session].join(', ')})`);
  }

  private tellExchange(): void {
    const info = this.secured?.getEphemeralKeyInfo();
    this.transcript.push(`(${JSON.stringify(info ?? {})})`);
  }

  /** Until nothing more is heard for a while; all of it is written down. */
  private async settle(): Promise<void> {
    if (!this.mayHearMore) return;
    this.mayHearMore = false;
    for (let before = -1; before !== this.heard.length && !this.isClosed; ) {
      before = this.heard.length;
      await sleep(SETTLED_MS);
    }
    for (let reply = this.nextReply(); reply !== undefined; reply = this.nextReply()) this.writeDown(reply);
  }

  /** What was answered; nothing yet where a chunk is to come. */
  private async command(line: string): Promise<string> {
    await this.settle();
    if (this.isClosed) return '';
    this.socket.write(`${line}\r\n`, 'latin1');
    const octets = Number(/^BDAT +(\d+)/i.exec(line)?.[1] ?? 0);
    if (octets === 0 || octets >= MAX_CHUNK) return await this.heardOf(line);
    this.chunk = { line, octets };
    return '';
  }

  /** There is an answer when the chunk is whole. */
  private async part(line: string, chunk: { readonly line: string; octets: number }): Promise<void> {
    this.socket.write(`${line}\r\n`, 'latin1');
    chunk.octets -= line.length + 2;
    if (chunk.octets > 0) return;
    this.chunk = undefined;
    const reply = await this.heardOf(chunk.line);
    this.mayHearMore = !reply.startsWith('2'); // refused, it may be taken for commands
  }

  private async heardOf(line: string): Promise<string> {
    const reply = await this.reply();
    this.exchanges.push({ line, reply: reply.trimEnd() });
    if (/^(?:MAIL|RSET|EHLO|HELO)/i.test(line)) this.recipients = 0;
    if (/^RCPT/i.test(line) && reply.startsWith('25')) this.recipients += 1;
    this.inData = reply.startsWith('354');
    return reply;
  }

  /** With PRDR there is a reply for each recipient between the first and the last. */
  private async content(line: string): Promise<void> {
    this.socket.write(`${line}\r\n`, 'latin1');
    if (line !== '.') return;
    this.inData = false;
    const reply = await this.reply();
    if (!reply.startsWith('353')) return;
    for (let left = this.recipients + 1; left > 0; left -= 1) await this.reply();
  }

  private async secure(servername: string): Promise<void> {
    const plain = this.socket;
    plain.removeAllListeners();
    const secured = connectTls({
      socket: plain,
      rejectUnauthorized: false,
      ...(this.shown !== undefined && { cert: this.shown, key: this.shown }),
      ...(servername !== '' && { servername }),
      ...(this.session !== undefined && { session: this.session }),
      ...this.handshake,
    });
    this.socket = this.listen(secured);
    this.secured = secured;
    secured.on('session', (session) => {
      this.session = session;
    });
    secured.on('OCSPResponse', (proof: Buffer | null) => {
      this.proof = proof ?? undefined;
    });
    let isReady = false;
    secured.once('secureConnect', () => {
      isReady = true;
      this.wake();
    });
    await this.until(() => isReady || undefined);
    this.transcript.push(isReady ? '(TLS)' : '(no TLS)');
  }

  private listen(socket: Socket): Socket {
    socket.on('data', (octets: Buffer) => {
      this.heard += octets.toString('latin1');
      this.wake();
    });
    for (const event of ['end', 'close', 'error'])
      socket.on(event, () => {
        this.isClosed = true;
        this.wake();
      });
    return socket;
  }

  /** Undefined when it does not come in time, or the server ended before. */
  private async until<T>(found: () => T | undefined): Promise<T | undefined> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const value = found();
      const left = deadline - performance.now();
      if (value !== undefined || this.isClosed || left <= 0) return value;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
