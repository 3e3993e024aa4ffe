/** The server that has to deliver what cannot be: aliases, mailboxes, programs and next hops of every bad kind. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { LogByMessage } from '../../framework/log-by-message.ts';
import { MailServer } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const PORT = 2780;
export const HOP_PORT = 2781;

export interface Front {
  readonly server: MailServer;
  readonly log: LogByMessage;
  /** A file system of a mebibyte, with a mailbox in it. */
  readonly disk: string;
  readonly box: string;
}

export async function startFront(context: Context, many: number): Promise<Front> {
  const folder = join(context.folder, 'front');
  const box = join(context.folder, 'box');
  const disk = join(context.folder, 'disk');
  for (const path of [folder, box, disk]) mkdirSync(path, { recursive: true });
  await mustRun(programs.mount, ['-t', 'tmpfs', '-o', 'size=1m,mode=0777', 'none', disk]);
  context.atEnd(async () => void (await mustRun(programs.umount, ['-l', disk])));
  await mustRun('chmod', ['777', box]);
  writeFileSync(join(folder, 'aliases'), aliases(many));
  writeFileSync(join(folder, 'circle'), `:include:${folder}/circle\n`);
  const server = new MailServer({
    folder,
    port: PORT,
    delivers: true,
    workers: 1,
    more: configuration(folder, box, disk),
  });
  context.atEnd(() => server.stop('SIGKILL'));
  await server.start();
  return { server, log: new LogByMessage(join(server.logs, 'mainlog')), disk, box };
}

/** One with that many addresses, that many with one, a thousand that each lead to the next, two in a circle. */
function aliases(many: number): string {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  return [
    `many: ${numbers(many)
      .map((at) => `u${at}@hop.test`)
      .join(', ')}`,
    ...numbers(many).map((at) => `n${at}: last${at}@hop.test`),
    ...numbers(1000).map((at) => `level${at}: level${at + 1}@alias.test`),
    'level1000: bob@hop.test',
    'circle: circle2@alias.test, bob@hop.test',
    'circle2: circle@alias.test',
    'own: own@alias.test',
    '',
  ].join('\n');
}

const configuration = (folder: string, box: string, disk: string): string => `
log_selector = +smtp_confirmation
smtp_accept_queue_per_connection = 0
queue_run_interval = 1s
ignore_bounce_errors_after = 0s
dsn_advertise_hosts = *
begin routers
aliases:
  driver = redirect
  domains = alias.test
  data = \${lookup{$local_part}lsearch{${folder}/aliases}}
  qualify_preserve_domain
grows:
  driver = redirect
  domains = grows.test
  data = x$local_part@grows.test
included:
  driver = redirect
  domains = included.test
  data = :include:${folder}/circle
hop:
  driver = manualroute
  domains = hop.test : later.test
  route_list = * 127.0.0.1::${HOP_PORT} byname
  self = send
  transport = hop
${local('sleeps')}${local('talks')}${local('deaf')}${local('quota')}${local('disk')}
begin transports
hop:
  driver = smtp
  allow_localhost
  hosts_avoid_tls = *
  command_timeout = 3s
  final_timeout = 2s
${pipe('sleeps', '/bin/sleep 1000', 'timeout = 1s')}${pipe('talks', '/usr/bin/yes', 'timeout = 20s')}${pipe(
  'deaf',
  '/bin/sh -c "exec <&-; exit 0"',
  'timeout = 5s',
)}quota:
  driver = appendfile
  file = ${box}/quota
  quota = 30K
  user = nobody
disk:
  driver = appendfile
  file = ${disk}/mail
  user = nobody
begin retry
later.test * F,2s,1s
quota.test quota F,3s,1s
grows.test * F,2s,1s
included.test * F,2s,1s
* * F,1h,1s
`;

const local = (name: string): string =>
  `${name}:\n  driver = accept\n  domains = ${name}.test\n  transport = ${name}\n`;
const pipe = (name: string, command: string, more: string): string =>
  `${name}:\n  driver = pipe\n  command = ${command}\n  ${more}\n  log_output\n  user = nobody\n`;
