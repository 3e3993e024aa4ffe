/** A host of mailing lists: pipes as Mailman's and Sympa's, VERP, one_time, errors_to, delivery to many. */
import { command, mail, type Site } from '../types.ts';

export const lists: Site = {
  name: 'mailing-lists',
  // Where a panic line goes as well, and how hops see connections that are kept.
  differing: 6,
  configuration: String.raw`
domainlist local_domains = @ : lists.example
domainlist mm_domains = lists.example
acl_smtp_rcpt = check_rcpt
acl_smtp_mime = check_mime
log_selector = +received_recipients +all_parents +return_path_on_delivery +deliver_time +queue_time +smtp_confirmation
recipients_max = 60
remote_max_parallel = 1
MM_HOME = FOLDER
MM_LISTCHK = FOLDER/lists/${'$'}{lc:${'$'}local_part}/config.pck
begin acl
check_rcpt:
  deny  senders = ${'$'}{if eq{$local_part}{closed}{!members@lists.example}}
        message = closed list, $sender_address is no member
  accept domains = +local_domains
         endpass
         verify = recipient
  accept hosts = NET.1
  deny   message = no relaying
check_mime:
  deny  message = no $mime_filename here
        condition = ${'$'}{if match{$mime_filename}{\N\.exe$\N}}
  warn  add_header = X-Part-$mime_part_count: $mime_content_type
  accept
begin routers
verp_back:
  driver = redirect
  domains = lists.example
  local_parts = ^\N(.*)-bounces\+(.+)=(.+)$\N
  data = |FOLDER/bounce ${'$'}{sg{$local_part}{\N^(.*)-bounces\+(.+)=(.+)$\N}{\$1 \$2@\$3}}
  pipe_transport = list_pipe
  user = list
mailman:
  driver = accept
  domains = +mm_domains
  require_files = MM_LISTCHK
  local_part_suffix_optional
  local_part_suffix = -admin : -bounces : -bounces+* : -confirm : -confirm+* : -join : -leave : -owner : -request : -subscribe : -unsubscribe
  headers_remove = X-Unwanted : ${'$'}{if def:h_x-also:{x-also}}
  transport = mailman
once_list:
  driver = redirect
  domains = lists.example
  local_parts = once
  file = FOLDER/lists/once.members
  one_time
  errors_to = once-owner@lists.example
  forbid_pipe
  forbid_file
  check_ancestor
verp_list:
  driver = redirect
  domains = lists.example
  local_parts = verp
  senders = !*-bounces@lists.example
  file = FOLDER/lists/verp.members
  errors_to = verp-bounces@lists.example
  no_more
included:
  driver = redirect
  domains = lists.example
  local_parts = inc
  data = :include:FOLDER/lists/once.members
  include_directory = FOLDER/lists
  errors_to = nobody-at-all@unknown.lists.example
owners:
  driver = redirect
  domains = lists.example
  local_part_suffix = -owner : -bounces
  data = irc@mx.example.org
  retry_use_local_part
verp_out:
  driver = manualroute
  domains = !+local_domains
  condition = ${'$'}{if match{$return_path}{-bounces@lists.example}}
  route_list = * modern.ZONE
  transport = verp_smtp
  no_more
out:
  driver = manualroute
  domains = !+local_domains
  route_list = *.dead.example NET.9 ; * plain.ZONE
  transport = remote_smtp
  host_find_failed = pass
  no_more
users:
  driver = accept
  check_local_user
  transport = mbox
  transport_current_directory = /
begin transports
mailman:
  driver = pipe
  command = FOLDER/mailman '${'$'}{if def:local_part_suffix {${'$'}{sg{$local_part_suffix}{-(\\w+)(\\+.*)?}{\$1}}}{post}}' $local_part
  current_directory = FOLDER
  home_directory = FOLDER
  user = list
  group = list
  return_fail_output
  temp_errors = 75 : 71
  freeze_exec_fail
  batch_max = 3
list_pipe:
  driver = pipe
  return_fail_output
  log_output
verp_smtp:
  driver = smtp
  max_rcpt = 1
  return_path = ${'$'}{if match{$return_path}{\N^(.+?)-bounces@(.+)$\N}{${'$'}1-bounces+${'$'}local_part=$domain@${'$'}2}fail}
  headers_add = X-Verp: $local_part
remote_smtp:
  driver = smtp
  connect_timeout = 5s
  connection_max_messages = 2
  max_rcpt = 4
mbox:
  driver = appendfile
  file = FOLDER/box/$local_part_data
  create_file = anywhere
  return_path_add
begin retry
*.dead.example * F,10m,1s
* * F,1h,1s
`,
  files: {
    'lists/news/config.pck': '',
    'lists/closed/config.pck': '',
    'lists/once.members':
      '# members\na@out.example\nb@out.example (the second)\n"Quoted Name" <c@out.example>\nd@x.dead.example\nirc@mx.example.org\n',
    'lists/verp.members': 'a@out.example, b@two.example,\n c@out.example\n',
    mailman: {
      text: '#!/bin/sh\n{ echo "mailman $1 $2 user=$(id -un) cwd=$(basename $PWD) home=$HOME"; cat; } >> FOLDER/box/mailman.log\ncase $1 in owner) echo "owner is away" >&2; exit 69;; request) exit 75;; join) echo joined;; esac\n',
      mode: 0o755,
    },
    bounce: {
      text: '#!/bin/sh\necho "bounce $* user=$(id -un)" >> FOLDER/box/bounces.log\ncat > /dev/null\necho noted\n',
      mode: 0o755,
    },
  },
  steps: [
    mail('to a list', { to: ['news@lists.example'], more: 'X-Unwanted: a\nX-Also: b\nX-Kept: c\n' }),
    mail('commands of a list', {
      to: ['news-join@lists.example', 'news-confirm+abc@lists.example', 'NEWS-leave@lists.example'],
    }),
    mail('a script that fails', { to: ['news-owner@lists.example'], sender: 'irc@mx.example.org' }),
    mail('a script that fails for now', { to: ['news-request@lists.example'] }),
    mail('a closed list', { to: ['closed@lists.example'] }),
    mail('a member', { to: ['closed@lists.example'], sender: 'members@lists.example' }),
    mail('a bounce by VERP', { to: ['news-bounces+joe=far.example@lists.example'], sender: '' }),
    mail('one_time with a dead member', { to: ['once@lists.example'] }),
    command('-bp', { title: 'what waits of one_time', anyOrder: true }),
    { kind: 'change', title: 'the members change', files: { 'lists/once.members': 'zz@out.example\n' } },
    command('-qff', { title: 'tried again after the change', afterMs: 1200 }),
    command('-Mrm ID', { title: 'away' }),
    mail('VERP', { to: ['verp@lists.example'] }),
    mail('included, with errors to nobody', { to: ['inc@lists.example'] }),
    mail('60 recipients and one more', {
      to: Array.from({ length: 61 }, (_, index) => `r${index}@out${index % 7}.example`),
    }),
    mail('recipients twice', {
      to: ['a@out.example', 'A@out.example', 'a@OUT.example', 'irc@mx.example.org', 'irc@mx.example.org'],
    }),
    mail('mixed fates', {
      to: ['ok@out.example', 'zed@out.example', 'tmp@out.example', 'multi@out.example', 'full@out.example'],
      sender: 'irc@mx.example.org',
    }),
    command('-bp', { anyOrder: true }),
    command('-Mar ID1 extra@out.example', { title: 'one more recipient' }),
    command('-Mes ID1 news@mx.example.org', { title: 'another sender' }),
    command('-Mmd ID1 tmp@out.example', { title: 'one delivered' }),
    command('-M ID1', { title: 'delivered by hand', afterMs: 1100 }),
    command('-R out.example', { title: 'those for a domain', afterMs: 1100 }),
    command('-S irc', { title: 'those of a sender', afterMs: 1100 }),
    command('-Mg ID1', { title: 'given up' }),
    command('-Mrm ID', { title: 'all away' }),
    mail('dot5 after the dot', { to: ['dot5@out.example', 'other@out.example'], sender: 'irc@mx.example.org' }),
    mail('dot4 after the dot', { to: ['dot4@out.example'], sender: 'irc@mx.example.org' }),
    mail('dropped after the dot', { to: ['drop@out.example'], sender: 'irc@mx.example.org' }),
    mail('mail4 and mail5', { to: ['x@out.example'], sender: 'mail5@mx.example.org' }),
    mail('MIME with a bad name', {
      to: ['irc@mx.example.org'],
      more: 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b1"\n',
      body: '--b1\nContent-Type: text/plain\n\nhello\n--b1\nContent-Type: application/octet-stream; name="a.exe"\nContent-Disposition: attachment; filename="a.exe"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b1--\n',
    }),
    mail('MIME with parts', {
      to: ['irc@mx.example.org'],
      more: 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b2\n',
      body: '--b2\nContent-Type: text/plain; charset=utf-8\n\nh\n--b2\nContent-Type: text/html\n\n<p>\n--b2--\n',
    }),
    command('-bp', { title: 'at the end', anyOrder: true }),
    command('FOLDER/log/mainlog', { title: 'eximstats', program: 'eximstats', hide: true }),
  ],
};
