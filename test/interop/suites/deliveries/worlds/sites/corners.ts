/** Corners of the specification: replies sent once, statuses of programs, sizes in names, affixes in batches, SRS, events, retry rules by their errors. */
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
delay_warning = 1s:10h
delay_warning_condition = \${if and{{eq{$h_x-warn:}{yes}}{!match{$h_list-id:}{\\N.\\N}}}}
event_action = \${if match{$event_name}{^msg:fail}{\${acl{told}{$event_name}{$local_part@$domain}}}}
errors_copy = *@copied.example desk@example.org : *@two.example bob@example.org, cec@example.org
errors_reply_to = help@example.org
bounce_message_text = Ask the desk.\\nOr do not.
bounce_return_size_limit = 300
remote_max_parallel = 1
keep_environment =
begin acl
told:
  accept logwrite = EVENT $acl_arg1 <$acl_arg2>
begin routers
${redirect('defer', 'allow_defer\n  data = :defer: later')}
${redirect('fail', 'allow_fail\n  data = :fail: 550 5.2.1 closed for good')}
${redirect('broken', 'skip_syntax_errors\n  syntax_errors_to = owner@example.org\n  syntax_errors_text = Mend the list of $local_part,\\nplease.\n  data = ann, <bad, bob@, cec')}
${redirect('keepdomain', 'qualify_preserve_domain\n  data = cec, \\bob')}
${redirect('nested', 'data = nested2, ann\n  errors_to = owner@example.org')}
${redirect('nested2', 'data = fail, zed@far.example\n  headers_add = X-Nested: $local_part from $parent_local_part')}
${redirect('twice', 'unseen\n  data = bob\n  headers_add = X-Twice: first')}
${redirect('twice', 'data = bob, cec').replace('r_twice', 'r_twice_b')}
${redirect('hidden', 'hide_child_in_errmsg\n  data = fail')}
${redirect('once', 'one_time\n  data = ann, defer, bob')}
${remote('far', `127.0.0.1::${hops[0]}`)}
${remote('copied', `127.0.0.1::${hops[0]}`)}
${remote('two', `127.0.0.1::${hops[0]}`)}
${remote('slow', `127.0.0.1::${hops[4]}`)}
${remote('gone', `127.0.0.1::${dead}`)}
${remote('fallback', `127.0.0.1::${dead}`, `fallback_hosts = 127.0.0.1::${hops[0]}`)}
${remote('fallbacks', `127.0.0.1::${dead}`, `fallback_hosts = 127.0.0.1::${hops[4]} : 127.0.0.1::${hops[0]}`)}
srs_in:
  driver = redirect
  domains = +local_domains
  caseful_local_part
  condition = \${if inbound_srs {$local_part} {secret}}
  data = $srs_recipient
srs_out:
  driver = manualroute
  domains = srs.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = srs
told:
  driver = manualroute
  domains = told.example
  route_list = * 127.0.0.1::${dead}:127.0.0.1::${hops[0]} byname
  self = send
  transport = told
parted:
  driver = manualroute
  domains = *.parted.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = parted
marked:
  driver = accept
  domains = +local_domains
  local_parts = marked
  local_part_prefix = *-
  local_part_prefix_optional
  local_part_suffix = +* : -*
  local_part_suffix_optional
  transport = marked
code:
  driver = accept
  domains = +local_domains
  local_parts = code : told
  local_part_suffix = -*
  transport = \${if eq{$local_part}{told}{tells}{code}}
answered:
  driver = accept
  domains = +local_domains
  local_parts = answered
  unseen
  no_verify
  transport = answers
sized:
  driver = accept
  domains = +local_domains
  local_parts = sized
  transport = sized
dated:
  driver = accept
  domains = +local_domains
  local_parts = dated
  transport = dated
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : cec : owner : desk : answered
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
marked:
  driver = appendfile
  file = ${folder}/box/marked
  batch_max = 5
  rcpt_include_affixes
  use_bsmtp
code:
  driver = pipe
  command = /bin/sh -c "cat > /dev/null; exit \${substr_1:$local_part_suffix}"
  temp_errors = 71 : 72 : 73 : 75 : 200
tells:
  driver = pipe
  command = /bin/sh -c "cat > /dev/null; echo first; echo second >&2; exit \${substr_1:$local_part_suffix}"
  log_output
  return_fail_output
answers:
  driver = autoreply
  to = $sender_address
  from = $local_part@$domain
  reply_to = desk@example.org
  subject = Re: $h_subject:
  text = I am away.\\nSince $h_date:
  once = ${folder}/answered
  once_repeat = 2s
  log = ${folder}/box/answers
  headers = X-Of: $local_part
sized:
  driver = appendfile
  directory = ${folder}/sized
  maildir_format
  maildir_tag = ,S=$message_size
  quota = 1K
  quota_size_regex = ,S=(\\d+)$
  quota_warn_threshold = 40%
  quota_warn_message = "To: desk@example.org\\nSubject: $local_part is nearly full\\n\\nClean up.\\n"
dated:
  driver = appendfile
  directory = ${folder}/box/dated
  directory_file = \${length_4:$tod_log}-$local_part-$message_size
  delivery_date_add
  envelope_to_add
  return_path_add
  headers_remove = x-one : x-two*
  headers_rewrite = *@example.org "$1@\${if eq{$1}{ann}{first}{other}}.example" ft
srs:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  connection_max_messages = 1
  return_path = \${if !eq{$sender_address_domain}{example.org}{\${srs_encode {secret} {$return_path} {example.org}}}fail}
told:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  connection_max_messages = 1
  event_action = \${acl{told}{$event_name}{\${sg{$event_data}{\\N\\d{5}\\N}{PORT}}}}
