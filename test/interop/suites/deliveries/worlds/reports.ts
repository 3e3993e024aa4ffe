/** What senders are told: texts of an administrator's own, warnings, what comes back of the message, DSN passed on. */
import { from, one, redirect, remote, type World } from './types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
dsn_advertise_hosts = *
acl_smtp_rcpt = accept
acl_smtp_data = accept
keep_environment =
delay_warning = 2s
bounce_message_file = ${folder}/\${if match{$sender_address}{^custom}{bounce}{\${if match{$sender_address}{^part}{part}{empty}}}}
warn_message_file = ${folder}/\${if match{$sender_address}{^custom}{warning}{empty}}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('long', 'allow_fail\n  data = :fail: a text that is longer than lines of reports like to be: and so it is broken: where a colon stands')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('team', 'data = fail')}
${redirect('nested', 'data = team')}
${redirect('owned', 'data = fail\n  errors_to = owner@example.org')}
${redirect('ownedwait', 'data = defer\n  errors_to = owner@example.org')}
${redirect('alias', `data = x@hop4.example`)}
${redirect('piped', 'data = "|/bin/echo said something"\n  pipe_transport = returns')}
${redirect('pipefail', 'data = "|/bin/false x"\n  pipe_transport = returns')}
${hops.map((port, index) => remote(`hop${index}`, `127.0.0.1::${port}`)).join('')}
${remote('deadhost', `127.0.0.1::${dead}`)}
lmtp:
  driver = manualroute
  domains = lmtp.example
  route_list = * 127.0.0.1::${hops[4]} byname
  self = send
  transport = bylmtp
lasthop:
  driver = manualroute
  domains = lasthop.example
  route_list = * 127.0.0.1::${hops[4]} byname
  self = send
  dsn_lasthop
  transport = out
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : owner : custom : part
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  lock_interval = 1s
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
  port = ${hops[4]}
  hosts_avoid_tls = *
begin retry
* * F,2h,1s
`;

const BOUNCE = `Subject: sorry, $bounce_recipient
X-Limit: $bounce_return_size_limit
****
This went wrong, said \${uc:$primary_hostname}:

****
The program said:
****
ignored
****
ignored
****
ignored
`;

const WARNING = `Subject: $warn_message_delay and counting
****
Not yet for $warn_message_recipients:

****
Be patient.
`;

const sees = (title: string, sender: string, recipient: string, mail?: string) => ({
  ...from(sender, title, recipient),
  ...(mail !== undefined && { mail }),
});

export const reports: World = {
  name: 'reports',
  configuration,
  files: { bounce: BOUNCE, part: '****\nOnly the opening is mine:\n', warning: WARNING, empty: '' },
  isOrdered: true,
  isLogOrdered: true,
  scenarios: [
    one('the usual bounce', 'fail@example.org'),
    sees('a bounce in words of its own', 'custom@example.org', 'fail@example.org'),
    sees('a bounce with an opening of its own', 'part@example.org', 'fail@example.org'),
    sees('a bounce in words of its own about a program', 'custom@example.org', 'pipefail@example.org'),
    one('a bounce about what a program has written', 'piped@example.org'),
    one('a long text', 'long@example.org'),
    one('a child of a child', 'nested@example.org'),
    one('errors to another', 'owned@example.org'),
    { ...one('a message with references', 'fail@example.org'), header: 'References: <a@b>\n <c@d>\n' },
    { ...one('a message in reply', 'fail@example.org'), header: 'In-Reply-To: <a@b>\n' },
    { ...one('a warning', 'defer@example.org'), runs: ['-qf'] },
    { ...sees('a warning in words of its own', 'custom@example.org', 'defer@example.org'), runs: ['-qf'] },
    { ...one('a warning about a host', 'x@deadhost.example'), runs: ['-qf'] },
    { ...one('a warning about a reply', 'tmp@hop0.example'), runs: ['-qf'] },
    { ...one('a warning to another', 'ownedwait@example.org'), runs: ['-qf'] },
    { ...one('no warning where NOTIFY has no DELAY', 'defer@example.org NOTIFY=FAILURE'), runs: ['-qf'] },
    {
      ...one('a warning with NOTIFY=DELAY', 'defer@example.org NOTIFY=DELAY ORCPT=rfc822;d@first.example'),
      mail: 'ENVID=w',
      runs: ['-qf'],
    },
    { ...one('no warning of bulk mail', 'defer@example.org'), header: 'Precedence: bulk\n', runs: ['-qf'] },
    { ...one('no warning to a list', 'defer@example.org'), header: 'List-Id: <x>\n', runs: ['-qf'] },
    one('two that fail', 'fail@example.org', 'zed@hop0.example'),
    one('a reply in two lines', 'multi@hop0.example'),
    one('the text after the dot', 'dot5@hop0.example'),
    sees('RET=HDRS', 'ann@example.org', 'fail@example.org', 'RET=HDRS'),
    sees('RET=FULL', 'ann@example.org', 'fail@example.org', 'RET=FULL ENVID=a+2Bb+40c'),
    one('ORCPT in a bounce', 'fail@example.org NOTIFY=FAILURE ORCPT=rfc822;O+2BO@first.example'),
    {
      ...one('parameters passed on', 'x@hop4.example NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x@first.example'),
      mail: 'RET=HDRS ENVID=e+3Dmc2',
    },
    { ...one('NOTIFY=NEVER passed on', 'x@hop4.example NOTIFY=NEVER'), mail: 'RET=FULL' },
    { ...one('none where there were none', 'x@hop4.example') },
    { ...one('an alias passes nothing on', 'alias@example.org NOTIFY=SUCCESS,FAILURE'), mail: 'ENVID=al' },
    { ...one('dsn_lasthop passes nothing on', 'x@lasthop.example NOTIFY=SUCCESS'), mail: 'RET=HDRS ENVID=last' },
    one('LMTP that knows DSN', 'x@lmtp.example NOTIFY=SUCCESS ORCPT=rfc822;l@first.example'),
    one('success here and there', 'bob@example.org NOTIFY=SUCCESS', 'x@hop0.example NOTIFY=SUCCESS'),
    one('success and failure', 'bob@example.org NOTIFY=SUCCESS', 'fail@example.org NOTIFY=SUCCESS,FAILURE'),
  ],
};
