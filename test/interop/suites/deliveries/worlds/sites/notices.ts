/** What a site tells senders in words of its own, and what they asked for by RFC 3461. */
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const hop = (...offers: string[]): PeerScript => ({
  offers: ['SIZE', 'PIPELINING', ...offers],
  replies: {
    'RCPT TO:<ZED': '550-5.1.1 nobody of this name\r\n550-5.1.1 lives here\r\n550 5.1.1 any longer',
    'RCPT TO:<TMP': '451 4.7.1 come back',
    'RCPT TO:<UTF': '550 5.7.1 gr\xfc\xdfe',
    '.': '250 2.0.0 taken',
  },
});

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = 127.0.0.1
bounce_message_file = ${folder}/bounce
warn_message_file = ${folder}/warn
bounce_message_text = This text is of the site $primary_hostname.\\n
bounce_return_linesize_limit = 100
bounce_return_size_limit = 600
dsn_from = "Mail of $qualify_domain <robot@$qualify_domain>"
errors_reply_to = help@example.org
errors_copy = *@copied.example watch@example.org : bob@example.org watch2@example.org
smtp_return_error_details
delay_warning = 1s:1d
delay_warning_condition = \${if match{$h_precedence:}{(?i)bulk}{no}{yes}}
ignore_bounce_errors_after = 0s
keep_environment =
begin routers
${redirect('refuse', 'allow_fail\n  data = :fail: 551 5.7.9 refused by hand')}
${redirect('lines', 'allow_fail\n  data = ":fail: one\\\\ntwo\\\\nthree"')}
${redirect('wait', 'allow_defer\n  data = :defer: not today')}
${redirect('group', 'data = refuse, zed@plain.example, ann')}
${redirect('hidden', 'data = refuse\n  hide_child_in_errmsg')}
${redirect('listed', 'data = refuse, ann\n  errors_to = listmaster@example.org')}
${redirect('nowhere', 'data = refuse\n  errors_to = missing@example.org')}
${redirect('silence', 'data = refuse\n  errors_to =')}
${redirect('again', 'data = wait\n  one_time')}
${redirect('missing', 'allow_fail\n  data = :fail:')}
${redirect('todsn', 'data = x@aware.example, y@plain.example')}
${remote('plain', `127.0.0.1::${hops[0]}`)}
${remote('aware', `127.0.0.1::${hops[1]}`)}
${remote('lasthop', `127.0.0.1::${hops[1]}`, 'dsn_lasthop')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : watch : watch2 : listmaster : robot : help
  transport = box
outofspace:
  driver = accept
  domains = +local_domains
  local_parts = outofspace
  transport = tight
program:
  driver = accept
  domains = +local_domains
  local_parts = program
  transport = program
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
tight:
  driver = appendfile
  file = ${folder}/box/tight
  message_size_limit = 10
program:
  driver = pipe
  command = /bin/sh -c "cat > /dev/null; echo went wrong; exit 1"
  return_fail_output
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
begin retry
wait@example.org * F,1d,1s
* * F,2h,15m
`;

const dsn = (title: string, mail: string, ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  mail,
});

export const notices: World = {
  name: 'notices',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  isLogOrdered: true,
  furnish: async () => ({ hops: () => [{ script: hop() }, { script: hop('DSN') }] }),
  files: {
    bounce:
      'Subject: Undelivered: $h_subject:${if def:bounce_recipient{ (to $bounce_recipient)}}\nX-Site: own\n****\nThe mail system at $primary_hostname could not deliver\nwhat ${if eq{$sender_address}{$bounce_recipient}{you}{$sender_address}} sent.\n****\nThe following failed:\n****\nMore of it:\n****\n------ Yours follows, with its $message_size octets:\n****\n------ Its header:\n****\n------ The beginning of yours ($bounce_return_size_limit):\n****\n',
    warn: 'Subject: Waiting: $h_subject:\nX-Site: own\n****\nYour message waits for $warn_message_delay\nat $primary_hostname, to $warn_message_recipients.\n****\nPatience.\n****\n',
  },
  scenarios: [
    one('a template', 'refuse@example.org'),
    {
      ...one(
        'a template, several',
        'refuse@example.org',
        'zed@plain.example',
        'program@example.org',
        'outofspace@example.org',
      ),
      differs: { because: 'Exim shows the return path of the delivery before', lines: /message is too big/ },
    },
    one('lines', 'lines@example.org'),
    { ...one('a long message', 'refuse@example.org'), body: 'A line of some length.\n'.repeat(200) },
    { ...one('a message of about the limit', 'refuse@example.org'), body: 'A line of some length.\n'.repeat(14) },
    { ...one('long lines', 'refuse@example.org'), body: `${'w'.repeat(300)}\nshort\n` },
    { ...one('a long line in the header', 'refuse@example.org'), header: `X-Long: ${'h'.repeat(200)}\n` },
    from('bob@example.org', 'a copy of errors', 'refuse@example.org'),
    from('eve@copied.example', 'a copy of errors to elsewhere', 'refuse@example.org', 'hidden@example.org'),
    one('a group', 'group@example.org'),
    one('hidden', 'hidden@example.org'),
    one('two owners', 'listed@example.org', 'refuse@example.org'),
    one('an owner who is missing', 'nowhere@example.org'),
    one('nobody told', 'silence@example.org'),
    from('', 'a bounce that fails', 'refuse@example.org'),
    { ...one('a warning', 'wait@example.org'), runs: ['-qf'] },
    { ...one('a warning that is not for bulk', 'wait@example.org'), header: 'Precedence: bulk\n', runs: ['-qf'] },
    { ...from('', 'no warning of a bounce', 'wait@example.org'), runs: ['-qf'] },
    { ...dsn('NOTIFY=NEVER and a warning', 'RET=HDRS', 'wait@example.org NOTIFY=NEVER'), runs: ['-qf'] },
    {
      ...dsn('NOTIFY=DELAY', 'ENVID=e1', 'wait@example.org NOTIFY=DELAY ORCPT=rfc822;first+2Bone@else.example'),
      runs: ['-qf'],
    },
    { ...dsn('NOTIFY=FAILURE and no warning', 'ENVID=e2', 'wait@example.org NOTIFY=FAILURE'), runs: ['-qf'] },
    dsn('NOTIFY=NEVER of one that fails', '', 'refuse@example.org NOTIFY=NEVER', 'zed@plain.example NOTIFY=NEVER'),
    dsn(
      'NOTIFY=SUCCESS,FAILURE,DELAY',
      'RET=FULL ENVID=x+2By+3Dz',
      'ann@example.org NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;ann+2Bold@example.net',
      'refuse@example.org NOTIFY=SUCCESS,FAILURE',
    ),
    dsn('to one who knows DSN', 'RET=HDRS ENVID=q1', 'x@aware.example NOTIFY=SUCCESS ORCPT=utf-8;x@first.example'),
    dsn('to one who knows DSN, refused', 'RET=FULL ENVID=q2', 'zed@aware.example NOTIFY=FAILURE,DELAY'),
    dsn(
      'to one who does not',
      'RET=FULL ENVID=q3',
      'x@plain.example NOTIFY=SUCCESS',
      'y@plain.example NOTIFY=NEVER',
      'z@plain.example',
    ),
    dsn('dsn_lasthop', 'ENVID=q4', 'x@lasthop.example NOTIFY=SUCCESS,FAILURE', 'y@lasthop.example'),
    dsn('through an alias', 'ENVID=q5 RET=FULL', 'todsn@example.org NOTIFY=SUCCESS ORCPT=rfc822;todsn@example.org'),
    dsn('through a group', 'ENVID=q6 RET=HDRS', 'group@example.org NOTIFY=SUCCESS,FAILURE'),
    dsn('RET=FULL of a long one', 'RET=FULL', 'refuse@example.org NOTIFY=FAILURE'),
    {
      ...dsn('RET=HDRS of a long one', 'RET=HDRS', 'refuse@example.org NOTIFY=FAILURE'),
      body: 'A line of some length.\n'.repeat(200),
    },
  ],
};
