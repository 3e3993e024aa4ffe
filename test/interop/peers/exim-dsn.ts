/** Exim as a mailer that reports: offers DSN, routes by domain to servers on loopback, keeps what comes to its own domains. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';
import type { Mailer, Route } from './reporting-mailer.ts';

const ADDRESS = '127.0.0.1';
const PORT = 2530;

export async function startReportingExim(context: Context, routes: readonly Route[]): Promise<Mailer> {
  const folder = join(context.folder, 'exim-dsn');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  mkdirSync(join(folder, 'mail'));
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder, routes));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  await startDaemon(context, {
    command: programs.exim,
    args: ['-bdf', '-C', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(ADDRESS, PORT, /^220 /),
  });
  const box = join(folder, 'mail/bounces');
  return {
    name: 'Exim',
    address: ADDRESS,
    port: PORT,
    flush: async () => void (await run(programs.exim, ['-C', file, '-qff'], { timeoutMs: 60_000 })),
    mailbox: () => (existsSync(box) ? readFileSync(box) : Buffer.alloc(0)),
    log: () => readFileSync(join(folder, 'mainlog'), 'utf8'),
  };
}

function configuration(folder: string, routes: readonly Route[]): string {
  const rows = routes.map(({ domain, port }) => `${domain} 127.0.0.1::${port}`).join(' ; ');
  return `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
local_interfaces = ${ADDRESS}
daemon_smtp_ports = ${PORT}
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
dsn_advertise_hosts = *
delay_warning = 1s
delay_warning_condition = true
smtp_accept_max_per_connection = 0
acl_smtp_rcpt = accept_all
acl_smtp_data = accept_all
begin acl
accept_all:
  accept
begin routers
unknown:
  driver = redirect
  domains = local.invalid
  local_parts = nobody
  allow_fail
  data = :fail: there is no such user
kept:
  driver = accept
  domains = local.invalid : bounces.invalid
  transport = keep
out:
  driver = manualroute
  route_list = <; ${rows.replaceAll(' ; ', ' byname ; ')} byname
  self = send
  transport = smtp
begin transports
keep:
  driver = appendfile
  file = ${folder}/mail/\${if eq{$domain}{bounces.invalid}{bounces}{kept}}
  user = Debian-exim
  create_directory
smtp:
  driver = smtp
  max_rcpt = 1
  hosts_try_chunking =
begin retry
* * F,1d,1s
`;
}
