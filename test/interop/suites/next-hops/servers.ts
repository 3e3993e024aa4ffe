/** Next hops that are other people's servers, each with mailboxes that keep what it took: Exim, Postfix, OpenSMTPD, Dovecot. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { a, mx, type Zone } from '../../framework/name-server.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { startOpensmtpd } from '../../peers/opensmtpd.ts';
import { startPostfixInstance } from '../../peers/postfix-instance.ts';
import { programs } from '../../peers/programs.ts';

const PLACES = {
  exim: '127.0.72.1',
  postfix: '127.0.72.2',
  dovecot: '127.0.72.3',
  opensmtpd: '127.0.72.4',
} as const;
export const LMTP = { address: PLACES.dovecot, port: 2424 } as const;

/** Each domain has the server of its name; `wrong.test` has one whose certificate names another. */
export const ZONE: Zone = {
  'exim.test': [mx(10, 'mx.exim.test')],
  'mx.exim.test': [a(PLACES.exim)],
  'postfix.test': [mx(10, 'mx.postfix.test')],
  'mx.postfix.test': [a(PLACES.postfix)],
  'wrong.test': [mx(10, 'mx.wrong.test')],
  'mx.wrong.test': [a(PLACES.postfix)],
  'opensmtpd.test': [mx(10, 'mx.opensmtpd.test')],
  'mx.opensmtpd.test': [a(PLACES.opensmtpd)],
};

export const USER = 'mxray';
export const PASSWORD = 'pencil, and more';

/** Of messages at Exim, octets. */
export const EXIM_LIMIT = 300_000;

export interface Hops {
  /** Of the servers' certificate. */
  readonly authority: string;
  /** A folder with everything that a server's mailboxes hold. */
  readonly mail: (server: keyof typeof PLACES) => string;
  /** Dovecot's socket in the file system. */
  readonly socket: string;
}

export async function startHops(context: Context): Promise<Hops> {
  const folder = (name: string): string => join(context.folder, name);
  const pem = await makeCertificate(context.folder);
  for (const name of Object.keys(PLACES)) {
    mkdirSync(join(folder(name), 'mail'), { recursive: true });
    chmodSync(join(folder(name), 'mail'), 0o777);
  }
  await Promise.all([
    startExim(context, folder('exim'), pem),
    startPostfix(context, folder('postfix'), pem),
    startDovecot(context, folder('dovecot')),
    startSmtpd(context, folder('opensmtpd')),
  ]);
  return {
    authority: join(context.folder, 'cert.pem'),
    mail: (server) => join(folder(server), 'mail'),
    socket: join(folder('dovecot'), 'lmtp.socket'),
  };
}

/** It is its own authority. */
async function makeCertificate(folder: string): Promise<string> {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const names = 'subjectAltName=DNS:mx.exim.test,DNS:mx.postfix.test';
  await mustRun(programs.openssl, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=mx.exim.test', '-addext', names, '-keyout', key, '-out', cert],
  ]);
  await mustRun('sh', ['-c', `cat ${key} ${cert} > ${both} && chmod 644 ${both} ${cert}`]);
  return both;
}

/** Those with `picky` are refused behind the content, one by one with PRDR; without AUTH nobody at `private` has mail. */
async function startExim(context: Context, folder: string, pem: string): Promise<void> {
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, eximConfiguration(folder, pem));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await startDaemon(context, {
    command: programs.exim,
    args: ['-bdf', '-q1s', '-C', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(PLACES.exim, 25, /^220 /),
  });
}

