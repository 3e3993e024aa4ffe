/** What every driver does, and what goes wrong with it: addresses choose the routers. */
import { from, one, redirect, remote, type Scenario, type World } from './types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
trusted_users = root
log_selector = +all -pid -arguments -millisec
dsn_advertise_hosts = *
acl_smtp_rcpt = accept
acl_smtp_data = accept
hold_domains = held.example
queue_domains = queued.example
delay_warning =
keep_environment =
event_action = \${if eq{$event_name}{msg:complete}{}{}}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('notallowed', 'data = :fail: no such person')}
${redirect('team', 'data = ann, bob, fail')}
${redirect('nested', 'data = team, cec')}
${redirect('twice', 'data = ann, ann, bob')}
${redirect('hole', 'data = :blackhole:')}
${redirect('once', 'one_time\n  data = defer, ann')}
${redirect('list', 'data = ann, tmp@hop0.example\n  errors_to = owner@example.org')}
${redirect('noerr', 'data = fail\n  errors_to = <>')}
${redirect('file', `data = ${folder}/box/own\n  file_transport = tofile`)}
${redirect('dir', `data = ${folder}/box/dir/\n  directory_transport = todir`)}
${redirect('nofile', `data = ${folder}/box/own\n  forbid_file\n  file_transport = tofile`)}
${redirect('pipe', 'data = "|/bin/cat"\n  pipe_transport = topipe')}
${redirect('pipeout', 'data = "|/bin/echo said something"\n  pipe_transport = returns')}
${redirect('pipefail', 'data = "|/bin/false x"\n  pipe_transport = topipe')}
${redirect('pipenone', 'data = "|/nosuch/program"\n  pipe_transport = topipe')}
${redirect('nopipe', 'data = "|/bin/cat"\n  forbid_pipe\n  pipe_transport = topipe')}
${redirect('dead', 'data = :unknown\n  allow_fail')}
${redirect('copy', 'data = ann\n  unseen')}
${redirect('include', `data = :include:${folder}/list`)}
loop:
  driver = redirect
  local_parts = loop
  data = loop2
loop2:
  driver = redirect
  local_parts = loop2
  data = loop
hide:
  driver = redirect
  local_parts = hide
  hide_child_in_errmsg
  data = fail
headers:
  driver = accept
  local_parts = headers
  headers_add = X-Router: yes
  headers_remove = x-gone
  transport = headered
quiet:
  driver = accept
  local_parts = quiet
  transport = silent
noauto:
  driver = accept
  local_parts = reply
  transport = answer
  unseen
missing:
  driver = accept
  local_parts = missing
  transport = nofolder
maildir:
  driver = accept
  local_parts = maildir
  transport = indir
quota:
  driver = accept
  local_parts = quota
  transport = small
big:
  driver = accept
  local_parts = toobig
  transport = limited
lmtp:
  driver = manualroute
  domains = lmtp.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = bylmtp
${hops.map((port, index) => remote(`hop${index}`, `127.0.0.1::${port}`)).join('')}
${remote('deadthen', `127.0.0.1::${dead}:127.0.0.1::${hops[0]}`)}
${remote('deadhost', `127.0.0.1::${dead}`)}
${remote('fallback', `127.0.0.1::${dead}`, `fallback_hosts = 127.0.0.1::${hops[0]}`)}
${remote('queued', `127.0.0.1::${hops[0]}`)}
lasthop:
  driver = manualroute
  domains = lasthop.example
  route_list = * 127.0.0.1::${hops[4]} byname
  self = send
  dsn_lasthop
  transport = out
unroutable:
  driver = accept
  domains = nowhere.example
  local_parts = nobody
  transport = box
  cannot_route_message = there is no way to $domain
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : cec : owner : copy : reply : mailer
  transport = box
  cannot_route_message = Unknown user
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  return_path_add
  delivery_date_add
  envelope_to_add
headered:
  driver = appendfile
  file = ${folder}/box/all
  headers_add = X-Transport: $local_part
  headers_remove = x-also
  return_path = other@example.org
silent:
  driver = appendfile
  file = ${folder}/box/all
  disable_logging
answer:
  driver = autoreply
  to = $sender_address
  subject = automatic answer
  text = gone fishing
nofolder:
  driver = appendfile
  file = ${folder}/none/all
  create_directory = false
indir:
  driver = appendfile
  directory = ${folder}/box/maildir
  maildir_format
small:
  driver = appendfile
  file = ${folder}/box/small
  quota = 100
limited:
  driver = appendfile
  file = ${folder}/box/all
  message_size_limit = 100
tofile:
  driver = appendfile
todir:
  driver = appendfile
  maildir_format
topipe:
  driver = pipe
returns:
  driver = pipe
  return_output
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
bylmtp:
  driver = smtp
  protocol = lmtp
  port = ${hops[0]}
  hosts_avoid_tls = *
