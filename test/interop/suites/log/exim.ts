/** Conversations with a real Exim, and the log it wrote of them; without thousandths, with which exigrep -t does nothing. */
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

/** Debian's user for mail, to whom Exim gives up being root. */
const MAIL_ID = 8;

export async function eximLog(folder: string): Promise<string> {
  for (const name of ['', 'spool', 'log', 'boxes']) {
    mkdirSync(join(folder, name), { recursive: true });
    chownSync(join(folder, name), MAIL_ID, MAIL_ID);
  }
  chmodSync(folder, 0o755);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder), { mode: 0o644 });
  for (const [index, lines] of CONVERSATIONS.entries()) {
    const from = ['-oMa', `192.0.2.${index + 1}.4711`];
    await run(programs.exim, ['-C', file, '-bs', ...from], {
      input: `${['EHLO client.example', ...lines, 'QUIT', ''].join('\r\n')}`,
    });
  }
  await run(programs.exim, ['-C', file, '-q']);
  return readFileSync(join(folder, 'log/mainlog'), 'latin1');
}

const mail = (recipients: readonly string[], sender = 'sue@example.com'): readonly string[] => [
  `MAIL FROM:<${sender}>`,
  ...recipients.map((recipient) => `RCPT TO:<${recipient}>`),
  'DATA',
  'Subject: a "quoted" one',
  'Message-ID: <x1@example.com>',
  '',
  'body',
  '.',
];

const CONVERSATIONS: readonly (readonly string[])[] = [
  mail(['ann@example.org']),
  mail(['ann@example.org', 'bob@example.org'], ''),
  mail(['alias@example.org', 'hole@example.org']),
  mail(['file@example.org']),
  mail(['nobody@example.org']),
  mail(['putoff@example.org']),
  mail(['far@example.net']),
  mail(['deny@example.org', 'defer@example.org', 'ann@example.org']),
  mail(['discard@example.org']),
  mail(['ann@example.org'], 'late@example.com'),
  ['MAIL FROM:<a@b> SIZE=90000'],
  ['HELO a_b', 'NOOP', 'FOO', 'FOO', 'FOO', 'FOO', 'FOO'],
  ['MAIL FROM:<sue>', 'VRFY ann'],
];

const configuration = (folder: string): string => `
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
primary_hostname = mail.example.org
qualify_domain = example.org
keep_environment =
exim_user = mail
exim_group = mail
never_users =
log_selector = +all -millisec
host_lookup =
tls_advertise_hosts =
message_size_limit = 20000
queue_only
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny local_parts = deny
       message = denied here
  defer local_parts = defer
       message = later
  discard local_parts = discard
       log_message = thrown away
  accept
data:
  deny senders = late@example.com
       message = content refused
  accept
begin routers
hole:
  driver = redirect
  local_parts = hole
  data = :blackhole:
alias:
  driver = redirect
  local_parts = alias
  data = ann@example.org
file:
  driver = redirect
  local_parts = file
  data = ${folder}/boxes/file
  file_transport = boxes
putoff:
  driver = redirect
  local_parts = putoff
  allow_defer
  data = :defer: not now
far:
  driver = manualroute
  domains = example.net
  route_list = * 127.0.0.2
  transport = smtp
local:
  driver = accept
  domains = example.org
  local_parts = ann : bob
  transport = mailbox
  log_as_local
begin transports
boxes:
  driver = appendfile
  user = mail
mailbox:
  driver = appendfile
  file = ${folder}/boxes/$local_part_data
  user = mail
smtp:
  driver = smtp
  port = 17099
  allow_localhost
begin retry
* * F,2h,15m
`;
