/** Who is told when mail fails, waits or is frozen, and who is not: owners of lists, copies, limits, texts that cannot be had. */
import { from, one, redirect, remote, type World } from '../types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = data
dsn_advertise_hosts = *
bounce_message_file = \${if eq{$sender_address_local_part}{lost}{${folder}/nothing}{\${if eq{$sender_address_local_part}{nofile}{}{${folder}/bounce}}}}
bounce_return_size_limit = 1K
bounce_sender_authentication = bounces@mx.example.org
dsn_from = \${if eq{$sender_address_local_part}{eve}{Delivery at $qualify_domain <no-reply@$qualify_domain>}{Mail Delivery System <Mailer-Daemon@$qualify_domain>}}
errors_copy = eve@example.net  watch@example.org,bob@example.org : !*@quiet.example nobody@example.org : *@loud.example watch@example.org
errors_reply_to = "Help Desk <help@example.org>"
delay_warning = 2s:5s:1h
delay_warning_condition = \${if or{{ eq{$h_list-id:}{} }{ eq{$sender_address_local_part}{eve} }}{yes}{no}}
freeze_tell = postmaster@example.org, watch@example.org
auto_thaw = 2s
ignore_bounce_errors_after = 2d
timeout_frozen_after = 7d
system_filter_user = Debian-exim
keep_environment =
begin acl
data:
  accept condition = \${if eq{$h_x-do:}{freeze}}
         control = freeze
         logwrite = frozen on demand
  accept
begin routers
${redirect('refuse', 'allow_fail\n  data = ":fail: 550-5.1.1 first line\\\\n550 second"')}
${redirect('plainly', 'allow_fail\n  data = :fail:   with   spaces   ')}
${redirect('wait', 'allow_defer\n  data = :defer: the moon is wrong')}
${redirect('froze', 'data = ":freeze: look at this"\n  allow_freeze')}
${redirect('syntax', 'data = ann, <broken')}
${redirect('group', 'data = refuse, wait, ann\n  errors_to = owner@example.org')}
${redirect('deep', 'data = deeper\n  errors_to = owner@example.org')}
${redirect('deeper', 'data = refuse\n  errors_to = other@example.org')}
${redirect('keepowner', 'data = refuse\n  errors_to = $sender_address')}
${redirect('badowner', 'data = refuse\n  errors_to = "not an address"')}
${redirect('failowner', 'data = refuse\n  errors_to = ${if eq{a}{b}{x}fail}')}
${redirect('verp', 'data = ann, refuse, zed@hop0.example\n  errors_to = verp-$local_part=$domain@example.org')}
${redirect('bulk', 'data = refuse\n  headers_add = Precedence: list')}
verp:
  driver = redirect
  domains = +local_domains
  local_part_prefix = verp-
  data = owner@example.org
${remote('hop0', `127.0.0.1::${hops[0]}`)}
${remote('hop4', `127.0.0.1::${hops[4]}`)}
${remote('dead', `127.0.6.1::${dead}`)}
own:
  driver = manualroute
  domains = own.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  errors_to = owner@example.org
  transport = out
ownpath:
  driver = manualroute
  domains = ownpath.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  errors_to = owner@example.org
  transport = outpath
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : watch : owner : postmaster : help : bounces
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  return_path_add
  envelope_to_add
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
outpath:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  return_path = path+$local_part@example.org
begin retry
* * F,2h,15m
`;

export const tellers: World = {
  name: 'tellers',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  files: { bounce: 'Subject: It came back\n****\nIt did.\n****\n' },
  scenarios: [
    one('a code of its own', 'refuse@example.org'),
    one('a text with spaces', 'plainly@example.org'),
    from('eve@example.net', 'dsn_from of the sender', 'refuse@example.org'),
    from('lost@example.net', 'a text that is not there', 'refuse@example.org'),
    from('nofile@example.net', 'a text whose name is empty', 'refuse@example.org'),
    from('eve@loud.example', 'errors_copy', 'refuse@example.org'),
    from('eve@quiet.example', 'errors_copy of nobody', 'refuse@example.org'),
    one('syntax', 'syntax@example.org'),
    { ...one('frozen by redirection', 'froze@example.org', 'ann@example.org'), runs: ['-q', '-Mg ID'] },
    { ...one('frozen by an ACL', 'ann@example.org'), header: 'X-Do: freeze\n', runs: ['-q', '-q'] },
    { ...one('frozen, and given up', 'ann@example.org'), header: 'X-Do: freeze\n', runs: ['-Mg ID'] },
    { ...one('frozen, and removed', 'ann@example.org'), header: 'X-Do: freeze\n', runs: ['-Mrm ID'] },
    { ...one('frozen, and forced', 'ann@example.org'), header: 'X-Do: freeze\n', runs: ['-qf', '-qff'] },
    one('an owner above', 'group@example.org'),
    { ...one('an owner above, later', 'group@example.org'), runs: ['-qf', '-Mg ID'] },
    one('two owners', 'deep@example.org'),
    one('an owner who is the sender', 'keepowner@example.org'),
    one('an owner who is none', 'badowner@example.org'),
    one('an owner that fails', 'failowner@example.org'),
    one('VERP', 'verp@example.org'),
    { ...one('a header of a router', 'bulk@example.org'), header: 'List-Id: x\n' },
    one('an owner of a router', 'x@own.example', 'x@ownpath.example'),
    one('an owner of a router, refused', 'zed@own.example', 'zed@ownpath.example'),
    { ...one('two warnings', 'wait@example.org'), runs: ['-qf', '-qf', '-qf'] },
    { ...one('no warning for a list', 'wait@example.org'), header: 'List-Id: x\n', runs: ['-qf'] },
    { ...from('eve@example.net', 'a warning all the same', 'wait@example.org'), header: 'List-Id: x\n', runs: ['-qf'] },
    { ...one('a warning of a host', 'x@dead.example', 'y@dead.example', 'ann@example.org'), runs: ['-qf'] },
    { ...one('a warning to an owner', 'group@example.org'), runs: ['-qf'] },
    from('', 'a bounce that is frozen', 'refuse@example.org'),
    { ...from('', 'a bounce that is thawed', 'refuse@example.org'), runs: ['-q', '-q'] },
    { ...from('', 'a bounce that is given up', 'wait@example.org'), runs: ['-Mg ID'] },
    from('refuse@example.org', 'a bounce to one who fails', 'plainly@example.org'),
    from('zed@hop0.example', 'a bounce to one who fails elsewhere', 'plainly@example.org'),
    from('x@hop4.example', 'a bounce goes elsewhere', 'plainly@example.org'),
    { ...one('1K and more', 'refuse@example.org'), body: 'The quick brown fox.\n'.repeat(100) },
    { ...one('1K about', 'refuse@example.org'), body: 'The quick brown fox.\n'.repeat(41) },
    {
      ...one('DSN of the whole', 'refuse@example.org NOTIFY=FAILURE', 'wait@example.org NOTIFY=DELAY'),
      mail: 'RET=FULL',
      runs: ['-qf'],
    },
  ],
};