begin retry
defer@example.org * F,1s,1s
deadhost.example * F,2h,15m
* * F,2h,15m; G,16h,1h,1.5; F,4d,6h
`;

const SCENARIOS: readonly Scenario[] = [
  one('a mailbox', 'bob@example.org'),
  one('three mailboxes', 'ann@example.org', 'bob@example.org', 'cec@example.org'),
  one(':fail:', 'fail@example.org'),
  one(':fail: that is not allowed', 'notallowed@example.org'),
  one(':defer:, and the queue run before its time', 'defer@example.org'),
  { ...one(':defer:, in a queue run', 'defer@example.org'), runs: ['-q'] },
  { ...one(':defer:, in a forced queue run', 'defer@example.org'), runs: ['-qf'] },
  one(':blackhole:', 'hole@example.org'),
  one('a list with one that fails', 'team@example.org'),
  one('a list in a list', 'nested@example.org'),
  one('a list that names one twice', 'twice@example.org'),
  one('a list and one that is on it', 'team@example.org', 'ann@example.org'),
  one('the same twice', 'bob@example.org', 'bob@example.org'),
  { ...one('one_time', 'once@example.org'), runs: ['-qf'] },
  one('errors_to', 'list@example.org'),
  one('errors_to nobody', 'noerr@example.org'),
  one('a file', 'file@example.org'),
  one('a file that is forbidden', 'nofile@example.org'),
  one('a directory', 'dir@example.org'),
  one('a pipe', 'pipe@example.org'),
  one('a pipe whose output comes back', 'pipeout@example.org'),
  one('a pipe that fails', 'pipefail@example.org'),
  one('a pipe to nothing', 'pipenone@example.org'),
  one('a pipe that is forbidden', 'nopipe@example.org'),
  one('a word that is none', 'dead@example.org'),
  one('unseen', 'copy@example.org'),
  one('an included list', 'include@example.org'),
  one('a loop', 'loop@example.org'),
  one('hide_child_in_errmsg', 'hide@example.org'),
  { ...one('headers added and removed', 'headers@example.org'), header: 'X-Gone: a\nX-Also: b\nX-Stays: c\n' },
  one('disable_logging', 'quiet@example.org'),
  one('an automatic answer', 'reply@example.org'),
  one('a folder that is not there', 'missing@example.org'),
  one('a maildir', 'maildir@example.org'),
  one('a mailbox that is full', 'quota@example.org'),
  one('a message that is too big', 'toobig@example.org'),
  one('an unknown local part', 'who@example.org'),
  one('an unknown domain', 'who@unknown.example'),
  one('a domain whose routers decline', 'who@nowhere.example'),
  one('a domain that is held', 'x@held.example', 'bob@example.org'),
  { ...one('a domain that is queued', 'x@queued.example'), runs: ['-q'] },
  one('another host', 'x@hop0.example'),
  one('two at another host', 'x@hop0.example', 'y@hop0.example'),
  one('two domains at one host', 'x@hop0.example', 'y@queued.example'),
  one('550 to RCPT', 'zed@hop0.example'),
  one('550 in two lines', 'multi@hop0.example'),
  one('550 to one of three', 'x@hop0.example', 'zed@hop0.example', 'y@hop0.example'),
  { ...one('450 to RCPT', 'tmp@hop0.example'), runs: ['-q', '-qf'] },
  one('452 to one of two', 'x@hop0.example', 'full@hop0.example'),
  { ...from('mail4@example.org', '451 to MAIL', 'x@hop0.example'), runs: ['-q'] },
  from('mail5@example.org', '550 to MAIL', 'x@hop0.example'),
  one('451 to DATA', 'data4@hop0.example'),
  one('451 behind the dot', 'dot4@hop0.example'),
  one('554 behind the dot', 'dot5@hop0.example', 'x@hop0.example'),
  one('a connection dropped behind the dot', 'drop@hop0.example'),
  one('421 as greeting', 'x@hop1.example'),
  one('554 as greeting', 'x@hop2.example'),
  one('no EHLO', 'x@hop3.example'),
  one('PRDR and CHUNKING', 'x@hop4.example', 'y@hop4.example'),
  one('nobody listens', 'x@deadhost.example'),
  { ...one('nobody listens, in a queue run', 'x@deadhost.example'), runs: ['-q', '-qf'] },
  one('a second host', 'x@deadthen.example'),
  one('a fallback host', 'x@fallback.example'),
  one('LMTP', 'x@lmtp.example'),
  one('here and there', 'bob@example.org', 'x@hop0.example', 'fail@example.org'),
  from('', 'a bounce that arrives', 'bob@example.org'),
  from('', 'a bounce that fails', 'fail@example.org'),
  { ...from('', 'a bounce that fails, in a queue run', 'fail@example.org'), runs: ['-q', '-qff'] },
  from('', 'a bounce to another host that refuses it', 'zed@hop0.example'),
  from('who@example.org', 'a bounce to nobody', 'fail@example.org'),
  one('NOTIFY=NEVER', 'fail@example.org NOTIFY=NEVER'),
  one('NOTIFY=SUCCESS here', 'bob@example.org NOTIFY=SUCCESS'),
  { ...one('NOTIFY=SUCCESS by a list', 'twice@example.org NOTIFY=SUCCESS'), mail: 'ENVID=one RET=HDRS' },
  one('NOTIFY=SUCCESS at a host without DSN', 'x@hop0.example NOTIFY=SUCCESS ORCPT=rfc822;x@first.example'),
  { ...one('NOTIFY=SUCCESS at a host with DSN', 'x@hop4.example NOTIFY=SUCCESS,FAILURE'), mail: 'ENVID=two RET=FULL' },
  one('dsn_lasthop', 'x@lasthop.example NOTIFY=SUCCESS'),
  { ...one('RET=HDRS', 'fail@example.org'), mail: 'RET=HDRS ENVID=a+2Bb' },
  one('NOTIFY=SUCCESS that fails', 'fail@example.org NOTIFY=SUCCESS'),
  one('NOTIFY=FAILURE', 'zed@hop0.example NOTIFY=FAILURE ORCPT=rfc822;first@example.net'),
  one(
    'everything at once',
    'team@example.org',
    'hole@example.org',
    'defer@example.org',
    'zed@hop0.example',
    'x@hop4.example',
  ),
];

export const usual: World = {
  name: 'usual',
  configuration,
  files: { list: 'bob@example.org\n# nobody\ncec\n' },
  scenarios: SCENARIOS,
};
