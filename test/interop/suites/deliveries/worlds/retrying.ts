/** When it is tried again: rules by domain, address, sender and error; a queue run tells those whose time has come. */
import { from, one, redirect, type Scenario, type World } from './types.ts';

const away = (name: string, port: number, address = '127.0.0.2', more = ''): string =>
  `w_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * ${address}::${port} byname\n  transport = out\n${more}`;

/** Each domain has a host of its own, so that none waits for another. */
const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
retry_interval_max = 3s
retry_data_expire = 1d
begin routers
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('soon', 'allow_defer\n  data = :defer: come again')}
${redirect('ends', 'allow_defer\n  data = :defer: come again')}
${redirect('unruled', 'allow_defer\n  data = :defer: come again')}
${away('soon', dead, '127.0.1.1')}
${away('late', dead, '127.0.1.2')}
${away('capped', dead, '127.0.1.3')}
${away('ends', dead, '127.0.1.4')}
${away('unruled', dead, '127.0.1.5')}
${away('refused', dead, '127.0.1.6')}
${away('refusedother', dead, '127.0.1.7')}
${away('rcpt', hops[0]!, '127.0.1.8')}
${away('mail', hops[0]!, '127.0.1.9')}
${away('data', hops[0]!, '127.0.1.10')}
${away('lost', hops[0]!, '127.0.1.11')}
${away('greets', hops[1]!, '127.0.1.12')}
${away('senders', dead, '127.0.1.13')}
${away('growing', dead, '127.0.1.14')}
quota:
  driver = accept
  domains = +local_domains
  local_parts = quota
  transport = full
quotalate:
  driver = accept
  domains = +local_domains
  local_parts = quotalate
  transport = fuller
bylocal:
  driver = accept
  domains = +local_domains
  local_parts = ^by
  transport = bylocal
bydomain:
  driver = accept
  domains = +local_domains
  local_parts = ^of
  transport = bydomain
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
full:
  driver = appendfile
  file = ${folder}/box/full
  quota = 10
fuller:
  driver = appendfile
  file = ${folder}/box/fuller
  quota = 10
bylocal:
  driver = appendfile
  file = ${folder}/none/box
  no_create_directory
  no_use_lockfile
  retry_use_local_part
bydomain:
  driver = appendfile
  file = ${folder}/none/box
  no_create_directory
  no_use_lockfile
  no_retry_use_local_part
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
begin retry
soon@example.org      *            F,1h,2s
ends@example.org      *            F,1s,1s
unruled@example.org   refused      F,1h,1h
quota@example.org     quota        F,1h,2s
quotalate@example.org quota        F,1h,1h
by*@example.org       *            F,1h,1h
soon.example          *            F,1h,2s
late.example          *            F,1h,1h
capped.example        *            F,1h,2h
ends.example          *            F,1s,1s
refused.example       refused      F,1h,2s
refusedother.example  timeout      F,1h,2s
rcpt.example          rcpt_450     F,1h,2s
rcpt.example          rcpt_4xx     F,1h,1h
mail.example          mail_45x     F,1h,2s
data.example          data_4xx     F,1h,2s
lost.example          lost_connection F,1h,2s
senders.example       *            senders=bob@example.org F,1h,2s
growing.example       *            G,1h,1s,3
*.example             *            F,2h,15m
`;

const again = (title: string, runs: readonly string[], ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  runs,
});

export const retrying: World = {
  name: 'retrying',
  configuration,
  isInFullAlone: true,
  scenarios: [
    again('an address whose time comes', ['-q'], 'soon@example.org'),
    again('an address whose time ends', ['-q', '-q'], 'ends@example.org'),
    one('an address without a rule', 'unruled@example.org', 'defer@example.org'),
    again('a host whose time comes', ['-q', '-q'], 'x@soon.example'),
    again('a host whose time comes later', ['-q', '-qf'], 'x@late.example'),
    again('retry_interval_max', ['-q', '-q'], 'x@capped.example'),
    again('a host whose time ends', ['-q', '-q'], 'x@ends.example'),
    one('a host whose time is over', 'x@ends.example'),
    again('a host with another rule', ['-q'], 'x@unruled.example'),
    again('refused', ['-q'], 'x@refused.example'),
    again('refused, and a rule for timeouts', ['-q'], 'x@refusedother.example'),
    again('rcpt_450', ['-q'], 'tmp@rcpt.example'),
    again('rcpt_4xx', ['-q'], 'full@rcpt.example'),
    { ...from('mail4@example.org', 'mail_45x', 'x@mail.example'), runs: ['-q'] },
    again('data_4xx', ['-q'], 'data4@data.example'),
    again('data_4xx behind the dot', ['-q'], 'dot4@data.example'),
    again('lost_connection', ['-q'], 'drop@lost.example'),
    again('421 as greeting', ['-q'], 'x@greets.example'),
    again('senders of another', ['-q'], 'x@senders.example'),
    again('growing', ['-q', '-q', '-q'], 'x@growing.example'),
    again('quota', ['-q'], 'quota@example.org'),
    again('quota, and a later time', ['-q'], 'quotalate@example.org'),
    again('retry_use_local_part', ['-q'], 'by1@example.org', 'by2@example.org'),
    again('no_retry_use_local_part', ['-q'], 'of1@example.org', 'of2@example.org'),
    again('two messages for a host that waits', ['-q'], 'y@soon.example', 'y@late.example'),
  ],
};
