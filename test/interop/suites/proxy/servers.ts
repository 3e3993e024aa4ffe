/** Exim, Postfix (smtpd and postscreen) and HAProxy, each taking clients by a PROXY header alone. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

/** Where each listens, on 127.0.0.1. */
export const PORTS = { exim: 2601, smtpd: 2602, postscreen: 2603, haproxy: 2604 } as const;
export type PeerName = keyof typeof PORTS;
export const PEERS = Object.keys(PORTS) as readonly PeerName[];

/** What each has written so far on the clients it saw. */
export interface Peers {
  log(peer: PeerName): string;
}

/** @param certificates  folder of certificates.ts */
export async function startPeers(context: Context, certificates: string): Promise<Peers> {
  const files = {
    exim: await startExim(context),
    ...(await startPostfix(context, certificates)),
    haproxy: await startHaproxy(context),
  };
  return { log: (peer) => readFileSync(files[peer], 'utf8') };
}

/** Its connect ACL runs behind the header, so that what it writes is what it believes. */
async function startExim(context: Context): Promise<string> {
  const folder = join(context.folder, 'exim');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, eximConfiguration(folder));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  await startDaemon(context, {
    command: programs.exim,
    args: ['-bdf', '-C', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp('127.0.0.1', PORTS.exim),
  });
  return join(folder, 'mainlog');
}

const eximConfiguration = (folder: string): string => `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${PORTS.exim}
hosts_proxy = *
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
keep_environment =
tls_advertise_hosts =
acl_smtp_connect = seen
acl_smtp_rcpt = refuse
begin acl
seen:
  warn logwrite = client [$sender_host_address]:$sender_host_port server [$proxy_external_address]:$proxy_external_port
  accept
refuse:
  deny
`;

async function startPostfix(
  context: Context,
  certificates: string,
): Promise<Readonly<Record<'smtpd' | 'postscreen', string>>> {
  const folder = join(context.folder, 'postfix');
  const daemons = (await mustRun(programs.postconf, ['-d', '-h', 'daemon_directory'])).trim();
  for (const name of ['conf', 'data', ...['pid', 'private', 'public'].map((queue) => `spool/${queue}`)])
    mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  await mustRun('chown', ['postfix', 'data', 'spool/private', 'spool/public'], { cwd: folder });
  await mustRun('chgrp', ['postdrop', 'spool/public'], { cwd: folder });
  writeFileSync(join(folder, 'conf/main.cf'), postfixConfiguration(folder, certificates));
  writeFileSync(join(folder, 'conf/master.cf'), POSTFIX_SERVICES);
  const log = join(folder, 'log');
  await startDaemon(context, {
    command: join(daemons, 'master'),
    args: ['-c', join(folder, 'conf'), '-d'],
    logFile: log,
    ready: () => answersTcp('127.0.0.1', PORTS.smtpd),
  });
  return { smtpd: log, postscreen: log };
}

/** postscreen lets everybody through to smtpd at once: its tests are not what this is about. */
const postfixConfiguration = (folder: string, certificates: string): string => `compatibility_level = 3.7
queue_directory = ${folder}/spool
data_directory = ${folder}/data
myhostname = postfix.invalid
mydestination =
local_recipient_maps =
inet_interfaces = all
inet_protocols = all
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
smtpd_peername_lookup = no
smtpd_recipient_restrictions = reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
postscreen_client_connection_count_limit = 0
postscreen_access_list = static:permit
postscreen_cache_map =
postscreen_upstream_proxy_protocol = haproxy
postscreen_upstream_proxy_timeout = 2s
smtpd_upstream_proxy_timeout = 2s
smtpd_tls_security_level = may
smtpd_tls_chain_files = ${certificates}/server.pem
`;

const POSTFIX_SERVICES = `127.0.0.1:${PORTS.smtpd} inet n - n - - smtpd -o smtpd_upstream_proxy_protocol=haproxy
127.0.0.1:${PORTS.postscreen} inet n - n - 1 postscreen -o syslog_name=postscreened
smtpd pass - - n - - smtpd -o syslog_name=postscreened
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

/** In front of Exim, which shows in its reply to EHLO what HAProxy believes. */
async function startHaproxy(context: Context): Promise<string> {
  const folder = join(context.folder, 'haproxy');
  mkdirSync(folder);
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, haproxyConfiguration());
  const log = join(folder, 'log');
  await startDaemon(context, {
    command: programs.haproxy,
    args: ['-db', '-f', file],
    logFile: log,
    ready: () => answersTcp('127.0.0.1', PORTS.haproxy),
  });
  return log;
}

const haproxyConfiguration = (): string => `global
  log stdout format raw local0
  maxconn 500
defaults
  mode tcp
  log global
  timeout connect 2s
  timeout client 2s
  timeout server 6s
  log-format "client [%ci]:%cp server [%fi]:%fp"
frontend by-header
  bind 127.0.0.1:${PORTS.haproxy} accept-proxy
  default_backend exim
backend exim
  server exim 127.0.0.1:${PORTS.exim} send-proxy-v2
`;
