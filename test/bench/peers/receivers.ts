/** Postfix and Exim that take everything on a port of loopback, and keep it or hand it on; each with a queue and a configuration of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersTcp } from '../../interop/framework/probe.ts';
import { programs } from '../../interop/peers/programs.ts';

export interface Receiver {
  readonly pid: number;
  stop(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

const QUEUES = 'maildrop incoming active deferred defer bounce corrupt flush hold trace saved'.split(' ');

export interface Place {
  readonly folder: string;
  readonly port: number;
  /** Beside ours. */
  readonly env: Environment;
  /** A port of loopback that all goes on to; absent: it is kept. */
  readonly nextHop?: number;
}

export async function startPostfixReceiver(place: Place): Promise<Receiver> {
  const { folder, port } = place;
  const places = ['conf', 'data', ...['pid', 'private', 'public', ...QUEUES].map((queue) => `spool/${queue}`)];
  for (const each of places) mkdirSync(join(folder, each), { recursive: true });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  const owned = ['data', ...['private', 'public', ...QUEUES].map((queue) => `spool/${queue}`)];
  execFileSync('chown', ['postfix', ...owned], { cwd: folder });
  execFileSync('chgrp', ['postdrop', 'spool/public', 'spool/maildrop'], { cwd: folder });
  writeFileSync(join(folder, 'conf/main.cf'), postfixConfiguration(place));
  writeFileSync(join(folder, 'conf/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd\n${SERVICES}`);
  const daemons = execFileSync(programs.postconf, ['-d', '-h', 'daemon_directory'], { encoding: 'utf8' }).trim();
  const words = ['-c', join(folder, 'conf'), '-d'];
  return await startReceiver(join(daemons, 'master'), words, place);
}

/** Its daemons see of the environment what is named here. */
const postfixConfiguration = ({ folder, env, nextHop }: Place): string => `compatibility_level = 3.7
import_environment = MAIL_CONFIG LANG=C ${Object.keys(env).join(' ')}
queue_directory = ${folder}/spool
data_directory = ${folder}/data
myhostname = postfix.invalid
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks,reject
${nextHop === undefined ? 'smtpd_data_restrictions = check_client_access static:HOLD' : `relayhost = [127.0.0.1]:${nextHop}`}
smtpd_client_connection_count_limit = 0
alias_maps =
`;

const SERVICES = `cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
smtp unix - - n - - smtp
scache unix - - n - 1 scache
`;

export async function startEximReceiver(place: Place): Promise<Receiver> {
  const { folder } = place;
  mkdirSync(join(folder, 'spool'), { recursive: true });
  chmodSync(folder, 0o755);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, eximConfiguration(place));
  execFileSync('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  execFileSync('chown', ['root:root', file]);
  return await startReceiver(programs.exim, ['-bdf', '-C', file], place);
}

const eximConfiguration = ({ folder, port, nextHop }: Place): string => `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
smtp_connect_backlog = 200
smtp_accept_queue_per_connection = 0
keep_environment =
tls_advertise_hosts =
acl_smtp_rcpt = accept
${nextHop === undefined ? 'queue_only = true\n' : handingOn(nextHop)}`;

/** As Exim's language says it, for Exim and for ours. */
export const handingOn = (nextHop: number): string => `begin routers
next:
  driver = manualroute
  route_list = * 127.0.0.1
  transport = next
  self = send
begin transports
next:
  driver = smtp
  port = ${nextHop}
  allow_localhost
`;

/** In a group of its own, since Postfix's master signals its group at the end. */
export async function startReceiver(
  command: string,
  args: readonly string[],
  { folder, port, env }: Place,
): Promise<Receiver> {
  const log = openSync(join(folder, 'output'), 'a');
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; !(await answersTcp('127.0.0.1', port, /^220 /)); tries += 1) {
    if (tries > 200 || child.exitCode !== null) throw new Error(`${command} does not answer: see ${folder}`);
    await sleep(50);
  }
  return {
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
