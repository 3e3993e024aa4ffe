/** A next hop with all that modern ones offer, which answers by what an address says and keeps what it heard. */
import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.ts';
import type { CertificateName } from './types.ts';

export interface HopKind {
  readonly words: readonly string[];
  readonly isLmtp?: boolean;
  readonly greeting?: string;
  /** Before MAIL. */
  readonly needs?: 'AUTH' | 'certificate';
  /** Shown where the client asks for no other name. */
  readonly certificate?: CertificateName;
}

const MODERN = ['SIZE 1000000', '8BITMIME', 'PIPELINING', 'DSN', 'SMTPUTF8', 'CHUNKING', 'HELP'];

export const HOPS: readonly HopKind[] = [
  { words: ['SIZE 1000000', 'PIPELINING', 'HELP'] },
  { words: MODERN },
  { words: ['STARTTLS', 'AUTH PLAIN LOGIN CRAM-MD5', ...MODERN], needs: 'AUTH' },
  { words: ['PIPELINING', '8BITMIME'], isLmtp: true },
  { words: [], greeting: '421 4.3.2 not now' },
  { words: [], greeting: '554 5.3.2 no service' },
  { words: ['STARTTLS', ...MODERN], needs: 'certificate' },
  { words: ['STARTTLS', ...MODERN], certificate: 'other' },
];

/** @param places  addresses, and names of sockets */
export async function startHop(places: readonly string[], kind: HopKind, certificates: Certificates) {
  let conversations: { readonly lines: string[]; isOver: boolean }[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const heard: string[] = [];
    const conversation = { lines: heard, isOver: false };
    conversations.push(conversation);
    socket.on('close', () => {
      conversation.isOver = true;
    });
    socket.write(`${kind.greeting ?? '220 hop.example ESMTP'}\r\n`);
    new Conversation(kind, heard, certificates).serve(socket);
  };
  const servers = await Promise.all(places.map((place) => listen(createServer(serve), place)));
  return {
    heard: (): readonly string[] => {
      const all = conversations.map(({ lines }) => lines.splice(0).join('\n'));
      conversations = conversations.filter(({ isOver }) => !isOver);
      return all.filter((one) => one !== '');
    },
    close: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))));
    },
  };
}

const listen = (server: Server, place: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      if (place.startsWith('/')) chmodSync(place, 0o777);
      resolve(server);
    });
    if (place.startsWith('/')) server.listen(place);
    else server.listen(25, place);
  });

class Conversation {
  private readonly kind: HopKind;
  private readonly heard: string[];
  private readonly certificates: Certificates;
  private buffer = '';
  private mode: 'commands' | 'data' | 'auth' = 'commands';
  private chunk = -1;
  private isLastChunk = false;
  private isTls = false;
  private isKnown = false;
  private isCertified = false;
  private recipients: string[] = [];

  constructor(kind: HopKind, heard: string[], certificates: Certificates) {
    this.kind = kind;
    this.heard = heard;
    this.certificates = certificates;
  }

  serve(socket: Socket): void {
    socket.on('error', () => {});
    socket.on('data', (octets) => {
      this.buffer += octets.toString('latin1');
      for (let reply = this.next(); reply !== undefined; reply = this.next()) {
        if (reply === 'drop') return void socket.destroy();
        if (reply === 'tls') return this.startTls(socket);
        if (reply !== '') socket.write(`${reply}\r\n`);
        if (reply.startsWith('221')) socket.end();
      }
    });
  }

  private startTls(socket: Socket): void {
    socket.write('220 go on\r\n');
    socket.removeAllListeners('data');
    this.buffer = '';
    this.isTls = true;
    const { certificate = 'server' } = this.kind;
    let asked = '';
    const secure = new TLSSocket(socket, {
      isServer: true,
      requestCert: true,
      rejectUnauthorized: false,
      ...this.certificates[certificate],
      SNICallback: (name, callback) => {
        asked = name;
        const found = name === 'other.example' ? 'other' : certificate;
        callback(null, createSecureContext(this.certificates[found]));
      },
    });
    secure.once('secure', () => {
      const subject = secure.getPeerCertificate().subject as { CN?: string } | undefined;
      this.isCertified = subject?.CN !== undefined;
      this.heard.push(`(TLS for ${asked || 'nobody'} with ${subject?.CN ?? 'no certificate'})`);
    });
    this.serve(secure);
  }

