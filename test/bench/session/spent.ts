/** Messages through sessions in this process, and what processor they took. */
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { ok, systemClock, systemRandom } from '../../../src/base/index.ts';
import { createResolver, type Exchange, type Message, RR, txtRdata } from '../../../src/core/dns/index.ts';
import { type ServedConnection, type ServerHost, serve } from '../../../src/core/net/index.ts';
import { type Answer, createServerSession, type Question, type SessionEvent } from '../../../src/core/smtp/index.ts';
import { type Configuration, readConfiguration } from '../../../src/mta/config/index.ts';
import { createWorld, hostConfiguration } from '../../../src/mta/host/index.ts';
import { createLog, type Log, readLogSettings } from '../../../src/mta/log/index.ts';
import { createMessageIds } from '../../../src/mta/message-id/index.ts';
import { createReception, type Opened, type Reception } from '../../../src/mta/receive/index.ts';
import { createMemorySpool, type Spool } from '../../../src/mta/spool/index.ts';
import { knownMessage, stuffed } from '../../interop/framework/known-message.ts';
import { RSA_RECORD, signed } from '../../support/dkim.ts';
import { matchHost } from '../../support/mta/match-host.ts';

const OCTETS = 10_240;
const SESSIONS = 10;

export interface Guest {
  readonly config: Opened['config'];
  readonly host: ServerHost<Question, Answer, SessionEvent>;
}

const BARE: Opened['config'] = {
  name: 'mx.example.org',
  protocol: 'smtp',
  client: { address: '192.0.2.200' },
  offers: { size: 0 },
  limits: { errors: 3, unknownCommands: 3 },
  bare: 'refuse',
  enforcesSync: false,
  requiresHelo: false,
  takesJunkHelo: false,
  takesUnqualified: { sender: false, recipient: false },
  asks: new Set(),
};

const takesAll = (): Guest['host'] => ({
  answer: () => ({ outcome: 'accept' }),
  data: () => {},
  tell: () => {},
  ended: () => {},
});

export const takingAll = (): Guest => ({ config: BARE, host: takesAll() });

export function guests(text: string, folder: string): () => Guest {
  const read = readConfiguration({ text });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const reception = receptionOf(read.value, folder);
  return () => {
    const opened = reception.open({
      source: 'smtp',
      client: { address: '192.0.2.200', port: 40_000 },
      local: { address: '192.0.2.1', port: 25 },
    });
    if (opened instanceof Promise) throw new Error('opening waits for nothing here');
    return { ...opened, config: { ...opened.config, enforcesSync: false } };
  };
}

function receptionOf(configuration: Configuration, folder: string): Reception {
  const known = hostConfiguration(configuration);
  const { names } = matchHost({ names: {} });
  const log = logIn(folder);
  return createReception({
    configuration,
    hostConfiguration: known,
    world: createWorld({ configuration: known, clock: systemClock, names }),
    clock: systemClock,
    random: systemRandom,
    names,
    primaryHostname: 'mx.example.org',
    logFormat: log.format,
    log: (made, id) => log.write(made, id),
    logWritten: () => log.written(),
    messageLog: (id, line) => log.message(id, line),
    ids: createMessageIds({ clock: systemClock, pid: process.pid, shape: 'short' }),
    spool: forgetful(createMemorySpool()),
    services: { wait: () => undefined, dns: createResolver({ exchange: records, clock: systemClock, trust: 'none' }) },
    isRehearsal: false,
  });
}

/** The sender's policy and the signer's key; after the first time they come out of the resolver's memory. */
const records: Exchange = {
  ask: async (question) => ok({ message: answerTo(question), server: '192.0.2.53:53' }),
  close: async () => {},
};

const TEXTS: Readonly<Record<string, string>> = {
  'example.net': 'v=spf1 ip4:192.0.2.0/24 -all',
  's1._domainkey.example.org': RSA_RECORD,
};

