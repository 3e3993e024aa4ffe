/** Exim (GnuTLS) as a server: one daemon, which picks its certificate by the address that was connected to. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { SMTP_PORT, type TlsListener } from './postfix.ts';
import { programs } from './programs.ts';

export async function startExim(context: Context, listeners: readonly TlsListener[]): Promise<void> {
  const folder = join(context.folder, 'exim');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder, listeners));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  // Exim trusts a configuration only when nobody but root could have written it.
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  await startDaemon(context, {
    command: programs.exim,
    args: ['-bdf', '-C', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(listeners[0]!.address, SMTP_PORT, /^220 /),
  });
}

/** It takes no mail: only its TLS is of interest. */
function configuration(folder: string, listeners: readonly TlsListener[]): string {
  const chosen = byAddress(listeners, ({ chainFiles }) => chainFiles.join(' : '));
  const staples = listeners.some(({ ocspFiles = [] }) => ocspFiles.length > 0);
  const stapled = staples
    ? `tls_ocsp_file = ${byAddress(listeners, ({ ocspFiles = [] }) => ocspFiles.join(' : '))}\n`
    : '';
  return `primary_hostname = exim.invalid
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
local_interfaces = <; ${listeners.map(({ address }) => address).join(' ; ')}
daemon_smtp_ports = ${SMTP_PORT}
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
keep_environment =
tls_advertise_hosts = *
tls_certificate = ${chosen}
tls_privatekey = ${chosen}
${stapled}tls_on_connect_ports =
acl_smtp_rcpt = refuse
begin acl
refuse:
  deny
`;
}

/** What is expanded for each connection: a value for each address that may be connected to. */
function byAddress(listeners: readonly TlsListener[], pick: (listener: TlsListener) => string): string {
  const rows = listeners.map((listener) => `{${listener.address}}{${pick(listener)}}`);
  return rows.reduceRight((rest, row) => `\${if eq{$received_ip_address}${row}{${rest}}}`, '');
}
