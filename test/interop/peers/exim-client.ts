/** Exim as a client: one message with many recipients, each delivered to a server of its own, the certificate verified. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface Delivery {
  /** The first label of the recipient's domain; letters and digits. */
  readonly id: string;
  /** What Exim means to reach, and compares. Looked up through /etc/hosts unless an address. */
  readonly host: string;
  readonly port: number;
}

/**
 * @param caFile  whom it trusts
 * @returns the main log, a delivery's lines having `id.invalid` in them
 */
export async function deliverAll(context: Context, deliveries: readonly Delivery[], caFile: string): Promise<string> {
  const folder = join(context.folder, 'exim-client');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const hosts = join(folder, 'hosts');
  const names = [...new Set(['localhost', ...deliveries.map(({ host }) => host)])]; // others use the table after us
  writeFileSync(hosts, names.map((name) => `127.0.0.1 ${name}\n`).join(''));
  await mustRun(programs.mount, ['--bind', hosts, '/etc/hosts']);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder, deliveries, caFile));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  const recipients = deliveries.map(({ id }) => `user@${id}.invalid`);
  // Queued first, and delivered by a run of root's: a process that gave up root may not choose its configuration.
  await exim(file, ['-odq', '-f', 'sender@exim.invalid', ...recipients], 'Subject: test\n\ntest\n');
  await exim(file, ['-qf'], '');
  return readFileSync(join(folder, 'mainlog'), 'utf8');
}

async function exim(file: string, args: readonly string[], input: string): Promise<void> {
  const { stderr } = await run(programs.exim, ['-C', file, ...args], { input, timeoutMs: 120_000 });
  if (stderr !== '') throw new Error(`exim complains: ${stderr}`);
}

/** TLS or nothing, and verified or nothing: a name that does not fit defers the delivery. */
function configuration(folder: string, deliveries: readonly Delivery[], caFile: string): string {
  const routes = deliveries.map(({ id, host, port }) => `${id}.invalid ${host}::${port} byname`);
  return `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
log_selector = +tls_certificate_verified
keep_environment =
trusted_users = root
acl_not_smtp = accept_all
remote_max_parallel = 4
recipients_max = 10000
begin acl
accept_all:
  accept
begin routers
by_case:
  driver = manualroute
  transport = verified
  self = send
  route_list = ${routes.join(' ; \\\n    ')}
begin transports
verified:
  driver = smtp
  hosts_require_tls = *
  tls_verify_hosts = *
  tls_verify_cert_hostnames = *
  tls_verify_certificates = ${caFile}
  hosts_try_dane =
  hosts_try_fastopen =
  connection_max_messages = 1
  allow_localhost = true
begin retry
* * F,1h,15m
`;
}
