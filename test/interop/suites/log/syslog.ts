/** Lines for syslog: what comes to `/dev/log` from a real Exim and from us, of the same traffic, datagram by datagram. */
import { deepEqual, notEqual } from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

const MAIL_ID = 8;
const OURS = join(import.meta.dirname, '../../../../bin/run.js');

/** Options of the configuration; each is one pair of runs. */
const CASES: readonly (readonly [title: string, options: readonly string[], inFull?: true])[] = [
  ['as usual', ['log_file_path = syslog']],
  ['beside files', ['log_file_path = syslog : FOLDER/log/%slog'], true],
  ['without duplication', ['log_file_path = syslog', 'syslog_duplication = false']],
  ['without a reject log', ['log_file_path = syslog', 'write_rejectlog = false'], true],
  ['the number of the process in the text', ['log_file_path = syslog', 'log_selector = +pid'], true],
  ['no number', ['log_file_path = syslog', 'log_selector = +pid', 'syslog_pid = false']],
  ['no time', ['log_file_path = syslog', 'syslog_timestamp = false']],
  ['neither', ['log_file_path = syslog', 'syslog_timestamp = no', 'syslog_pid = no'], true],
  [
    'facility and name',
    ['log_file_path = syslog', 'syslog_facility = local3', 'syslog_processname = the_gate', 'log_selector = +millisec'],
  ],
  ['no headers of what is refused', ['log_file_path = syslog', 'log_selector = -rejected_header'], true],
];

export async function syslogs(context: Context): Promise<void> {
  for (const [index, [title, options, inFull]] of CASES.entries()) {
    if (inFull === true && !context.full) continue;
    await context.test(`syslog, ${title}`, async () => {
      const folder = (who: string) => join(context.folder, `syslog-${index}-${who}`);
      const exim = await datagrams(folder('exim'), options, [programs.exim]);
      const ours = await datagrams(folder('ours'), options, [process.execPath, OURS, 'exim']);
      notEqual(exim.length, 0, 'Exim sent nothing');
      deepEqual(ours, exim);
    });
  }
}

async function datagrams(folder: string, options: readonly string[], program: readonly string[]): Promise<string[]> {
  for (const name of ['', 'spool', 'log']) {
    mkdirSync(join(folder, name), { recursive: true });
    chownSync(join(folder, name), MAIL_ID, MAIL_ID);
  }
  chmodSync(folder, 0o755);
  const file = join(folder, 'configure');
  writeFileSync(file, configuration(folder, options), { mode: 0o644 });
  writeFileSync(join(folder, 'talk'), TALK);
  writeFileSync(join(folder, 'message'), MESSAGE);
  const words = ['--mount', 'sh', '-c', WITH_OWN_LOG, folder, programs.perl, LISTENER, ...program, '-C', file];
  const { status, stderr } = await run(programs.unshare, words, { timeoutMs: 60_000 });
  if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
  return readFileSync(join(folder, 'heard'), 'latin1').split('\0').filter(Boolean).map(general);
}

/** A `/dev` of our own with a socket in it, who listens there, and the traffic. */
const WITH_OWN_LOG = `
set -e
cd "$0"; perl=$1; listener=$2; shift 2
mkdir dev; mount --rbind /dev dev; mount -t tmpfs none /dev
for name in null zero full random urandom tty; do : > /dev/$name; mount --bind dev/$name /dev/$name; done
mkdir /dev/shm; mount --bind dev/shm /dev/shm; ln -s /proc/self/fd /dev/fd
"$perl" -e "$listener" heard & listens=$!
while [ ! -S /dev/log ]; do sleep 0.05; done
"$@" -odq -f sue@example.com ann@q.example bob@q.example < message > out1 2>&1 || true
"$@" -bs < talk > out2 2>&1 || true
sleep 0.3
kill $listens; wait $listens 2> gone || true
`;

const LISTENER = `
use IO::Socket::UNIX; use Socket;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => "/dev/log") or die $!;
chmod 0777, "/dev/log";
open(my $out, ">", $ARGV[0]) or die $!; binmode $out; $out->autoflush(1);
while (defined $socket->recv(my $text, 65536)) { $text =~ s/\\0//g; print $out $text, "\\0"; }
`;

const MESSAGE = 'From: sue@example.com\nTo: ann@q.example\nSubject: told\n\nbody\n';

const TALK = `ehlo client.example
mail from:<sue@example.com>
rcpt to:<no@q.example>
rcpt to:<long@q.example>
rcpt to:<lines@q.example>
rcpt to:<three@q.example>
rcpt to:<ann@q.example>
data
From: sue@example.com
Subject: refused
X-Long: ${'words and words '.repeat(80)}

body
.
quit
`.replaceAll('\n', '\r\n');

const configuration = (folder: string, options: readonly string[]): string => `
spool_directory = ${folder}/spool
primary_hostname = our.example
exim_user = mail
keep_environment =
received_header_text = Received: by us
acl_smtp_rcpt = at_rcpt
acl_smtp_data = at_data
acl_not_smtp = at_once
${options.join('\n').replaceAll('FOLDER', folder)}
begin acl
at_once:
  accept logwrite = :main,reject,panic: to all three
at_rcpt:
  deny local_parts = no
  deny local_parts = long
       logwrite = \${sg{${'0123456789'.repeat(40)}}{\\N(.)\\N}{\\$1ab}}
       message = it is long
  deny local_parts = lines
       logwrite = one\\ntwo\\nthree
  deny local_parts = three
       logwrite = :panic: for panic alone
  accept
at_data:
  deny message = not this one
begin routers
all:
  driver = accept
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
`;

const general = (datagram: string): string =>
  datagram
    .replace(/^(<\d+>)\w{3} [ \d]\d [\d:]{8} /, '$1STAMP ')
    .replace(/\d{4}-\d\d-\d\d [\d:]{8}(\.\d{3})?/, (_, fraction) => `DATE${fraction === undefined ? '' : '.MS'}`)
    .replace(/\[\d+\](?= |:)/g, '[PID]')
    .replace(/E?[A-Za-z0-9]{6}-[A-Za-z0-9]{6}-[A-Za-z0-9]{2}/g, 'ID')
    .replace(/\w{3}, \d+ \w{3} \d{4} [\d:]{8} [-+]\d{4}/, 'INSTANT');
