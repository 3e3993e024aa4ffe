/** Postfix as a client: an instance of its own that takes mail on loopback and relays all of it to one server. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

const LISTENS = 2526;

/** @returns the port on which it takes mail */
export async function startPostfixRelay(context: Context, port: number): Promise<number> {
  const folder = join(context.folder, 'postfix-relay');
  const daemons = (await mustRun(programs.postconf, ['-d', '-h', 'daemon_directory'])).trim();
  const queues = [
    'pid',
    'private',
    'public',
    'maildrop',
    'incoming',
    'active',
    'deferred',
    'defer',
    'bounce',
    'corrupt',
    'flush',
    'hold',
    'trace',
    'saved',
  ];
  for (const name of ['conf', 'data', ...queues.map((queue) => `spool/${queue}`)])
    mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  await mustRun(
    'chown',
    ['postfix', 'data', ...queues.filter((queue) => queue !== 'pid').map((queue) => `spool/${queue}`)],
    {
      cwd: folder,
    },
  );
  await mustRun('chgrp', ['postdrop', 'spool/public', 'spool/maildrop'], { cwd: folder });
  writeFileSync(join(folder, 'conf/main.cf'), mainConfiguration(folder, port));
  writeFileSync(join(folder, 'conf/master.cf'), SERVICES);
  await startDaemon(context, {
    command: join(daemons, 'master'),
    args: ['-c', join(folder, 'conf'), '-d'],
    logFile: join(folder, 'log'),
    ready: () => answersTcp('127.0.0.1', LISTENS, /^220 /),
  });
  return LISTENS;
}

const mainConfiguration = (folder: string, port: number): string => `compatibility_level = 3.7
queue_directory = ${folder}/spool
data_directory = ${folder}/data
myhostname = postfix.invalid
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:${port}
inet_interfaces = loopback-only
inet_protocols = ipv4
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
smtp_tls_security_level = encrypt
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
`;

const SERVICES = `127.0.0.1:${LISTENS} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;