function answerTo({ name, type }: Parameters<Exchange['ask']>[0]): Message {
  const text = type === RR.TXT ? TEXTS[name] : undefined;
  const pieces = (text?.match(/.{1,255}/g) ?? []).map((piece) => Uint8Array.from(Buffer.from(piece)));
  return {
    id: 1,
    opcode: 0,
    rcode: 0,
    flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: false },
    questions: [{ name, type, class: 1 }],
    answers: text === undefined ? [] : [{ name, type, class: 1, ttlSeconds: 3600, rdata: txtRdata.encode(pieces) }],
    authorities: [],
    additionals: [],
  };
}

function logIn(folder: string): Log {
  const settings = readLogSettings((name) => (name === 'log_file_path' ? join(folder, '%slog') : undefined));
  if (!settings.ok) throw new Error(settings.error.message);
  return createLog(settings.value);
}

/** What was stored is taken away again: memory stays as it is. */
function forgetful(spool: Spool): Spool {
  return {
    ...spool,
    begin: (id) => {
      const writer = spool.begin(id);
      const commit = writer.commit.bind(writer);
      return Object.assign(Object.create(writer), {
        commit: async (...given: Parameters<typeof commit>) => {
          const done = await commit(given[0], 1000);
          if (done.ok) await done.value?.remove();
          return done;
        },
      });
    },
  };
}

export interface Load {
  readonly count: number;
  /** As DATA wants it. */
  readonly message?: Buffer;
  /** Messages that a connection brings; all at equal shares when absent. */
  readonly perConnection?: number;
}

/** µs of processor a message. */
export async function spent(
  guest: () => Guest,
  { count, message = PLAIN, perConnection = count / SESSIONS }: Load,
): Promise<number> {
  const before = process.cpuUsage();
  const client = async (): Promise<void> => {
    for (let left = count / SESSIONS; left > 0; left -= perConnection) await dialogue(guest(), message, perConnection);
  };
  await Promise.all(Array.from({ length: SESSIONS }, client));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const KNOWN = knownMessage('session', OCTETS);
const PLAIN = stuffed(KNOWN);
export const SIGNED = stuffed(Buffer.from(await signed(KNOWN.toString('latin1')), 'latin1'));
const ENVELOPE = ['MAIL FROM:<alice@example.net> SIZE=10240', 'RCPT TO:<bob@example.org>', 'DATA'];
const COMMANDS = ENVELOPE.map((line) => Buffer.from(`${line}\r\n`));

/** As many messages as are asked for; resolves when the session has ended. */
async function dialogue({ config, host }: Guest, message: Buffer, messages: number): Promise<void> {
  const client = new Client(message, messages);
  const connection: ServedConnection = {
    stream: client,
    remote: { address: '192.0.2.200', port: 40_000 },
    local: { address: '192.0.2.1', port: 25 },
    destroy: () => void client.destroy(),
  };
  await new Promise<void>((ended) => serve(connection, createServerSession(config), host, { idleMs: 60_000, ended }));
  if (client.problem !== undefined) throw new Error(client.problem);
}

/** The other end of a stream: says the next thing when it hears a reply. */
class Client extends Duplex {
  problem: string | undefined;
  private readonly message: Buffer;
  private left: number;
  private at = -1;

  constructor(message: Buffer, messages: number) {
    super({ allowHalfOpen: false });
    this.message = message;
    this.left = messages;
  }

  override _read(): void {}

  override _write(octets: Buffer, _encoding: string, done: () => void): void {
    if (octets[0] !== 0x32 && octets[0] !== 0x33) this.problem ??= octets.toString('latin1');
    done();
    setImmediate(() => this.say());
  }

  private say(): void {
    if (this.problem !== undefined) return void this.destroy();
    this.at += 1;
    if (this.at === 0) this.push('EHLO client.example.net\r\n');
    else if (this.left === 0) this.push('QUIT\r\n');
    else if (this.at <= COMMANDS.length) this.push(COMMANDS[this.at - 1]);
    else {
      this.at = 0;
      this.left -= 1;
      this.push(Buffer.from(this.message)); // a socket's octets are new ones each time
    }
  }
}
