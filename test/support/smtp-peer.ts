/** A server for tests of the client: octets in, octets out, replies by a table; and a client session played against it. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import {
  type ClientEffect,
  type ClientInput,
  clientSession,
  type Mail,
  type MailResult,
  type Outcome,
  type Plan,
} from '../../src/core/smtp/index.ts';

export interface PeerScript {
  readonly greeting?: string | (() => string);
  /** Keywords of EHLO and LHLO. */
  readonly offers?: readonly string[];
  /** By the command as sent, in capitals; the first key that it begins with. `.` is the end of the content. */
  readonly replies?: Readonly<Record<string, string | readonly string[] | ((line: string) => string)>>;
  readonly lmtp?: boolean;
  /** 353 and a reply for each recipient, to mails that ask for it. */
  readonly prdr?: boolean;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  HELO: '250 peer.test',
  MAIL: '250 2.1.0 sender ok',
  RCPT: '250 2.1.5 recipient ok',
  DATA: '354 go on',
  BDAT: '250 2.0.0 chunk taken',
  '.': '250 2.0.0 taken',
  RSET: '250 2.0.0 reset',
  QUIT: '221 2.0.0 bye',
  STARTTLS: '220 2.0.0 go ahead',
  XCLIENT: '220 peer.test anew',
};

/** What was understood of what the client sent, and what is said to it. */
export class SmtpPeer {
  readonly commands: string[] = [];
  /** Contents as taken, dots undone. */
  readonly contents: string[] = [];
  private readonly script: PeerScript;
  private rest = '';
  private isContent = false;
  private chunk: { left: number; isLast: boolean } | undefined;
  private content = '';
  private taken = 0;
  private isPrdr = false;
  private readonly turns = new Map<string, number>();

  constructor(script: PeerScript) {
    this.script = script;
  }

  greeting(): string {
    const { greeting = '220 peer.test ESMTP' } = this.script;
    return `${typeof greeting === 'string' ? greeting : greeting()}\r\n`;
  }

  /** latin1 in and out. */
  push(octets: string): string {
    this.rest += octets;
    let said = '';
    for (let more = this.take(); more !== undefined; more = this.take()) said += more;
    return said;
  }

  private take(): string | undefined {
    if (this.chunk !== undefined) return this.takeChunk();
    if (this.isContent) return this.takeContent();
    const end = this.rest.indexOf('\r\n');
    if (end < 0) return undefined;
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(end + 2);
    this.commands.push(line);
    return this.answer(line);
  }

  private answer(line: string): string {
    const verb = line.split(' ')[0]!.toUpperCase();
    if (verb === 'BDAT') {
      const [, size, last] = line.split(' ');
      this.chunk = { left: Number(size), isLast: last?.toUpperCase() === 'LAST' };
      return '';
    }
    const reply = this.replyTo(line);
    if (verb === 'MAIL') {
      this.taken = 0;
      this.isPrdr = this.script.prdr === true && / PRDR$/.test(line);
    }
    if (verb === 'RCPT' && reply.startsWith('2')) this.taken += 1;
    if (verb === 'DATA' && reply.startsWith('354')) this.isContent = true;
    return reply;
  }

  private takeContent(): string | undefined {
    const whole = `\r\n${this.rest}`;
    const end = whole.indexOf('\r\n.\r\n');
    if (end < 0) return undefined;
    this.contents.push(whole.slice(2, end + 2).replace(/(^|\r\n)\./g, '$1'));
    this.rest = whole.slice(end + 5);
    this.isContent = false;
    return this.endReplies('.');
  }

  private takeChunk(): string | undefined {
    const chunk = this.chunk!;
    if (this.rest.length < chunk.left) return undefined;
    this.content += this.rest.slice(0, chunk.left);
    this.rest = this.rest.slice(chunk.left);
    this.chunk = undefined;
    if (!chunk.isLast) return this.replyTo('BDAT');
    this.contents.push(this.content);
    this.content = '';
    return this.endReplies('BDAT LAST');
  }

  private endReplies(key: string): string {
    const each = (): string => Array.from({ length: this.taken }, () => this.replyTo(key)).join('');
    if (this.script.lmtp === true) return each();
    return this.isPrdr && this.taken > 0 ? `353 one by one\r\n${each()}${this.replyTo(key)}` : this.replyTo(key);
  }

