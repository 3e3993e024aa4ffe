/** A live Exim and a live `mxray serve` with the same configuration, each with folders and a port of its own. */
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export interface Server {
  readonly kind: 'exim' | 'ours';
  readonly folder: string;
  readonly port: number;
  readonly pid: number;
  /** Where ours tells how it is. */
  readonly statusUrl: string;
  /** What was logged since it started. */
  readonly log: (which: 'main' | 'reject') => string;
  /** What it told of its work, where it was asked to. */
  readonly trace: () => string;
  readonly configurationFile: string;
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
/** Debian's user for mail, as whom both go on. */
const MAIL: Account = { name: 'mail', uid: 8, gid: 8 };

/** Beside the address where mail is taken, at the same port. */
const STATUS_HOST = '127.0.0.2';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export async function accountOf(name: string): Promise<Account> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => mustRun('id', [flag, name])));
  return { name, uid: Number(uid), gid: Number(gid) };
}

export interface ServerOptions {
  readonly configuration: string;
  readonly folder: string;
  readonly port: number;
  /** What is taken waits in the queue. */
  readonly queues?: boolean;
  /** Exim's own is the only one that may deliver by a configuration of ours. */
  readonly account?: Account;
  /** What Exim tells of, as `-d-all+` has it: acl, route+transport. */
  readonly traced?: string | undefined;
}

export async function startServer(
  context: Context,
  kind: Server['kind'],
  { configuration, folder, port, queues = true, account = MAIL, traced }: ServerOptions,
): Promise<Server> {
  for (const part of ['', 'spool', 'log']) {
    mkdirSync(join(folder, part), { recursive: true });
    chownSync(join(folder, part), account.uid, account.gid);
  }
  const certificate = join(folder, '../certificate.pem');
  if (existsSync(certificate)) copyFileSync(certificate, join(folder, 'own.pem'));
  const file = join(folder, 'exim.conf');
  // An Exim without -q runs no queue.
  const status = `${STATUS_HOST}:${port}`;
  const own = kind === 'ours' ? `queue_run_interval = 0s\ndaemon_http_address = ${status}\n` : '';
  writeFileSync(file, head(folder, port, { queues, account }) + own + configuration);
  chmodSync(file, 0o644);
  const read = (which: string): string => {
    const log = join(folder, 'log', `${which}log`);
    return existsSync(log) ? readFileSync(log, 'latin1') : '';
  };
  const ours = { command: process.execPath, args: [PROGRAM, 'serve', '-C', file, '--workers', '1'] };
  const output = join(folder, 'output');
  const pid = await startDaemon(context, {
    ...(kind === 'exim'
      ? { command: programs.exim, args: ['-bdf', '-C', file, ...(traced === undefined ? [] : [`-d-all+${traced}`])] }
      : ours),
    logFile: output,
    ready: async () => read('main').includes(' daemon started: '),
  });
  const before = read('main').length;
  return {
    ...{ kind, folder, port, pid, configurationFile: file, statusUrl: `http://${status}` },
    log: (which) => (which === 'main' ? read('main').slice(before) : read('reject')),
    trace: () => readFileSync(output, 'latin1'),
  };
}

/** Before each configuration: also what only the suite knows. */
const head = (
  folder: string,
  port: number,
  { queues, account: { name } }: { readonly queues: boolean; readonly account: Account },
): string => `
CERTIFICATE = ${join(folder, '../certificate.pem')}
AUTHORITY = ${join(folder, '../authority.crt')}
PEMS = ${join(folder, '..')}
OWN_PEM = ${join(folder, 'own.pem')}
OWN_PORT = ${port}
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
exim_user = ${name}
exim_group = ${name}
exim_path = ${programs.exim}
${queues ? 'queue_only\n' : ''}`;