parted:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  connection_max_messages = 1
  multi_domain = false
  max_rcpt = 2
  helo_data = of-$domain.example.org
  size_addition = -1
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  connection_max_messages = 1
  hosts_randomize = false
begin retry
tmp@far.example rcpt_450 F,1h,1s
*@far.example rcpt_4xx F,1s,1s
data4@far.example data_4xx F,1h,1s
gone.example refused F,1s,1s
slow.example timeout_connect F,1s,1s; F,1h,1s
sized@example.org quota F,1s,1s
*@example.org * F,1h,1s
* * F,2h,15m
`;

const then = (scenario: Scenario, ...runs: string[]): Scenario => ({ ...scenario, runs });
const headed = (scenario: Scenario, header: string): Scenario => ({ ...scenario, header });
const mailed = (mail: string, scenario: Scenario): Scenario => ({ ...scenario, mail });

export const corners: World = {
  name: 'corners',
  configuration,
  isInFullAlone: true,
  scenarios: [
    from('bob@example.org', 'a reply', 'answered@example.org'),
    from('bob@example.org', 'no second reply so soon', 'answered@example.org'),
    { ...then(from('cec@example.org', 'a reply, and one later', 'answered@example.org'), '-q'), behind: [] },
    from('cec@example.org', 'again, when it is time', 'answered@example.org'),
    from('', 'a reply to nobody', 'answered@example.org'),
    one('statuses', ...[0, 1, 2, 64, 69, 70, 71, 73].map((code) => `code-${code}@example.org`)),
    one('more statuses', ...[75, 77, 78, 99, 126, 127, 128, 200, 255].map((code) => `code-${code}@example.org`)),
    one('output', 'told-0@example.org', 'told-1@example.org', 'told-75@example.org', 'told-67@example.org'),
    one('a mailbox with sizes in names', 'sized@example.org'),
    one('nearly full', 'sized@example.org'),
    then(one('full', 'sized@example.org'), '-q'),
    one('affixes', 'marked@example.org', 'a-marked@example.org', 'marked+b@example.org', 'a-b-marked+c-d@example.org'),
    one('affixes, the others', 'marked-x@example.org', 'A-Marked+B@example.org', '"a -marked"@example.org'),
    headed(
      one('fields', 'dated@example.org'),
      'X-One: 1\nX-Two: 2\nX-Two-More: 3\nCc: ann@example.org, cec@example.org\n',
    ),
    from('Ann.Other@Example.NET', 'SRS', 'x@srs.example'),
    from('ann@example.org', 'no SRS', 'x@srs.example'),
    from('', 'no SRS of a bounce', 'x@srs.example'),
    from('', 'SRS that is none', 'SRS0=aaaa=bb=else.example=ann@example.org', 'srs0=x@example.org'),
    one('events of a host', 'x@told.example', 'zed@told.example', 'tmp@told.example'),
    one('events of who asked', 'zed@told.example NOTIFY=FAILURE', 'fail@example.org NOTIFY=SUCCESS,FAILURE'),
    one('events of who asked, on this host', 'code-1@example.org NOTIFY=FAILURE', 'hidden@example.org NOTIFY=FAILURE'),
    one('events of who asked not', 'fail@example.org NOTIFY=NEVER'),
    one('events of who asked not, on this host', 'code-1@example.org NOTIFY=NEVER'),
    one(
      'domains apart',
      'a@one.parted.example',
      'b@two.parted.example',
      'c@one.parted.example',
      'd@one.parted.example',
    ),
    then(one('a retry rule for 450', 'tmp@far.example'), '-q'),
    then(one('a retry rule for DATA', 'data4@far.example', 'x@far.example'), '-q'),
    then(one('a retry rule for who refuses', 'x@gone.example'), '-q', '-q'),
    then(one('a rule for what did not happen', 'x@slow.example'), '-q'),
    one('a fallback', 'x@fallback.example', 'zed@fallback.example'),
    then(one('fallbacks', 'x@fallbacks.example', 'tmp@fallbacks.example'), '-qf'),
    one('mistakes told', 'broken@example.org'),
    one('domains kept', 'keepdomain@example.org'),
    one('nested, with an owner', 'nested@example.org'),
    one('twice', 'twice@example.org', 'bob@example.org'),
    one('hidden', 'hidden@example.org'),
    then(one('once for all', 'once@example.org'), '-qf', '-Mvh ID'),
    then(headed(one('a warning', 'defer@example.org'), 'X-Warn: yes\n'), '-qf'),
    then(one('no warning where none is asked for', 'defer@example.org'), '-qf'),
    then(headed(one('no warning of a list', 'defer@example.org'), 'X-Warn: yes\nList-Id: <a.list>\n'), '-qf'),
    then(
      mailed(
        'RET=HDRS ENVID=a+2Bb',
        headed(
          one('a warning to who asked', 'defer@example.org NOTIFY=DELAY,FAILURE ORCPT=rfc822;a+3Db@example.net'),
          'X-Warn: yes\n',
        ),
      ),
      '-qf',
      '-Mg ID',
    ),
    from('x@copied.example', 'a copy of the bounce', 'fail@example.org'),
    from('x@two.example', 'two copies', 'fail@example.org', 'zed@far.example'),
    { ...from('x@copied.example', 'a long one', 'fail@example.org'), body: 'A line of the body.\n'.repeat(60) },
    mailed('RET=FULL', {
      ...one('a long one that is wanted', 'fail@example.org NOTIFY=FAILURE'),
      body: 'A line of the body.\n'.repeat(60),
    }),
  ],
};
