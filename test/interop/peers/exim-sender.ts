/** Exim as a client of one server: a message handed to it and delivered at once, in clear or by STARTTLS as offered. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

/** @returns its main log */
export async function sendByExim(
  context: Context,
  port: number,
  message: string,
  recipients: readonly string[],
): Promise<string> {
  const folder = join(context.folder, 'exim-sender');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder, port));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  await exim(file, ['-oi', '-odq', '-f', 'sender@exim.invalid', ...recipients], message);
  await exim(file, ['-qf'], '');
  return readFileSync(join(folder, 'mainlog'), 'utf8');
}

async function exim(file: string, args: readonly string[], input: string): Promise<void> {
  const { stderr } = await run(programs.exim, ['-C', file, ...args], { input, timeoutMs: 60_000 });
  if (stderr !== '') throw new Error(`exim complains: ${stderr}`);
}

const configuration = (folder: string, port: number): string => `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
keep_environment =
trusted_users = root
acl_not_smtp = accept
begin routers
to_sink:
  driver = manualroute
  transport = to_sink
  self = send
  route_list = * 127.0.0.1::${port} byname
begin transports
to_sink:
  driver = smtp
  hosts_try_dane =
  hosts_try_fastopen =
  hosts_try_prdr = *
  tls_tempfail_tryclear = false
  allow_localhost = true
begin retry
* * F,1h,15m
`;
