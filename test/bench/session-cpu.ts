/**
 * What policy costs: the processor's time of a message in a session, without network and disk.
 *
 * A session of reception with its ACLs over a spool in memory, beside the same driver and the same pure session with a host
 * that takes everything and keeps nothing. Clients are streams in this process, a command at a time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { systemClock, systemRandom } from '../../src/base/index.ts';
import { type ServedConnection, type ServerHost, serve } from '../../src/core/net/index.ts';
import { type Answer, createServerSession, type Question, type SessionEvent } from '../../src/core/smtp/index.ts';
import { type Configuration, readConfiguration } from '../../src/mta/config/index.ts';
import { createWorld, hostConfiguration } from '../../src/mta/host/index.ts';
import { createLog, type Log, readLogSettings } from '../../src/mta/log/index.ts';
import { createMessageIds } from '../../src/mta/message-id/index.ts';
import { createReception, type Opened, type Reception } from '../../src/mta/receive/index.ts';
import { createMemorySpool, type Spool } from '../../src/mta/spool/index.ts';
import { knownMessage, stuffed } from '../interop/framework/known-message.ts';
import { matchHost } from '../support/mta/match-host.ts';
import { median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const OCTETS = 10_240;
const SESSIONS = 10;
const ROUNDS = 9;
const WARM_ROUNDS = 3;

export const bench: Bench = {
  name: 'session-cpu',
  asks: 'processor of a message of 10 KiB through a session, beside a host that takes everything',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-session-'));
    try {
      const figures: Figure[] = [];
      for (const [name, text] of Object.entries(CONFIGURATIONS))
        figures.push(await compare(name, guests(text, folder), quick ? 1000 : 4000));
      return figures;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function compare(name: string, guest: () => Guest, count: number): Promise<Figure> {
  const bare = (): Guest => ({ config: BARE, host: takesAll() });
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    const [least, all] = [await spent(bare, count), await spent(guest, count)];
    if (round < 0) continue;
    floor.push(least);
    ours.push(all);
  }
  return {
    name,
    ours: median(ours),
    unit: 'µs',
    peer: { name: 'bare', value: median(floor) },
    note: `least ${Math.min(...ours).toFixed(1)}, bare ${Math.min(...floor).toFixed(1)}`,
  };
}

const BASE = `primary_hostname = mx.example.org
message_body_visible = 500
acl_smtp_rcpt = check_rcpt
`;

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  'every recipient': `${BASE}begin acl\ncheck_rcpt:\n  accept\n`,
  'the usual checks': `${BASE}domainlist local_domains = example.org : example.com
hostlist relay_hosts = 192.0.2.0/28
acl_smtp_mail = check_mail
acl_smtp_data = check_data
begin acl
check_mail:
  deny    senders = *@blocked.example
  accept
check_rcpt:
  accept  hosts = :
  deny    message = Restricted characters in address
          domains = +local_domains
          local_parts = ^[.] : ^.*[@%!/|]
  deny    message = Restricted characters in address
          domains = !+local_domains
          local_parts = ^[./|] : ^.*[@%!] : ^.*/\\\\.\\\\./
  accept  local_parts = postmaster
          domains = +local_domains
  accept  hosts = +relay_hosts
          control = submission
  accept  authenticated = *
  require message = relay not permitted
          domains = +local_domains
  warn    set acl_m_seen = \${lc:$sender_address_domain}
  accept
check_data:
  deny    condition = \${if >{$message_size}{1M}}
          message = too large
  deny    condition = \${if eq{$h_subject:}{spam}}
  warn    add_header = X-Seen: $acl_m_seen
  accept
`,
};

interface Guest {
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

function guests(text: string, folder: string): () => Guest {
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
    ids: createMessageIds({ clock: systemClock, pid: process.pid }),
    spool: forgetful(createMemorySpool()),
    services: { wait: () => undefined },
    isRehearsal: false,
  });
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

/** µs of processor a message. */
async function spent(guest: () => Guest, count: number): Promise<number> {
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: SESSIONS }, () => dialogue(guest(), count / SESSIONS)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const MESSAGE = stuffed(knownMessage('session', OCTETS));
const ENVELOPE = ['MAIL FROM:<alice@example.net> SIZE=10240', 'RCPT TO:<bob@example.org>', 'DATA'];
const COMMANDS = ENVELOPE.map((line) => Buffer.from(`${line}\r\n`));

/** As many messages as are asked for; resolves when the session has ended. */
async function dialogue({ config, host }: Guest, messages: number): Promise<void> {
  const client = new Client(messages);
  const connection: ServedConnection = {
    stream: client,
    remote: { address: '192.0.2.200', port: 40_000 },
    local: { address: '192.0.2.1', port: 25 },
    destroy: () => void client.destroy(),
  };
  await serve(connection, createServerSession(config), host, { idleMs: 60_000 });
  if (client.problem !== undefined) throw new Error(client.problem);
}

/** The other end of a stream: says the next thing when it hears a reply. */
class Client extends Duplex {
  problem: string | undefined;
  private left: number;
  private at = -1;

  constructor(messages: number) {
    super({ allowHalfOpen: false });
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
      this.push(Buffer.from(MESSAGE)); // a socket's octets are new ones each time
    }
  }
}
