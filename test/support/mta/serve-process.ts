/** `mxray serve` as a program, with a folder and a configuration of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN } from '../cli.ts';

/** In a configuration FOLDER stands for the folder. */
export const BASE = `
exim_user = nobody
primary_hostname = serve.test
spool_directory = FOLDER/spool
local_interfaces = <; 127.0.0.1
daemon_smtp_ports = 0
daemon_workers = 2
tls_advertise_hosts =
acl_smtp_rcpt = all
queue_only
queue_run_interval = 0s
`;
const ACLS = '\nbegin acl\nall:\n  accept\n';

export interface Serving {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly ports: readonly number[];
  readonly statusPort?: number;
  readonly configure: (more: string) => void;
  /** Lines on standard error so far. */
  readonly complaint: () => string;
  readonly mainLog: () => string;
  /** Resolves when what is asked for holds. */
  readonly until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** SIGTERM, and its status. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly ended: Promise<number | null>;
}

export function serveFolder(): {
  readonly folder: string;
  readonly file: string;
  readonly configure: (more: string) => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-serve-'));
  chmodSync(folder, 0o777); // who serves may be another user
  const file = join(folder, 'conf');
  const configure = (more: string): void => {
    const given = ['tls_advertise_hosts =\n', 'queue_only\n'].filter((line) => more.includes(line.split(/\s/)[0]!));
    const base = given.reduce((text, line) => text.replace(line, ''), BASE);
    const text = `${base}${more.includes('begin acl') ? more : more + ACLS}`;
    writeFileSync(file, text.replaceAll('FOLDER', folder));
  };
  return { folder, file, configure };
}

/** @param more  options, and sections behind them in place of the usual ACL */
export async function startServing(more = '', words: readonly string[] = []): Promise<Serving> {
  const { folder, file, configure } = serveFolder();
  configure(more);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [RUN, 'serve', '-C', file, '--json', ...words], {
    env: { PATH, HOME, MXRAY_NO_CODE_CACHE: '1' },
  });
  let [out, complaint] = ['', ''];
  child.stderr.on('data', (bytes) => {
    complaint += bytes;
  });
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve)).finally(() =>
    rmSync(folder, { recursive: true, force: true }),
  );
  const report = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (bytes) => {
      out += bytes;
      if (isWhole(out)) resolve(out);
    });
    child.on('close', (status) => reject(new Error(`ended with ${status}: ${out}${complaint}`)));
  });
  const { isServing, places } = (JSON.parse(report) as { data: Report }).data;
  if (!isServing) throw new Error(report);
  const statusPort = places.find(({ purpose }) => purpose === 'status')?.port;
  return {
    folder,
    child,
    ports: places.filter(({ purpose }) => purpose === 'smtp').map(({ port }) => port),
    ...(statusPort !== undefined && { statusPort }),
    configure,
    complaint: () => complaint,
    mainLog: () => readFileSync(join(folder, 'spool', 'log', 'mainlog'), 'latin1'),
    until,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

interface Report {
  readonly isServing: boolean;
  readonly places: readonly { readonly port: number; readonly purpose: string }[];
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Another process is to do something: looked at again and again, for as long as a test may take. */
/** Longer than anything takes on a machine with much to do; a test that waits for what never comes is to say so. */
const MOST_MS = 60_000;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it never came to hold: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A connection that is spoken over a line at a time. */
export interface Talk {
  readonly socket: Socket;
  /** Sends a line and hears the whole reply; without a line, just hears. */
  readonly say: (line?: string) => Promise<string>;
  readonly closed: Promise<void>;
}

export function talk(port: number): Promise<Talk> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    let waiting: ((reply: string) => void) | undefined;
    const give = (): void => {
      const [reply] = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(heard) ?? [];
      if (reply === undefined || waiting === undefined) return;
      heard = heard.slice(reply.length);
      waiting(reply.trimEnd());
      waiting = undefined;
    };
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      give();
    });
    let isClosed = false;
    const closed = new Promise<void>((gone) => void socket.on('close', () => gone()));
    void closed.then(() => {
      isClosed = true;
      waiting?.('closed');
    });
    socket.on('error', reject);
    socket.on('connect', () =>
      resolve({
        socket,
        closed,
        say: (line) =>
          new Promise((reply) => {
            waiting = reply;
            if (isClosed) return reply('closed');
            if (line !== undefined) socket.write(`${line}\r\n`, 'latin1');
            give();
          }),
      }),
    );
  });
}

/** A small message, command by command: the banner, what EHLO was told, and the last reply. */
export async function deliver(port: number): Promise<readonly string[]> {
  const client = await talk(port);
  const replies = [await client.say(), await client.say('EHLO client.test')];
  for (const line of ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await client.say(line);
  const last = await client.say('Subject: x\r\n\r\nhello\r\n.');
  await client.say('QUIT');
  return [...replies, last];
}
