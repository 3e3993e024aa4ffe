/** `mxray serve` as an operator has it: processes of its own, a configuration, a spool that is looked into from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSpool, type Spool, type StoredMessage } from '../../../src/mta/spool/index.ts';
import { answersTcp } from './probe.ts';

const RUN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));
const READY_WITHIN_MS = 30_000;

export interface MailServerOptions {
  readonly folder: string;
  readonly port: number;
  readonly workers?: number;
  /** Main options beside the usual ones, and all that stands behind them. */
  readonly more?: string;
  /** What is taken is delivered as well; else it stays in the spool. */
  readonly delivers?: boolean;
  readonly spool?: string;
  readonly logs?: string;
  /** For the processes, beside ours. */
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

export interface Processes {
  readonly master: number;
  readonly acceptor?: number;
  readonly workers: readonly number[];
}

/** A folder in it for the spool and one for the logs; every recipient is taken. */
export class MailServer {
  readonly port: number;
  readonly spool: string;
  readonly logs: string;
  private readonly options: MailServerOptions;
  private readonly file: string;
  private child: ChildProcess | undefined;
  private output = '';

  constructor(options: MailServerOptions) {
    this.options = options;
    this.port = options.port;
    this.spool = options.spool ?? join(options.folder, 'spool');
    this.logs = options.logs ?? join(options.folder, 'log');
    mkdirSync(options.folder, { recursive: true });
    chmodSync(options.folder, 0o755);
    this.file = join(options.folder, 'server.conf');
    writeFileSync(this.file, this.configuration());
  }

  /** Serves; rejects with what it said where it does not. */
  async start(): Promise<void> {
    const { workers = 2, env = {}, nodeOptions = [] } = this.options;
    this.output = '';
    const words = [...nodeOptions, RUN, 'serve', '-C', this.file, '--workers', String(workers)];
    const child = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.options.folder, ...env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        this.output = (this.output + text).slice(-8192);
      });
    this.child = child;
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!this.output.includes('serving') && !this.output.includes('listening')) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`serve has ended: ${this.output}`);
      if (performance.now() > deadline) throw new Error(`serve does not get ready: ${this.output}`);
      await sleep(10);
    }
  }

  /** Somebody greets. */
  async answers(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answersTcp('127.0.0.1', this.port, /^220 /))) {
      if (performance.now() > deadline) throw new Error(`nobody greets: ${this.output}`);
      await sleep(10);
    }
  }

  get said(): string {
    return this.output;
  }

  /** What it has said on its way out, and its status. */
  async refusedStart(): Promise<{ readonly status: number | null; readonly output: string }> {
    await this.start().catch(() => {});
    const { child } = this;
    const status = child?.exitCode ?? null;
    await this.stop();
    return { status, output: this.output };
  }

  processes(): Processes {
    const master = this.child?.pid ?? 0;
    const [acceptor] = childrenOf(master);
    return acceptor === undefined ? { master, workers: [] } : { master, acceptor, workers: childrenOf(acceptor) };
  }

  log(name = 'main'): string {
    const file = join(this.logs, `${name}log`);
    return existsSync(file) ? readFileSync(file, 'latin1') : '';
  }

  /** Ends it in order, or as it ends. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const left = this.processes();
    child.kill(signal);
    const all = [left.master, ...(left.acceptor === undefined ? [] : [left.acceptor]), ...left.workers];
    const deadline = performance.now() + 20_000;
    while (all.some(isAlive)) {
      if (performance.now() > deadline) for (const pid of all.filter(isAlive)) process.kill(pid, 'SIGKILL');
      await sleep(10);
    }
    this.child = undefined;
  }

  async openSpool(): Promise<Spool> {
    const opened = await openSpool({ directory: this.spool });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  private configuration(): string {
    return `primary_hostname = mx.example.org
spool_directory = ${this.spool}
log_file_path = ${this.logs}/%slog
pid_file_path = ${this.options.folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${this.port}
smtp_accept_max = 0
keep_environment =
acl_smtp_rcpt = accept
${this.options.delivers === true ? '' : 'queue_only\nqueue_run_interval = 0s\n'}${this.options.more ?? ''}`;
  }
}

export function isAlive(pid: number): boolean {
  return stateOf(pid)?.state !== 'Z' && stateOf(pid) !== undefined;
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => stateOf(pid)?.parent === parent && isAlive(pid));
}

function stateOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** KiB that are in memory and shared with nobody, and all that are. */
export function memoryOf(pid: number): { readonly rssKiB: number; readonly privateKiB: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return { rssKiB: field('Rss'), privateKiB: field('Private_Clean') + field('Private_Dirty') };
}

/** Seconds of processor that it has had. */
export function processorSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The message as it was sent: what we put on top is left out, and lines of the header end as they did. */
export async function asSent(spool: Spool, stored: StoredMessage): Promise<Buffer> {
  const headers = stored.headers.filter(({ letter, text }) => letter !== '*' && !/^Received: from/.test(text));
  const body = await spool.body(stored.id);
  if (!body.ok) throw new Error(body.error.message);
  const parts: Uint8Array[] = [];
  for await (const chunk of body.value.chunks()) parts.push(chunk);
  await body.value.close();
  const header = headers.map(({ text }) => text.replace(/\r?\n/g, '\r\n')).join('');
  return Buffer.concat([Buffer.from(`${header}\r\n`, 'latin1'), ...parts]);
}