const eximConfiguration = (folder: string, pem: string): string => `primary_hostname = mx.exim.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
log_selector = +all
pid_file_path = ${folder}/pid
local_interfaces = ${PLACES.exim}
daemon_smtp_ports = 25
host_lookup =
rfc1413_query_timeout = 0s
keep_environment =
exim_path = ${programs.exim}
smtp_accept_queue_per_connection = 0
tls_advertise_hosts = *
tls_certificate = ${pem}
tls_privatekey = ${pem}
prdr_enable = true
dsn_advertise_hosts = *
chunking_advertise_hosts = *
smtputf8_advertise_hosts = *
auth_advertise_hosts = *
message_size_limit = ${EXIM_LIMIT}
acl_smtp_rcpt = rcpt
acl_smtp_data_prdr = prdr
acl_smtp_data = accept
begin acl
rcpt:
  deny local_parts = private
    !authenticated = *
    message = not without AUTH
  deny local_parts = unknown
    message = no such person
  accept
prdr:
  deny local_parts = picky
    message = not for you
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = ${folder}/mail
  maildir_format
  user = Debian-exim
  envelope_to_add
  use_crlf
  message_prefix =
  message_suffix =
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${USER}}}{eq{$auth3}{${PASSWORD}}}}}
`;

async function startPostfix(context: Context, folder: string, pem: string): Promise<void> {
  await startPostfixInstance(context, {
    folder,
    main: postfixConfiguration(folder, pem),
    services: `${PLACES.postfix}:25 inet n - n - - smtpd
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
`,
    ready: () => answersTcp(PLACES.postfix, 25, /^220 /),
  });
}

const postfixConfiguration = (folder: string, pem: string): string => `myhostname = mx.postfix.test
mydestination =
inet_interfaces = all
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = postfix.test, wrong.test
virtual_mailbox_maps = regexp:{{/^unknown@/ DUNNO-not-there}, {/@/ all/}}
virtual_mailbox_base = ${folder}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:8
virtual_gid_maps = static:8
virtual_mailbox_limit = 0
message_size_limit = 40000000
smtpd_tls_security_level = may
smtpd_tls_chain_files = ${pem}
smtpd_peername_lookup = no
smtpd_recipient_restrictions = check_recipient_access inline:{unknown@postfix.test=REJECT}, permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
smtputf8_enable = yes
`;

/** Each message goes into a file of its own, by a program that is nobody's. */
async function startSmtpd(context: Context, folder: string): Promise<void> {
  const program = join(folder, 'keep');
  writeFileSync(program, `#!/bin/sh\nexec cat > ${folder}/mail/$$\n`);
  chmodSync(program, 0o755);
  await startOpensmtpd(context, {
    folder,
    address: PLACES.opensmtpd,
    port: 25,
    actions: `table all { "@" = nobody }\naction keep mda "${program}" virtual <all>\nmatch from any for any action keep\n`,
  });
}

async function startDovecot(context: Context, folder: string): Promise<void> {
  for (const name of ['run', 'state']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(
    join(folder, 'users'),
    `bob:{PLAIN}x::::::\ncarol:{PLAIN}x::::::userdb_quota_rule=*:bytes=100\neve:{PLAIN}x::::::\n`,
  );
  chmodSync(join(folder, 'users'), 0o644);
  const file = join(folder, 'dovecot.conf');
  writeFileSync(file, dovecotConfiguration(folder));
  await startDaemon(context, {
    command: programs.dovecot,
    args: ['-F', '-c', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(LMTP.address, LMTP.port, /^220 /),
  });
}

const dovecotConfiguration = (folder: string): string => `protocols = lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
mail_location = maildir:${folder}/mail/%n
mail_plugins = quota
first_valid_uid = 1
postmaster_address = postmaster@lmtp.test
quota_full_tempfail = no
auth_username_format = %n
plugin {
  quota = count:all
  quota_rule = *:storage=100M
  quota_vsizes = yes
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
  default_fields = uid=dovecot gid=dovecot home=${folder}/mail/%n
}
service lmtp {
  chroot =
  inet_listener lmtp {
    address = ${LMTP.address}
    port = ${LMTP.port}
  }
  unix_listener ${folder}/lmtp.socket {
    mode = 0666
  }
}
`;
