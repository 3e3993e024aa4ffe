/** Postfix as a mailer that reports: the whole of it, with routes by domain and mailboxes of its own. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';
import type { Mailer, Route } from './reporting-mailer.ts';

const ADDRESS = '127.0.0.1';
const PORT = 2531;
const QUEUES = [
  'pid',
  'private',
  'public',
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'maildrop',
  'saved',
  'trace',
];

export async function startReportingPostfix(context: Context, routes: readonly Route[]): Promise<Mailer> {
  const folder = join(context.folder, 'postfix-dsn');
  const daemons = (await mustRun(programs.postconf, ['-d', '-h', 'daemon_directory'])).trim();
  for (const name of ['conf', 'data', 'mail', ...QUEUES.map((queue) => `spool/${queue}`)])
    mkdirSync(join(folder, name), { recursive: true });
  const uid = (await mustRun('id', ['-u', 'postfix'])).trim();
  writeFileSync(join(folder, 'conf/main.cf'), mainConfiguration(folder, routes, uid));
  writeFileSync(join(folder, 'conf/master.cf'), SERVICES);
  await mustRun(
    'chown',
    ['-R', 'postfix', 'data', 'mail', ...QUEUES.filter((queue) => queue !== 'pid').map((queue) => `spool/${queue}`)],
    { cwd: folder },
  );
  await mustRun('chgrp', ['postdrop', 'spool/public', 'spool/maildrop'], { cwd: folder });
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  chmodSync(join(folder, 'spool/maildrop'), 0o730);
  await startDaemon(context, {
    command: join(daemons, 'master'),
    args: ['-c', join(folder, 'conf'), '-d'],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(ADDRESS, PORT, /^220 /),
  });
  const box = join(folder, 'mail/alice');
  return {
    name: 'Postfix',
    address: ADDRESS,
    port: PORT,
    flush: async () => void (await run(programs.postqueue, ['-c', join(folder, 'conf'), '-f'])),
    mailbox: () => (existsSync(box) ? readFileSync(box) : Buffer.alloc(0)),
    log: () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : 'no log'),
  };
}

function mainConfiguration(folder: string, routes: readonly Route[], uid: string): string {
  const rows = routes.map(({ domain, port }) => `{ ${domain} = smtp:[${ADDRESS}]:${port} }`);
  return `compatibility_level = 3.7
queue_directory = ${folder}/spool
data_directory = ${folder}/data
myhostname = postfix.invalid
mydestination =
inet_interfaces = ${ADDRESS}
inet_protocols = ipv4
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks reject
smtpd_reject_unlisted_recipient = no
mynetworks = 127.0.0.0/8
smtp_host_lookup = native
smtp_dns_support_level = disabled
transport_maps = inline:{ { nowhere.invalid = error:5.1.2 there is no such domain } ${rows.join(' ')} }
virtual_mailbox_domains = inline:{ { bounces.invalid = 1 } { local.invalid = 1 } }
virtual_mailbox_maps = inline:{ { alice@bounces.invalid = alice } { carol@local.invalid = carol } }
virtual_mailbox_base = ${folder}/mail
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${uid}
virtual_minimum_uid = 1
virtual_mailbox_lock = dotlock
mailbox_size_limit = 0
virtual_mailbox_limit = 0
delay_warning_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
default_destination_concurrency_failed_cohort_limit = 0
smtp_tls_security_level = none
`;
}

const SERVICES = `${ADDRESS}:${PORT} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
`;
