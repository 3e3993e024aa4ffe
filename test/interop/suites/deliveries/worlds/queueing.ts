/** When mail goes, and in which order: options of the queue, and flags that run it. */
import { from, one, redirect, remote, type World } from './types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = data
delay_warning =
keep_environment =
queue_smtp_domains = later.example
hold_domains = held.example
queue_domains = queued.example
remote_max_parallel = 1
remote_sort_domains = third.example : second.example
received_headers_max = 3
queue_run_in_order
ignore_bounce_errors_after = 3s
timeout_frozen_after = 5s
auto_thaw = 1s
freeze_tell = bob@example.org
bounce_sender_authentication = bounces@example.org
begin acl
data:
  accept condition = \${if eq{$h_x-do:}{first-pass}}
         control = queue/first_pass_route
  accept condition = \${if eq{$h_x-do:}{queue}}
         control = queue
  accept condition = \${if eq{$h_x-do:}{freeze}}
         control = freeze
  accept condition = \${if eq{$h_x-do:}{freeze-quietly}}
         control = freeze/no_tell
  accept
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('frozen', 'data = <this is\n')}
${redirect('mixed', 'data = ann, defer, x@dead.example')}
${remote('dead', `127.0.0.1::${dead}`)}
${remote('later', `127.0.0.1::${hops[0]}`)}
${remote('held', `127.0.0.1::${hops[0]}`)}
${remote('queued', `127.0.0.1::${hops[0]}`)}
${['first', 'second', 'third'].map((name) => remote(name, `127.0.0.1::${hops[0]}`)).join('')}
${remote('hop0', `127.0.0.1::${hops[0]}`)}
authed:
  driver = manualroute
  domains = authed.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = authed
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : bounces
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
authed:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
  authenticated_sender_force
begin retry
* * F,2h,15m
`;

const doing = (what: string, ...recipients: string[]) => ({
  ...one(`control ${what}`, ...recipients),
  header: `X-Do: ${what}\n`,
});

export const queueing: World = {
  name: 'queueing',
  configuration,
  scenarios: [
    { ...one('queue_smtp_domains', 'x@later.example', 'bob@example.org'), runs: ['-q'] },
    { ...one('queue_smtp_domains, forced', 'x@later.example'), runs: ['-qf'] },
    { ...one('queue_smtp_domains, -M', 'x@later.example'), runs: ['-M ID'] },
    { ...one('hold_domains, and a queue run', 'x@held.example'), runs: ['-q', '-qf'] },
    { ...one('hold_domains, and -M', 'x@held.example'), runs: ['-M ID'] },
    { ...one('queue_domains, and -M', 'x@queued.example'), runs: ['-M ID'] },
    { ...one('-ql', 'x@later.example', 'x@queued.example'), runs: ['-ql', '-q'] },
    { ...one('-qq', 'x@later.example', 'x@queued.example'), runs: ['-qq'] },
    { ...one('-qi', 'defer@example.org'), runs: ['-qi'] },
    { ...one('-R', 'x@later.example', 'defer@example.org'), runs: ['-R nowhere', '-R later'] },
    { ...one('-Rf', 'defer@example.org'), runs: ['-Rf defer'] },
    { ...from('bob@example.org', '-S', 'x@later.example'), runs: ['-S ann', '-S bob'] },
    one('remote_sort_domains', 'x@first.example', 'x@second.example', 'x@third.example'),
    { ...one('as many Received lines as may be', 'bob@example.org'), header: 'Received: a\nReceived: b\n' },
    { ...one('too many Received lines', 'bob@example.org'), header: 'Received: a\nReceived: b\nReceived: c\n' },
    {
      ...from('', 'too many Received lines of a bounce', 'bob@example.org'),
      header: 'Received: a\nReceived: b\nReceived: c\n',
    },
    { ...doing('first-pass', 'x@first.example', 'bob@example.org'), runs: ['-q'] },
    { ...doing('queue', 'x@first.example', 'bob@example.org'), runs: ['-q'] },
    { ...doing('freeze', 'bob@example.org'), runs: ['-q'] },
    { ...doing('freeze-quietly', 'bob@example.org'), runs: ['-M ID'] },
    { ...one('redirection that cannot be read', 'frozen@example.org'), runs: ['-q', '-qff'] },
    { ...from('', 'a bounce that fails, and is old', 'fail@example.org'), runs: ['-q', '-q'] },
    { ...one('thawed by hand', 'frozen@example.org'), runs: ['-Mt ID', '-q'] },
    { ...one('given up by hand', 'defer@example.org', 'x@later.example'), runs: ['-Mg ID'] },
    { ...one('marked delivered by hand', 'defer@example.org', 'x@later.example'), runs: ['-Mmad ID', '-q'] },
    {
      ...one('one marked delivered by hand', 'defer@example.org', 'x@later.example'),
      runs: ['-Mmd ID defer@example.org', '-q'],
    },
    { ...one('a recipient more', 'defer@example.org'), runs: ['-Mar ID bob@example.org', '-qf'] },
    { ...one('another sender', 'defer@example.org'), runs: ['-Mes ID bob@example.org', '-Mg ID'] },
    { ...one('frozen and thawed by hand', 'defer@example.org'), runs: ['-Mf ID', '-Mt ID', '-qf'] },
    { ...one('one of a list waits', 'mixed@example.org'), runs: ['-qf'] },
    { ...from('x@authed.example', 'a bounce is AUTH= of another', 'fail@example.org') },
    { ...one('AUTH= of a message', 'x@authed.example') },
    { ...from('', 'nobody is told of a bounce', 'defer@example.org'), runs: ['-Mg ID'] },
  ],
};
