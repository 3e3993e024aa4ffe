/** What comes back of a message: by RET, by its size and the length of its lines, by what the configuration says. */
import { from, one, redirect, remote, type Scenario, type World } from './types.ts';

const common =
  (options: string): World['configuration'] =>
  ({ folder, hops }) =>
    `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
dsn_advertise_hosts = *
acl_smtp_rcpt = accept
acl_smtp_data = accept
keep_environment =
delay_warning = 2s:4s
${options}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${redirect('owned', 'data = fail\n  errors_to = bob@example.org')}
${hops.map((port, index) => remote(`hop${index}`, `127.0.0.1::${port}`)).join('')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : copy : second
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
begin retry
* * F,2h,1s
`;

const LIMITS = `bounce_return_size_limit = 900
bounce_return_linesize_limit = 120
bounce_message_text = Words of the house.\\n
smtp_active_hostname = active.example.org
dsn_from = The Postmaster <pm@example.org>
errors_reply_to = pm@example.org
errors_copy = ann@example.org copy@example.org, second@example.org : *@example.org copy@example.org
freeze_tell = bob`;

const HEADERS_ALONE = `bounce_return_body = false
bounce_return_message = false
delay_warning_condition = \${if eq{$h_x-quiet:}{yes}{no}{yes}}
bounce_return_linesize_limit = 0
errors_copy = nobody@example.org bob@example.org : "ann@*" \${if eq{$h_x-copy::}{yes}{bob@example.org}}`;

const failing = (title: string, more: Partial<Scenario> = {}): Scenario => ({
  ...one(title, 'fail@example.org'),
  ...more,
});

const line = (octets: number): string => `${'x'.repeat(octets)}\n`;

export const limited: World = {
  name: 'limited',
  configuration: common(LIMITS),
  isOrdered: true,
  scenarios: [
    failing('copies go to two'),
    { ...from('bob@example.org', 'copies go to one', 'fail@example.org') },
    failing('a message that is short enough', { body: line(60) }),
    failing('a message that is too long', { body: line(60).repeat(150) }),
    failing('a message between', { body: line(60).repeat(20) }),
    failing('a line that is too long', { body: line(130) }),
    failing('a line that is as long as may be', { body: line(120) }),
    failing('RET=FULL and too long', { body: line(60).repeat(150), mail: 'RET=FULL' }),
    failing('RET=HDRS and too long', { body: line(60).repeat(20), mail: 'RET=HDRS' }),
    one('errors to another', 'owned@example.org'),
    { ...one('a warning', 'defer@example.org'), runs: ['-qf', '-qf', '-qf'] },
    one('success', 'bob@example.org NOTIFY=SUCCESS'),
    one('a host that refuses', 'zed@hop0.example'),
  ],
};

export const headersAlone: World = {
  name: 'headers-alone',
  configuration: common(HEADERS_ALONE),
  isOrdered: true,
  scenarios: [
    failing('no RET'),
    failing('RET=FULL', { mail: 'RET=FULL' }),
    failing('RET=HDRS', { mail: 'RET=HDRS' }),
    failing('a copy', { header: 'X-Copy: yes\n' }),
    { ...one('a warning that is not wanted', 'defer@example.org'), header: 'X-Quiet: yes\n', runs: ['-qf'] },
    { ...one('a warning that is wanted', 'defer@example.org'), header: 'Precedence: bulk\n', runs: ['-qf'] },
  ],
};