  private replyTo(line: string): string {
    const capitals = line.toUpperCase();
    const { replies = {}, offers } = this.script;
    const fits = (prefix: string): boolean => (prefix === '' ? line === '' : capitals.startsWith(prefix));
    if (/^(EHLO|LHLO) /.test(capitals) && !Object.keys(replies).some(fits))
      return ['peer.test', ...(offers ?? [])]
        .map((text, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${text}\r\n`)
        .join('');
    const key = Object.keys(replies).find(fits) ?? Object.keys(DEFAULTS).find(fits);
    const reply = key === undefined ? '500 5.5.1 what?' : (replies[key] ?? DEFAULTS[key]!);
    if (typeof reply === 'function') return `${reply(line)}\r\n`;
    if (typeof reply === 'string') return `${reply}\r\n`;
    const turn = this.turns.get(key!) ?? 0;
    this.turns.set(key!, turn + 1);
    return `${reply[Math.min(turn, reply.length - 1)]}\r\n`;
  }
}

export interface Played {
  /** Each write of the client, content and all, latin1. */
  readonly writes: readonly string[];
  readonly commands: readonly string[];
  readonly contents: readonly string[];
  readonly mails: readonly MailResult[];
  readonly outcome?: Outcome;
  readonly notes: readonly string[];
}

export interface PlayOptions {
  readonly mails?: readonly Mail[];
  /** Cuts what the server says. */
  readonly split?: (text: string) => readonly string[];
  /** After so many of the server's octets the stream ends. */
  readonly end?: 'closed' | 'timeout';
}

/** A client session and a peer, without sockets. */
export function play(plan: Partial<Plan>, script: PeerScript, options: PlayOptions = {}): Played {
  const peer = new SmtpPeer(script);
  const session = clientSession({ ...PLAIN_PLAN, ...plan });
  const run = new Run(session, peer, options);
  run.feed({ kind: 'opened' });
  run.hear(peer.greeting());
  if (options.end !== undefined && run.outcome === undefined)
    run.feed(options.end === 'closed' ? { kind: 'closed' } : { kind: 'timeout', afterMs: 1000 });
  const { writes, mails, notes, outcome } = run;
  const { commands, contents } = peer;
  return { writes, commands, contents, mails, notes, ...(outcome && { outcome }) };
}

export const PLAIN_PLAN: Plan = {
  ehlo: 'client.test',
  protocol: 'esmtp',
  tls: 'never',
  pipelining: false,
  chunking: 'never',
  prdr: false,
};

export function mailOf(text: string, to: readonly string[] = ['bob@peer.test'], more: Partial<Mail> = {}): Mail {
  const octets = Buffer.from(text, 'latin1');
  return {
    sender: 'alice@client.test',
    recipients: to.map((address) => ({ address })),
    parts: () => [octets],
    sizeOctets: octets.length,
    has8Bit: /[\x80-\xff]/.test(text),
    smtpUtf8: false,
    requireTls: false,
    ...more,
  };
}

class Run {
  readonly writes: string[] = [];
  readonly mails: MailResult[] = [];
  readonly notes: string[] = [];
  outcome: Outcome | undefined;
  private readonly session: ReturnType<typeof clientSession>;
  private readonly peer: SmtpPeer;
  private readonly options: PlayOptions;
  private readonly waiting: Mail[];
  private state;
  private parts: Iterator<Uint8Array> | undefined;

  constructor(session: ReturnType<typeof clientSession>, peer: SmtpPeer, options: PlayOptions) {
    this.session = session;
    this.peer = peer;
    this.options = options;
    this.waiting = [...(options.mails ?? [])];
    this.state = session.start;
  }

  /** What the server says, cut as asked; its answers to what that leads to, and so on. */
  hear(said: string): void {
    let heard = said;
    for (let round = 0; heard !== '' && this.outcome === undefined && round < 1000; round += 1) {
      let written = '';
      for (const piece of this.options.split?.(heard) ?? [heard])
        written += this.feed({ kind: 'bytes', bytes: Buffer.from(piece, 'latin1') });
      heard = this.peer.push(written);
    }
  }

  /** Answers what is written for it, and for all that it leads to at once. */
  feed(first: ClientInput): string {
    const inputs = [first];
    let written = '';
    for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
      const next = this.session.step(this.state, input);
      this.state = next.state;
      for (const effect of next.effects) written += this.perform(effect, inputs);
    }
    if (written !== '') this.writes.push(written);
    return written;
  }

  private perform(effect: ClientEffect, inputs: ClientInput[]): string {
    if (effect.kind === 'send') return Buffer.from(effect.text, 'utf8').toString('latin1');
    if (effect.kind === 'content') return Buffer.from(effect.octets).toString('latin1');
    if (effect.kind === 'note') this.notes.push(effect.text);
    if (effect.kind === 'settled') {
      this.mails.push(effect.result);
      this.parts = undefined;
    }
    if (effect.kind === 'done') this.outcome = effect.outcome;
    if (effect.kind === 'secure') inputs.push({ kind: 'secured' });
    if (effect.kind === 'next') {
      const mail = this.waiting.shift();
      inputs.push(mail === undefined ? { kind: 'no-mail' } : { kind: 'mail', mail });
    }
    if (effect.kind === 'pull' && this.state.awaits === 'part') {
      this.parts ??= (this.state.transaction!.mail.parts() as Iterable<Uint8Array>)[Symbol.iterator]();
      const { done, value } = this.parts.next();
      inputs.push({ kind: 'part', part: done === true ? undefined : value });
    }
    return '';
  }
}

export interface PeerPlace {
  readonly port?: number;
  readonly address?: string;
  /** A socket of this host, that everybody may call, in place of address and port. */
  readonly path?: string;
  /** STARTTLS is answered by a handshake; `onConnect`: it comes first. */
  readonly tls?: TlsOptions & { readonly onConnect?: boolean; readonly staple?: Uint8Array };
}

export interface Handshake {
  /** The name asked for. */
  readonly sni: string | false;
  /** CN of the certificate shown. */
  readonly client?: string;
  readonly protocol: string | null;
  readonly cipher: string;
  readonly alpn: string | false | null;
}

export interface ListeningPeer {
  readonly port: number;
  readonly peers: readonly SmtpPeer[];
  readonly handshakes: readonly Handshake[];
  close(): void;
}

/** The same peer behind a port; each connection has its own. */
export async function listenAsPeer(script: PeerScript, at: PeerPlace = {}): Promise<ListeningPeer> {
  const peers: SmtpPeer[] = [];
  const handshakes: Handshake[] = [];
  // Half open: who has nothing more to say may still be answered.
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new SmtpPeer(script);
    peers.push(peer);
    socket.on('error', () => {});
    if (at.tls?.onConnect === true) secure(socket, peer, true);
    else talk(socket, peer, true);
  });
  function talk(socket: Socket, peer: SmtpPeer, greets: boolean): void {
    if (greets) {
      const greeting = peer.greeting();
      if (greeting.startsWith(DROP)) return void socket.destroy();
      if (!greeting.startsWith(SILENT)) socket.write(greeting, 'latin1');
    }
    let isHeld = false;
    let isEnding = false;
    socket.on('end', () => {
      isEnding = true;
      if (!isHeld) socket.end();
    });
    const tell = (told: string): void => {
      if (told !== '') socket.write(told, 'latin1');
      if (/^221/m.test(told)) socket.end();
    };
    const onData = (octets: Buffer): void => {
      const said = peer.push(octets.toString('latin1'));
      if (said.includes(DROP)) return void socket.destroy();
      const told = said.replaceAll(`${SILENT}\r\n`, '');
      isHeld ||= said.includes(SILENT);
      if (told.startsWith(SLOW)) {
        socket.pause();
        isHeld = true;
        return void setTimeout(() => {
          isHeld = false;
          tell(told.slice(SLOW.length));
          if (isEnding) socket.end();
          socket.resume();
        }, SLOW_MS);
      }
      tell(told);
      if (at.tls === undefined || peer.commands.at(-1) !== 'STARTTLS' || !said.startsWith('220')) return;
      socket.off('data', onData);
      secure(socket, peer, false);
    };
    socket.on('data', onData);
  }
  function secure(socket: Socket, peer: SmtpPeer, greets: boolean): void {
    const { onConnect: _on, staple, ...options } = at.tls!;
    const hidden = createTlsServer({ ...options, ...(options.ca !== undefined && { requestCert: true }) });
    hidden.on(
      'OCSPRequest',
      (_certificate: Buffer, _issuer: Buffer, done: (error: null, staple: Buffer | null) => void) =>
        done(null, staple === undefined ? null : Buffer.from(staple)),
    );
    hidden.on('tlsClientError', () => {});
    hidden.on('secureConnection', (secured: TLSSocket & { readonly servername?: string | false }) => {
      const client = secured.getPeerCertificate().subject?.CN;
      handshakes.push({
        sni: secured.servername ?? false,
        ...(typeof client === 'string' && { client }),
        protocol: secured.getProtocol(),
        cipher: secured.getCipher().name,
        alpn: secured.alpnProtocol,
      });
      secured.on('error', () => {});
      talk(secured, peer, greets);
    });
    hidden.emit('connection', socket);
  }
  const listening = once(server, 'listening');
  if (at.path === undefined) server.listen(at.port ?? 0, at.address ?? '127.0.0.1');
  else server.listen({ path: at.path, readableAll: true, writableAll: true });
  await listening;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, peers, handshakes, close: () => void server.close() };
}

/** In the place of a reply: the connection is broken; nothing is said. */
export const DROP = '!drop';
export const SILENT = '!silent';
/** Before a reply: it comes so much later. */
export const SLOW = '!slow ';
const SLOW_MS = 2000;
