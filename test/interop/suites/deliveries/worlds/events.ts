/** Events of deliveries: each is written to the log by the action of the main section or of a transport. */
import { from, one, redirect, remote, type World } from './types.ts';

/** Ports of ours are left out: they differ each time. */
const action = (where: string): string => `event_action = \${acl{told}{${where}}}`;

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
${action('main')}
begin acl
told:
  accept logwrite = EVENT $acl_arg1 $event_name <$event_data> \\
    errno=\${if match{$event_name}{defer}{$event_defer_errno}} \\
    \${if match{$event_name}{^msg}{R=$router_name}} \${if eq{$event_name}{tcp:close}{}{T=$transport_name}} \\
    \${if eq{$event_name}{msg:complete}{}{A=$local_part@$domain H=$host [$host_address]}}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('hole', 'data = :blackhole:')}
${redirect('team', 'data = ann, bob')}
${redirect('pipe', 'data = "|/bin/cat"\n  pipe_transport = topipe')}
${redirect('pipefail', 'data = "|/bin/false"\n  pipe_transport = topipe')}
${redirect('pipedefer', 'data = "|/bin/sh -c \\"exit 75\\""\n  pipe_transport = topipe')}
${hops.map((port, index) => remote(`hop${index}`, `127.0.0.1::${port}`)).join('')}
${remote('deadhost', `127.0.0.1::${dead}`)}
${remote('deadthen', `127.0.0.1::${dead}:127.0.0.1::${hops[0]}`)}
${remote('stopped', `127.0.0.1::${hops[0]}`).replace('transport = out', 'transport = stops')}
${remote('closed', `127.0.0.1::${hops[0]}`).replace('transport = out', 'transport = closes')}
forced:
  driver = manualroute
  domains = forced.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = fails
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  ${action('box')}
topipe:
  driver = pipe
  ${action('pipe')}
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
  ${action('out')}
stops:
  driver = smtp
  allow_localhost
  event_action = \${if eq{tcp:connect}{$event_name}{do not connect}}
closes:
  driver = smtp
  allow_localhost
  hosts_avoid_tls = *
  event_action = \${if eq{smtp:connect}{$event_name}{go away $event_data}}
fails:
  driver = smtp
  allow_localhost
  hosts_avoid_tls = *
  connection_max_messages = 1
  event_action = \${if eq{msg:delivery}{$event_name}{\${lookup{x}lsearch{/nosuch/file}}}}
begin retry
* * F,2h,15m
`;

export const events: World = {
  name: 'events',
  configuration,
  scenarios: [
    one('a mailbox', 'bob@example.org'),
    one('another host', 'x@hop0.example'),
    one('two at another host', 'x@hop0.example', 'y@hop0.example'),
    one(':fail:', 'fail@example.org'),
    one(':defer:', 'defer@example.org'),
    one(':blackhole:', 'hole@example.org'),
    one('a list', 'team@example.org'),
    one('a program', 'pipe@example.org'),
    one('a program that fails', 'pipefail@example.org'),
    one('a program that defers', 'pipedefer@example.org'),
    one('nobody routes it', 'x@unknown.example'),
    one('550 to RCPT', 'zed@hop0.example'),
    one('450 to RCPT', 'tmp@hop0.example'),
    one('450 to one of two', 'x@hop0.example', 'tmp@hop0.example'),
    one('450 to two', 'tmp@hop0.example', 'tmp2@hop0.example'),
    from('mail4@example.org', '451 to MAIL', 'x@hop0.example'),
    from('mail5@example.org', '550 to MAIL', 'x@hop0.example'),
    one('451 after the dot', 'dot4@hop0.example'),
    one('554 after the dot', 'dot5@hop0.example'),
    one('421 as greeting', 'x@hop1.example'),
    one('nobody listens', 'x@deadhost.example'),
    {
      ...one('a second host', 'x@deadthen.example'),
      differs: {
        because: 'Exim forgets $transport_name behind the first host',
        lines: /\bT=(?:out)? A=x@deadthen\.example /,
      },
    },
    one('an event that forbids to connect', 'x@stopped.example'),
    one('an event that ends the connection', 'x@closed.example'),
    one('an action that cannot be expanded', 'x@forced.example'),
    { ...one('given up', 'defer@example.org'), runs: ['-Mg ID'] },
    { ...one('a host given up', 'x@deadhost.example'), runs: ['-Mg ID'] },
  ],
};