  private next(): string | undefined {
    if (this.chunk >= 0) return this.takeChunk();
    const end = this.buffer.indexOf('\r\n');
    if (end < 0) return undefined;
    const line = this.buffer.slice(0, end);
    this.buffer = this.buffer.slice(end + 2);
    this.heard.push(line);
    if (this.mode === 'data') return this.data(line);
    if (this.mode === 'auth') return this.authLine(line);
    return this.command(line);
  }

  private takeChunk(): string | undefined {
    if (this.buffer.length < this.chunk) return undefined;
    this.heard.push(this.buffer.slice(0, this.chunk));
    this.buffer = this.buffer.slice(this.chunk);
    this.chunk = -1;
    if (!this.isLastChunk) return '250 chunk taken';
    return this.afterDot();
  }

  private data(line: string): string {
    if (line !== '.') return '';
    this.mode = 'commands';
    return this.afterDot();
  }

  private command(line: string): string {
    const verb = line.split(' ')[0]!.toUpperCase();
    switch (verb) {
      case 'EHLO':
      case 'LHLO':
        return this.extensions();
      case 'STARTTLS':
        return 'tls';
      case 'AUTH':
        return this.auth(line);
      case 'MAIL':
        this.recipients = [];
        if (this.kind.needs === 'AUTH' && !this.isKnown) return '530 5.7.0 who are you?';
        if (this.kind.needs === 'certificate' && !this.isCertified) return '530 5.7.0 show a certificate';
        if (line.includes('mail4')) return '451 4.3.0 no mail of you now';
        return line.includes('mail5') ? '550 5.1.8 no mail of you' : '250 2.1.0 sender ok';
      case 'RCPT':
        return this.recipient(line);
      case 'DATA':
        if (this.recipients.length === 0) return '503 no recipients';
        if (this.recipients.some((one) => one.includes('data4'))) return '451 4.3.2 no data now';
        this.mode = 'data';
        return '354 go on';
      case 'BDAT': {
        const [, size, last] = line.split(' ');
        this.chunk = Number(size);
        this.isLastChunk = last !== undefined;
        return this.next() ?? '';
      }
      case 'QUIT':
        return '221 bye';
      default:
        return '250 ok';
    }
  }

  private extensions(): string {
    const words = this.kind.words.filter(
      (word) => !(this.isTls && word === 'STARTTLS') && (this.isTls || !word.startsWith('AUTH')),
    );
    const lines = ['hop.example', ...words];
    return lines.map((word, index) => `250${index < lines.length - 1 ? '-' : ' '}${word}`).join('\r\n');
  }

  private auth(line: string): string {
    const [, mechanism, initial] = line.split(' ');
    if (mechanism === 'PLAIN' && initial !== undefined) return this.verdict(Buffer.from(initial, 'base64').toString());
    this.mode = 'auth';
    if (mechanism === 'CRAM-MD5') return `334 ${Buffer.from('<1.2@hop.example>').toString('base64')}`;
    return initial === undefined ? '334 VXNlcm5hbWU6' : '334 UGFzc3dvcmQ6';
  }

  private authLine(line: string): string {
    const said = Buffer.from(line, 'base64').toString();
    if (/^[^ ]*@/.test(said) || said === 'user') return '334 UGFzc3dvcmQ6';
    this.mode = 'commands';
    return this.verdict(said);
  }

  private verdict(said: string): string {
    this.isKnown = !said.includes('wrong');
    return this.isKnown ? '235 2.7.0 welcome' : '535 5.7.8 not you';
  }

  private recipient(line: string): string {
    if (line.includes('zed')) return '550 5.1.1 no zed here';
    if (line.includes('multi')) return '550-5.7.1 two\r\n550 5.7.1 lines';
    if (line.includes('tmp')) return '450 4.2.0 try later';
    if (line.includes('full')) return '452 4.2.2 mailbox full';
    this.recipients.push(line);
    return '250 2.1.5 rcpt ok';
  }

  private afterDot(): string {
    if (this.recipients.some((one) => one.includes('drop'))) return 'drop';
    const one = (recipients: readonly string[]): string => {
      if (recipients.some((line) => line.includes('dot5'))) return '554 5.6.0 not this text';
      return recipients.some((line) => line.includes('dot4')) ? '451 4.6.0 not now' : '250 2.0.0 queued as 1';
    };
    return this.kind.isLmtp === true ? this.recipients.map((line) => one([line])).join('\r\n') : one(this.recipients);
  }
}
