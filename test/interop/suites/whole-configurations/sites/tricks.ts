/** What transports can do beside delivering: shadows, filters, answers, rewritten headers, pipes and their outputs. */
import { command, mail, type Site } from '../types.ts';

export const tricks: Site = {
  name: 'tricks-of-transports',
  // Several deliveries to one mailbox at once wait for its lock; PATH of a pipe twice.
  differing: 12,
  configuration: String.raw`
domainlist local_domains = @ : home.example
acl_smtp_rcpt = accept
log_selector = +all_parents +return_path_on_delivery +sender_on_delivery +received_sender
untrusted_set_sender = *
begin routers
out:
  driver = manualroute
  domains = ! +local_domains
  route_list = filtered.example modern.ZONE byname ; * plain.ZONE byname
  transport = ${'$'}{if eq{$domain}{filtered.example}{filtered_smtp}{${'$'}{if eq{$local_part}{headers}{headers_smtp}{rewriting_smtp}}}}
pipes:
  driver = accept
  local_part_prefix = pipe-
  local_parts = nwildlsearch;FOLDER/kinds
  transport = pipe_$local_part_data
away:
  driver = accept
  local_parts = away : once : often : filed
  transport = answer_$local_part_data
  unseen
shadowed:
  driver = accept
  local_parts = shadow : shadowbad : filter : filterbad : filternone : filterargs
  transport = $local_part_data
rest:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  user = mail
  file = FOLDER/box/${'$'}{if eq{$sender_address}{}{answers}{all}}
  create_file = anywhere
  return_path_add
  return_path = bounce-${'$'}{local_part}@home.example
  headers_rewrite = *@client.example $1@rewritten.example fs : somebody@example.com another@example.org t
  headers_add = X-Added: for $local_part
  headers_remove = x-gone : x-a*
shadow:
  driver = appendfile
  user = mail
  file = FOLDER/box/primary
  create_file = anywhere
  shadow_transport = copy
  shadow_condition = ${'$'}{if def:h_x-copy:}
shadowbad:
  driver = appendfile
  user = mail
  file = FOLDER/box/primary
  create_file = anywhere
  shadow_transport = failing
copy:
  driver = appendfile
  user = mail
  file = FOLDER/box/copy
  create_file = anywhere
  headers_add = X-Shadow: yes
failing:
  driver = pipe
  user = mail
  command = /bin/false
  path = /bin:/usr/bin
filter:
  driver = appendfile
  user = mail
  file = FOLDER/box/filtered
  create_file = anywhere
  transport_filter = /usr/bin/tr a-z A-Z
filterbad:
  driver = appendfile
  user = mail
  file = FOLDER/box/filtered
  create_file = anywhere
  transport_filter = /bin/false
filternone:
  driver = appendfile
  user = mail
  file = FOLDER/box/filtered
  create_file = anywhere
  transport_filter = FOLDER/none at all
filterargs:
  driver = appendfile
  user = mail
  file = FOLDER/box/filtered
  create_file = anywhere
  transport_filter = FOLDER/filter "$local_part" '$domain' $pipe_addresses ${'$'}{uc:abc def}
  transport_filter_timeout = 5s
filtered_smtp:
  driver = smtp
  transport_filter = /usr/bin/sed s/line/LINE/
  headers_rewrite = * ${'$'}{lc:${'$'}0} h
  size_addition = 10
rewriting_smtp:
  driver = smtp
  headers_rewrite = *@client.example postmaster@home.example frtcbh
  return_path = ${'$'}{if match{$sender_address}{client}{client-bounces@home.example}fail}
headers_smtp:
  driver = smtp
  headers_only
pipe_plain:
  driver = pipe
  user = mail
  command = FOLDER/program $local_part
pipe_output:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part" says something
  return_output
pipe_fail:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  return_fail_output
  log_fail_output
pipe_defer:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  temp_errors = 75 : 9
  log_defer_output
pipe_star:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  temp_errors = *
pipe_ignore:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  ignore_status
  log_output
pipe_signal:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  freeze_signal
pipe_timeout:
  driver = pipe
  user = mail
  command = /bin/sleep 20
  timeout = 1s
pipe_timedefer:
  driver = pipe
  user = mail
  command = /bin/sleep 20
  timeout = 1s
  timeout_defer
pipe_shell:
  driver = pipe
  user = mail
  use_shell
  command = "echo $local_part \\$RECIPIENT | tr a-z A-Z >> FOLDER/box/shell; cat | wc -l >> FOLDER/box/shell"
pipe_big:
  driver = pipe
  user = mail
  command = FOLDER/program "$local_part"
  max_output = 100
  return_output
pipe_env:
  driver = pipe
  user = mail
  command = /usr/bin/env
  environment = "A=b:C=$local_part:PATH=/none"
  path = "/bin"
  return_output
  umask = 027
  message_prefix = ">> $sender_address\n"
  message_suffix = "<<\n"
  use_crlf
pipe_bsmtp:
  driver = pipe
  user = mail
  command = /bin/sh -c "cat >> FOLDER/box/bsmtp"
  use_bsmtp
  batch_max = 5
  escape_string = ".."
  check_string = "."
pipe_early:
  driver = pipe
  user = mail
  command = /bin/true
pipe_none:
  driver = pipe
  user = mail
  command = FOLDER/nothing here
answer_away:
  driver = autoreply
  user = mail
  to = $sender_address
  from = $local_part@home.example
  reply_to = nobody@home.example
  subject = Re: $h_subject:
  text = I am away.\nReally.
  return_message
  bcc = watcher@home.example
  cc = second@home.example
  headers = X-One: 1\nX-Two: 2
  log = FOLDER/box/answers
answer_once:
  driver = autoreply
  user = mail
  to = $sender_address
  subject = once
  once = FOLDER/once/once
  once_repeat = 2s
  text = once only
answer_often:
  driver = autoreply
  user = mail
  to = $sender_address
  subject = often
  once = FOLDER/once/often
  once_file_size = 100
  text = often
  never_mail = never@client.example
answer_filed:
  driver = autoreply
  user = mail
  to = ${'$'}{reply_address}
  subject = "Filed: ${'$'}{rfc2047:$h_subject: ü}"
  file = FOLDER/answer.txt
  file_expand
  file_optional
  mode = 0600
begin retry
* * F,1h,1s
`,
  files: {
    kinds: [
      'plain',
      'output',
      'fail',
      'defer',
      'star',
      'ignore',
      'signal',
      'timeout',
      'timedefer',
      'shell',
      'big',
      'env',
      'bsmtp',
      'early',
      'none',
    ]
      .map((kind) => `^${kind}(\\.|$): ${kind}\n`)
      .join(''),
    program: {
      text: `#!/bin/sh
cat > /dev/null
echo "called with $*"
case $1 in
*.big*) i=0; while [ $i -lt 50 ]; do echo "line $i of many"; i=$((i+1)); done;;
*.err*) echo "this is an error" >&2;;
*.none*) exec >/dev/null;;
*.sig*) kill -15 $$;;
esac
code=$(echo "$1" | sed -n 's/.*\\.\\([0-9][0-9]*\\).*/\\1/p')
exit \${code:-0}
`,
      mode: 0o755,
    },
    filter: { text: '#!/bin/sh\nfor a in "$@"; do echo "arg <$a>"; done\ncat\n', mode: 0o755 },
    'once/': { text: '', owner: [8, 8] },
    'answer.txt': 'Dear $sender_address,\nyour letter "$h_subject:" is filed.\n',
  },
  steps: [
    mail('return path and headers', {
      to: ['ann@home.example'],
      more: 'X-Gone: a\nX-Abc: b\nSender: Ann <ann@client.example>\nReply-To: ann@client.example\n',
    }),
    mail('a shadow', { to: ['shadow@home.example'], more: 'X-Copy: yes\n' }),
    mail('without its condition', { to: ['shadow@home.example'] }),
    mail('a shadow that fails', { to: ['shadowbad@home.example'] }),
    mail('a filter', { to: ['filter@home.example'] }),
    mail('a filter that fails', { to: ['filterbad@home.example'] }),
    mail('a filter that is not there', { to: ['filternone@home.example'] }),
    mail('a filter with arguments', { to: ['filterargs@home.example'] }),
    mail('a filter on the way out', { to: ['a@filtered.example', 'B@filtered.example'] }),
    mail('rewritten on the way out', {
      to: ['a@far.example'],
      more: 'Cc: Ann <ann@client.example>, other@far.example\nReply-To: ann@client.example\n',
    }),
    mail('headers alone', { to: ['headers@far.example'] }),
    mail('pipes', { to: ['pipe-plain@home.example', 'pipe-output@home.example', 'pipe-early@home.example'] }),
    ...[
      'plain.1',
      'plain.75',
      'output.2.err',
      'output.none',
      'fail.3',
      'fail.4.none',
      'defer.9',
      'defer.10',
      'star.7',
      'ignore.8',
      'signal.sig',
      'plain.sig',
      'big.big',
      'shell.x',
      'env',
      'none',
      'plain.127',
      'plain.126',
      'ignore.sig',
    ].map((name) => mail(`pipe ${name}`, { to: [`pipe-${name}@home.example`], sender: 'ann@home.example' })),
    mail('pipes that take too long', {
      to: ['pipe-timeout@home.example', 'pipe-timedefer@home.example'],
      sender: 'ann@home.example',
    }),
    mail('BSMTP', { to: ['pipe-bsmtp@home.example', 'pipe-bsmtp.b@home.example'], body: '.a\n..b\n' }),
    mail('an answer', { to: ['away@home.example'], sender: 'ann@home.example' }),
    mail('an answer to nobody', { to: ['away@home.example'], sender: '' }),
    mail('once', { to: ['once@home.example'], sender: 'ann@home.example' }),
    mail('not again', { to: ['once@home.example'], sender: 'ann@home.example' }),
    mail('often', { to: ['often@home.example'], sender: 'ann@home.example' }),
    mail('never', { to: ['often@home.example'], sender: 'never@client.example' }),
    mail('from a file', {
      to: ['filed@home.example'],
      sender: 'ann@home.example',
      header:
        'From: ann@home.example\nTo: filed@home.example\nReply-To: "A" <ann@home.example>\nSubject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=\nMessage-Id: <m@b>\nReferences: <1@x> <2@x>\nDate: Thu, 26 Nov 2026 00:00:00 +0000\n',
    }),
    command('-bp', { anyOrder: true }),
    command('-bt pipe-env@home.example away@home.example filter@home.example nobody@home.example'),
    command('-qff', { afterMs: 1100, anyOrder: true }),
    command('-Mrm ID'),
  ],
};
