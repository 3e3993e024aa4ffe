/** Hosts that are asked: each with a port, a manner of its own, and a record of what was said to it. */
import { createServer, type Server } from 'node:net';

/** What is said to a line, the greeting for an empty one; `end` closes behind it, undefined says nothing. */
type Manner = (line: string) => string | { readonly end: string } | undefined;

const bye = (line: string): { readonly end: string } | undefined =>
  /^quit/i.test(line) ? { end: '221 bye' } : undefined;

/** Takes what it should, by the words of the address. */
const obliging: Manner = (line) => {
  if (line === '') return '220 target ESMTP';
  if (/^(?:ehlo|lhlo)/i.test(line)) return '250-target\r\n250-SIZE 1000\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 HELP';
  if (/^mail from:<bads/i.test(line)) return '550 bad sender';
  if (/^rcpt to:<bad@/i.test(line)) return '550-no such\r\n550 5.1.1 user here';
  if (/^rcpt to:<defer@/i.test(line)) return '451 later';
  if (/^rcpt to:<drop@/i.test(line)) return { end: '' };
  if (/^rcpt to:<random/i.test(line)) return '550 nobody';
  if (/^rcpt to:<postmaster@nopm/i.test(line)) return '550 no postmaster';
  return bye(line) ?? '250 ok';
};

const authenticating = (line: string, answer: string): ReturnType<Manner> => {
  if (/^ehlo/i.test(line)) return '250-auth\r\n250-AUTH PLAIN\r\n250 HELP';
  return /^auth/i.test(line) ? answer : obliging(line);
};

const plain: Manner = (line) => (line === '' ? '220 plain' : (bye(line) ?? '250 ok'));

/** By name; the rows of the configuration have the same ports. */
export const TARGETS: Readonly<Record<string, readonly [port: number, manner: Manner]>> = {
  obliging: [18_025, obliging],
  banner: [18_027, (line) => (line === '' ? '554 go away' : (bye(line) ?? '503 no'))],
  old: [18_028, (line) => (/^ehlo/i.test(line) ? '500 what' : /^rcpt to:<bad/i.test(line) ? '553 bad' : plain(line))],
  nonull: [18_029, (line) => (/^mail from:<>/i.test(line) ? '550 no bounces' : plain(line))],
  silent: [18_030, () => undefined],
  nohelo: [18_031, (line) => (/^(?:ehlo|helo)/i.test(line) ? '550 no helo' : plain(line))],
  leaving: [18_032, (line) => (/^rcpt/i.test(line) ? { end: '421 closing' } : plain(line))],
  gone: [18_034, () => ({ end: '' })],
  welcoming: [18_039, (line) => authenticating(line, '235 in')],
  strict: [18_040, (line) => authenticating(line, '535 5.7.8 no')],
  broken: [
    18_041,
    (line) => {
      if (/^ehlo/i.test(line)) return '250-broken\r\n250 STARTTLS';
      return /^starttls/i.test(line) ? { end: '220 go ahead' } : plain(line);
    },
  ],
  deaf: [18_038, (line) => (/^rcpt/i.test(line) ? undefined : plain(line))],
};

export class Targets {
  private readonly servers: Server[] = [];
  private heard: string[] = [];

  async open(): Promise<void> {
    for (const [port, manner] of Object.values(TARGETS)) await this.listen(port, manner);
  }

  /** What was said to all of them since the last time. QUIT is said or not, as it comes: nothing depends on it. */
  take(): readonly string[] {
    return this.heard.splice(0).filter((line) => line !== 'QUIT');
  }

  close(): void {
    for (const server of this.servers) server.close();
  }

  private listen(port: number, manner: Manner): Promise<void> {
    const server = createServer((socket) => {
      this.heard.push(`connection to ${port}`);
      let held = '';
      const say = (line: string): void => {
        const said = manner(line);
        if (typeof said === 'object') socket.end(said.end === '' ? '' : `${said.end}\r\n`);
        else if (said !== undefined) socket.write(`${said}\r\n`);
      };
      socket
        .on('error', () => undefined)
        .on('data', (octets: Buffer) => {
          if (held === '' && isTls(octets)) return; // its random octets may look like the end of a line
          const lines = `${held}${octets.toString('latin1')}`.split('\r\n');
          held = lines.pop()!;
          for (const line of lines) {
            this.heard.push(line);
            say(line);
          }
        });
      say('');
    });
    this.servers.push(server);
    return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  }
}

/** A handshake, or an alert (RFC 8446 §5.1). */
const isTls = ([kind, major]: Buffer): boolean => (kind === 0x16 || kind === 0x15) && major === 3;
