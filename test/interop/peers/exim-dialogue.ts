/** Exim's own session on standard input (`-bh`): what it says to a dialogue, reply by reply. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface EximSession {
  /** @param input  with its line ends */
  talk(input: string): Promise<string>;
}

export async function createEximSession(context: Context): Promise<EximSession> {
  const folder = join(context.folder, 'exim-session');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  return {
    async talk(input) {
      const { stdout } = await run(programs.exim, ['-C', file, '-bh', '192.0.2.1'], { input });
      return stdout;
    },
  };
}

const configuration = (folder: string): string => `primary_hostname = mx.example.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
keep_environment =
smtp_banner = mx.example.test ESMTP
message_size_limit = 1M
smtp_enforce_sync = false
prdr_enable
dsn_advertise_hosts = *
tls_advertise_hosts =
smtputf8_advertise_hosts = *
rfc1413_query_timeout = 0s
host_lookup =
acl_smtp_rcpt = check_rcpt
acl_smtp_vrfy = accept
acl_smtp_etrn = accept
acl_smtp_expn = accept
begin acl
check_rcpt:
  deny
    local_parts = bad
  deny
    local_parts = bad2
    message = no second one
  accept
begin routers
all:
  driver = accept
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
begin authenticators
PLAIN:
  driver = plaintext
  server_prompts = :
  server_condition = \${if eq{$auth2}{u}}
LOGIN:
  driver = plaintext
  server_prompts = Username:: : Password::
  server_condition = \${if eq{$auth1}{u}}
`;
