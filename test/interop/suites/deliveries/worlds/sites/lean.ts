/** What is logged of deliveries by default, with less, and with selectors one by one. */
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const configuration =
  (selector: string, more = ''): World['configuration'] =>
  ({ folder, hops, dead }) =>
    `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
${selector === '' ? '' : `log_selector = ${selector}`}
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
delay_warning =
hold_domains = held.example
keep_environment =
${more}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('hole', 'data = :blackhole:')}
${redirect('team', 'data = bob, second')}
${redirect('second', 'data = ann, x@hop0.example')}
${redirect('piped', 'data = "|/bin/cat > /dev/null"\n  pipe_transport = topipe')}
${redirect('filed', `data = ${folder}/box/own\n  file_transport = tofile`)}
${redirect('copy', 'data = ann\n  unseen')}
${hops.map((port, index) => remote(`hop${index}`, `127.0.0.1::${port}`)).join('')}
${remote('two', `127.0.7.1::${dead}:127.0.0.1::${hops[0]}`)}
${remote('dead', `127.0.7.2::${dead}`)}
affixed:
  driver = accept
  domains = +local_domains
  local_part_suffix = +*
  local_part_prefix = p-
  local_part_prefix_optional
  transport = box
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : copy
  transport = box
full:
  driver = accept
  domains = +local_domains
  local_parts = full
  transport = full
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
full:
  driver = appendfile
  file = ${folder}/box/full
  quota = 10
tofile:
  driver = appendfile
topipe:
  driver = pipe
  use_shell
  log_output
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
begin retry
* * F,2h,15m
begin rewrite
old@example.org bob@example.org Tt
`;

const scenarios: readonly Scenario[] = [
  one('here', 'bob@example.org', 'Ann@Example.Org', 'p-any+more@example.org'),
  one('elsewhere', 'x@hop0.example', 'y@hop0.example', 'x@hop4.example'),
  one('a list', 'team@example.org', 'copy@example.org'),
  one('nowhere', 'hole@example.org', 'fail@example.org', 'nobody@example.org', 'x@unknown.example'),
  { ...one('later', 'defer@example.org', 'full@example.org', 'x@held.example'), runs: ['-q', '-qf'] },
  { ...one('refused', 'zed@hop0.example', 'tmp@hop0.example', 'x@hop1.example'), runs: ['-q', '-qf'] },
  { ...one('by hosts', 'x@two.example', 'x@dead.example'), runs: ['-q', '-qf'] },
  one('programs and files', 'piped@example.org', 'filed@example.org', 'old@example.org'),
  one('DSN', 'bob@example.org NOTIFY=SUCCESS', 'x@hop4.example NOTIFY=SUCCESS', 'x@hop0.example NOTIFY=SUCCESS'),
  from('', 'from nobody', 'bob@example.org', 'zed@hop0.example'),
];

const lean = (name: string, selector: string, more = ''): World => ({
  name,
  configuration: configuration(selector, more),
  isInFullAlone: true,
  scenarios,
});

export const leanWorlds: readonly World[] = [
  lean('logged by default', ''),
  lean('logged little', '-all +received_recipients'),
  lean(
    'logged where',
    '-retry_defer -skip_delivery -delay_delivery -queue_run -lost_incoming_connection -size_reject -dnslist_defer -etrn -host_lookup_failed +received_recipients +outgoing_port +outgoing_interface +all_parents +address_rewrite +unknown_in_list',
  ),
  lean(
    'logged whose',
    '+received_recipients +sender_on_delivery +return_path_on_delivery +delivery_size +deliver_time +queue_time +queue_time_overall +smtp_confirmation +smtp_mailauth +dnssec +proxy +subject +pipelining +8bitmime +receive_time +tls_peerdn',
    'log_timezone\ntimezone = UTC\nwrite_rejectlog = false',
  ),
];
