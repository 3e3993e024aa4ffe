/**
 * The configuration without a file: loopback, a port that anybody may listen on, and a Maildir in the user's own folder to
 * deliver to.
 * It is a configuration as any other, and `mxray config show` of it would say so.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$XDG_STATE_HOME/mxray`, or `~/.local/state/mxray`. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment.XDG_STATE_HOME;
  return join(base?.startsWith('/') === true ? base : join(homedir(), '.local', 'state'), 'mxray');
}

export const DEFAULT_PORT = 2525;

export const defaultConfiguration = (folder: string): string => `
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
local_interfaces = <; 127.0.0.1 ; ::1
daemon_smtp_ports = ${DEFAULT_PORT}
smtp_accept_max = 200

domainlist local_domains = @ : localhost : localhost.localdomain

acl_smtp_rcpt = recipients

begin acl

recipients:
  accept  domains = +local_domains
  deny    message = only mail for this host is taken

begin routers

here:
  driver = accept
  domains = +local_domains
  transport = maildir

begin transports

maildir:
  driver = appendfile
  directory = ${folder}/Maildir
  maildir_format
  create_directory

begin retry

* * F,1h,5m; G,4d,15m,2
`;
