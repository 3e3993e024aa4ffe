/** Postfix as a server: one instance of its own, a listener with its own certificates per address. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface TlsListener {
  readonly address: string;
  /** PEM files with a key and its chain each, one per kind of key. */
  readonly chainFiles: readonly string[];
  /** Proofs to staple, one for each chain; Exim alone. */
  readonly ocspFiles?: readonly string[];
}

export const SMTP_PORT = 25;

export async function startPostfix(context: Context, listeners: readonly TlsListener[]): Promise<void> {
  const folder = join(context.folder, 'postfix');
  const daemons = (await mustRun(programs.postconf, ['-d', '-h', 'daemon_directory'])).trim();
  await makeFolders(folder);
  writeFileSync(join(folder, 'conf/main.cf'), mainConfiguration(folder));
  writeFileSync(join(folder, 'conf/master.cf'), `${listeners.map(serviceLine).join('')}${SERVICES}`);
  await startDaemon(context, {
    command: join(daemons, 'master'),
    args: ['-c', join(folder, 'conf'), '-d'],
    logFile: join(folder, 'log'),
    ready: () => answersTcp(listeners[0]!.address, SMTP_PORT, /^220 /),
  });
}

async function makeFolders(folder: string): Promise<void> {
  for (const name of ['conf', 'data', ...['pid', 'private', 'public'].map((queue) => `spool/${queue}`)]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  await mustRun('chown', ['postfix', 'data', 'spool/private', 'spool/public'], { cwd: folder });
  await mustRun('chgrp', ['postdrop', 'spool/public'], { cwd: folder });
}

/** It takes no mail: only its TLS is of interest. */
function mainConfiguration(folder: string): string {
  return `compatibility_level = 3.7
queue_directory = ${folder}/spool
data_directory = ${folder}/data
myhostname = postfix.invalid
mydestination =
local_recipient_maps =
inet_interfaces = all
inet_protocols = ipv4
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
smtpd_tls_security_level = may
smtpd_peername_lookup = no
smtpd_recipient_restrictions = reject
smtpd_client_connection_count_limit = 0
`;
}

function serviceLine({ address, chainFiles }: TlsListener): string {
  return `${address}:${SMTP_PORT} inet n - n - - smtpd -o smtpd_tls_chain_files=${chainFiles.join(',')}\n`;
}

const SERVICES = `tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;
