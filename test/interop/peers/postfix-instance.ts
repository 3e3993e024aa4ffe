/** An instance of Postfix with folders of its own, whose services are those that it is given. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface PostfixInstance {
  readonly folder: string;
  /** Lines of main.cf beside those about folders and the log. */
  readonly main: string;
  /** Lines of master.cf beside those that every instance has. */
  readonly services: string;
  readonly ready: () => Promise<boolean>;
}

const OWNED = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'maildrop', 'private'];
const QUEUES = [...OWNED, 'public', 'saved', 'trace'];

/** What it logs is in `log` of its folder. */
export async function startPostfixInstance(context: Context, instance: PostfixInstance): Promise<void> {
  const { folder, main, services, ready } = instance;
  const daemons = (await mustRun(programs.postconf, ['-d', '-h', 'daemon_directory'])).trim();
  for (const name of ['conf', 'data', 'spool/pid', ...QUEUES.map((queue) => `spool/${queue}`)])
    mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'spool/private'), 0o700);
  chmodSync(join(folder, 'spool/public'), 0o710);
  chmodSync(join(folder, 'spool/maildrop'), 0o730);
  await mustRun('chown', ['postfix', 'data', ...QUEUES.map((queue) => `spool/${queue}`)], { cwd: folder });
  await mustRun('chgrp', ['postdrop', 'spool/public', 'spool/maildrop'], { cwd: folder });
  writeFileSync(
    join(folder, 'conf/main.cf'),
    `compatibility_level = 3.7
queue_directory = ${folder}/spool
data_directory = ${folder}/data
inet_protocols = ipv4
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
${main}`,
  );
  writeFileSync(join(folder, 'conf/master.cf'), `${services}${USUAL}`);
  await startDaemon(context, {
    command: join(daemons, 'master'),
    args: ['-c', join(folder, 'conf'), '-d'],
    logFile: join(folder, 'log'),
    ready,
  });
}

const USUAL = `cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;
