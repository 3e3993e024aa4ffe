/** Servers that take mail: Exim, Postfix with Dovecot behind its AUTH, Dovecot's LMTP. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { startOpensmtpd } from '../../peers/opensmtpd.ts';
import { startPostfixInstance } from '../../peers/postfix-instance.ts';
import { programs } from '../../peers/programs.ts';
import { MESSAGES } from './messages.ts';

export const PLACES = {
  exim: '127.0.25.1:25',
  postfix: '127.0.25.2:25',
  dovecot: '127.0.25.3:24',
  opensmtpd: '127.0.25.4:25',
} as const;
export type ServerName = keyof typeof PLACES;

export const USER = 'alice';
export const PASSWORD = 'pencil, and more';

const split = (place: string): readonly [string, number] => {
  const [address = '', port] = place.split(':');
  return [address, Number(port)];
};

/** A key and a certificate for all of them, in one file. */
async function makeCertificate(folder: string): Promise<string> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=server.invalid', '-days', '2'];
  await mustRun(programs.openssl, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...[...subject, '-keyout', key, '-out', cert],
  ]);
  const both = join(folder, 'both.pem');
  await mustRun('sh', ['-c', `cat ${key} ${cert} > ${both} && chmod 644 ${both} ${cert} && chmod 600 ${key}`]);
  return both;
}

export async function startServers(context: Context): Promise<void> {
  const pem = await makeCertificate(context.folder);
  await startDovecot(context);
  await Promise.all([startExim(context, pem), startPostfix(context, pem), startSmtpd(context, pem)]);
}

/** What Exim delivered to this local part, octet by octet as it came. */
export const eximFile = (context: Context, localPart: string): string => join(context.folder, 'exim/mail', localPart);

async function startExim(context: Context, pem: string): Promise<void> {
  const folder = join(context.folder, 'exim');
  mkdirSync(join(folder, 'spool'), { recursive: true });
  mkdirSync(join(folder, 'mail'));
  const file = join(folder, 'exim.conf');
  writeFileSync(file, eximConfiguration(folder, pem));
  const users = Object.keys(MESSAGES).flatMap((name) => [`${name}0`, `${name}2`]);
  writeFileSync(join(folder, 'users'), users.map((user) => `${user}: ${user}\n`).join('')); // not tainted, once looked up
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  const [address, port] = split(PLACES.exim);
  await startDaemon(context, {
    command: programs.exim,
    args: ['-bdf', '-C', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(address, port, /^220 /),
  });
}

/** Mail to `no…` is refused, to `later…` deferred; with PRDR `picky…` is refused behind the content. */
function eximConfiguration(folder: string, pem: string): string {
  const [address, port] = split(PLACES.exim);
  return `primary_hostname = exim.invalid
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
local_interfaces = ${address}
daemon_smtp_ports = ${port}
host_lookup =
rfc1413_query_timeout = 0s
keep_environment =
exim_path = ${programs.exim}
received_header_text =
tls_advertise_hosts = *
tls_certificate = ${pem}
tls_privatekey = ${pem}
prdr_enable = true
dsn_advertise_hosts = *
chunking_advertise_hosts = *
pipelining_advertise_hosts = *
smtputf8_advertise_hosts = *
accept_8bitmime = true
message_size_limit = 20M
acl_smtp_rcpt = rcpt
acl_smtp_data_prdr = prdr
begin acl
rcpt:
  deny local_parts = ^no
  defer local_parts = ^later
  accept
prdr:
  deny local_parts = ^picky
    message = not for you
  accept
begin routers
known:
  driver = accept
  local_parts = lsearch;${folder}/users
  transport = file
others:
  driver = redirect
  data = :blackhole:
begin transports
file:
  driver = appendfile
  file = ${folder}/mail/$local_part_data
  user = Debian-exim
  use_crlf
  message_prefix =
  message_suffix =
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${USER}}}{eq{$auth3}{${PASSWORD}}}}}
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = \${if and{{eq{$auth1}{${USER}}}{eq{$auth2}{${PASSWORD}}}}}
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$auth1}{${USER}}{${PASSWORD}}fail}
`;
}

async function startPostfix(context: Context, pem: string): Promise<void> {
  const folder = join(context.folder, 'postfix');
  const [address, port] = split(PLACES.postfix);
  await startPostfixInstance(context, {
    folder,
    main: postfixConfiguration(folder, pem),
    services: `${address}:${port} inet n - n - - smtpd\ndiscard unix - - n - - discard\n`,
    ready: () => answersTcp(address, port, /^220 /),
  });
}

function postfixConfiguration(folder: string, pem: string): string {
  return `myhostname = postfix.invalid
mydestination =
local_recipient_maps =
inet_interfaces = all
smtpd_tls_security_level = may
smtpd_tls_chain_files = ${pem}
smtpd_peername_lookup = no
smtpd_recipient_restrictions = check_recipient_access inline:{no@example.org=REJECT}, permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
mynetworks = 127.0.0.0/8, 192.0.2.0/24
smtpd_authorized_xclient_hosts = 127.0.0.0/8
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${join(folder, '../dovecot/auth')}
smtpd_sasl_security_options = noanonymous
smtputf8_enable = yes
default_transport = discard
relay_transport = discard
`;
}

export const dovecotFolder = (context: Context): string => join(context.folder, 'dovecot');

async function startDovecot(context: Context): Promise<void> {
  const folder = dovecotFolder(context);
  for (const name of ['run', 'state', 'mail']) mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'mail'), 0o777);
  writeFileSync(
    join(folder, 'users'),
    `${USER}:{PLAIN}${PASSWORD}\nbob@example.org:{PLAIN}x\ncarol@example.org:{PLAIN}x\n`,
  );
  chmodSync(join(folder, 'users'), 0o644);
  const file = join(folder, 'dovecot.conf');
  writeFileSync(file, dovecotConfiguration(folder));
  const [address, port] = split(PLACES.dovecot);
  await startDaemon(context, {
    command: programs.dovecot,
    args: ['-F', '-c', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(address, port, /^220 /),
  });
}

function dovecotConfiguration(folder: string): string {
  const [address, port] = split(PLACES.dovecot);
  return `protocols = lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
postmaster_address = postmaster@example.org
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=dovecot gid=dovecot home=${folder}/mail/%u
}
service auth {
  unix_listener ${folder}/auth {
    mode = 0666
  }
}
service lmtp {
  chroot =
  inet_listener lmtp {
    address = ${address}
    port = ${port}
  }
  unix_listener ${folder}/lmtp.socket {
    mode = 0666
  }
}
`;
}

export const opensmtpdFolder = (context: Context): string => join(context.folder, 'opensmtpd');

async function startSmtpd(context: Context, pem: string): Promise<void> {
  const folder = opensmtpdFolder(context);
  const [address, port] = split(PLACES.opensmtpd);
  await startOpensmtpd(context, {
    folder,
    address,
    port,
    pki: `pki server cert "${pem.replace('both', 'cert')}"\npki server key "${pem.replace('both', 'key')}"\n`,
    listens: 'tls pki server hostname opensmtpd.invalid',
    actions: `action keep mda "cat > ${folder}/mail/%{sender.user}" user nobody\nmatch from any for any action keep\n`,
  });
}
