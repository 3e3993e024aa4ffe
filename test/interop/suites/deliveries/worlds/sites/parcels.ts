/** Messages held, queued and sent together: holds, queues by name, connections that are kept, limits of hosts, order. */
import { type PeerScript, SILENT } from '../../../../../support/smtp-peer.ts';
import { one, redirect, remote, type Scenario, type World } from '../types.ts';

const PLAIN: PeerScript = {
  offers: ['SIZE', 'PIPELINING'],
  replies: { 'RCPT TO:<ZED': '550 no zed', 'RCPT TO:<TMP': '451 later' },
};

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
domainlist resting = held.example : heldtoo.example
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
delay_warning =
dsn_advertise_hosts = *
hold_domains = +resting : ^hold[0-9]
queue_domains = queued.example : ! unqueued.queued.example : *.queued.example
queue_smtp_domains = late.example
remote_max_parallel = 1
remote_sort_domains = *.z.example : a.example
keep_environment =
begin acl
rcpt:
  accept local_parts = ^slowly
         queue = slow
  accept local_parts = ^nodeliver
         control = queue
  accept
begin routers
${redirect('defer', 'allow_defer\n  data = :defer: later')}
${redirect('mixture', 'data = ann, x@held.example, x@queued.example, x@a.example, zed@a.example, defer')}
${redirect('tohold', 'data = x@hold1.example')}
${remote('held', `127.0.0.1::${hops[0]}`)}
${remote('heldtoo', `127.0.0.1::${hops[0]}`)}
${remote('hold1', `127.0.0.1::${hops[0]}`)}
${remote('queued', `127.0.0.1::${hops[0]}`)}
${remote('unqueued.queued', `127.0.0.1::${hops[0]}`).replace('r_unqueued.queued', 'r_unqueued')}
${remote('more.queued', `127.0.0.1::${hops[0]}`).replace('r_more.queued', 'r_morequeued')}
${remote('late', `127.0.0.1::${hops[0]}`)}
${remote('a', `127.0.0.1::${hops[0]}`)}
${remote('b', `127.0.0.1::${hops[0]}`)}
${remote('dead', `127.0.10.1::${dead}`)}
z:
  driver = manualroute
  domains = *.z.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = out
limited:
  driver = manualroute
  domains = *.limited.example
  route_list = * 127.0.0.1::${hops[1]} byname
  self = send
  transport = limited
serial:
  driver = manualroute
  domains = serial.example
  route_list = * 127.0.0.1::${hops[1]} byname
  self = send
  transport = serial
mute:
  driver = manualroute
  domains = mute.example
  route_list = * 127.0.0.1::${hops[2]} byname
  self = send
  transport = mute
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : slowly : nodeliver
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
limited:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  max_rcpt = 2
  connection_max_messages = 2
serial:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  serialize_hosts = 127.0.0.1
mute:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  command_timeout = 1s
begin retry
* * F,2h,15m
`;

const then = (scenario: Scenario, ...runs: string[]): Scenario => ({ ...scenario, runs });

export const parcels: World = {
  name: 'parcels',
  configuration,
  isInFullAlone: true,
  forms: [[/:HOP1\*/g, ':HOP1']], // which of two transactions is the second
  furnish: async () => ({
    hops: () => [{ script: PLAIN }, { script: PLAIN }, { script: { ...PLAIN, replies: { 'RCPT TO:<B': SILENT } } }],
  }),
  scenarios: [
    then(one('held by a list', 'x@held.example', 'x@heldtoo.example'), '-q', '-qf', '-qff'),
    then(one('held by a pattern', 'x@hold1.example', 'ann@example.org'), '-q'),
    then(one('held behind an alias', 'tohold@example.org'), '-q', '-R hold1'),
    then(one('held, and delivered by hand', 'x@held.example'), '-M ID'),
    then(one('queued', 'x@queued.example', 'ann@example.org'), '-q'),
    then(one('queued, but not this', 'x@unqueued.queued.example', 'x@more.queued.example'), '-q'),
    then(one('queued, and run locally', 'x@queued.example', 'x@late.example'), '-ql', '-q'),
    {
      ...then(one('late', 'x@late.example', 'x@a.example', 'ann@example.org'), '-q'),
      differs: { because: 'the log says why they wait', lines: /first-pass only routing/ },
    },
    then(one('a mixture', 'mixture@example.org'), '-q', '-qf'),
    one('in order', 'x@b.example', 'x@a.example', 'x@one.z.example', 'x@two.z.example', 'ann@example.org'),
    {
      ...one('two and two', ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@one.limited.example`)),
      differs: { because: 'which of the transactions come over one connection', lines: /./ },
    },
    one('two and two of several domains', 'a@one.limited.example', 'b@two.limited.example', 'c@one.limited.example'),
    one('one after another', 'a@serial.example', 'b@serial.example'),
    one('one who gets no answer', 'a@mute.example', 'b@mute.example', 'c@mute.example'),
    then(one('not now', 'nodeliver@example.org'), '-q', '-qf'),
    then(one('a queue of its own', 'slowly@example.org'), '-q', '-qGslow', '-qGother'),
    then(one('waiting', 'defer@example.org', 'ann@example.org'), '-qi', '-qf', '-Mvl ID'),
    then(one('given up', 'x@held.example', 'x@queued.example', 'defer@example.org'), '-Mg ID'),
    then(one('removed', 'x@held.example'), '-Mrm ID', '-q'),
    then(one('by its sender', 'x@queued.example'), '-S nobody', '-S ann@example.org'),
    then(one('by its recipient', 'x@queued.example', 'x@held.example'), '-R nowhere', '-R queued', '-Rff held'),
    then(one('frozen by hand', 'x@queued.example'), '-Mf ID', '-q', '-qf', '-qff'),
    then(
      one('some are gone', 'x@queued.example', 'x@late.example', 'x@held.example'),
      '-Mmd ID x@queued.example',
      '-q',
    ),
    then(one('another more', 'x@held.example'), '-Mar ID x@a.example bob@example.org', '-q'),
    then(one('with a notice', 'x@held.example NOTIFY=FAILURE,DELAY', 'ann@example.org NOTIFY=SUCCESS'), '-Mg ID'),
    {
      ...one('a second for the same host', 'y@dead.example'),
      before: [one('first', 'x@dead.example')],
      runs: ['-q', '-qf'],
    },
    {
      ...one('three of one session', 'x@a.example'),
      behind: [one('2', 'y@a.example'), one('3', 'zed@a.example', 'z@b.example')],
    },
  ],
};
