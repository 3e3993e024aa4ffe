/** What stands in the way of a mailbox, recipients that differ in case alone, replies that are not sent, programs that cannot start, addresses that rules make nothing of; and in which order a bounce tells of many. */
import { differing, from, one, redirect, remote, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const file = (name: string, path: string, more = ''): Way => ({
  name,
  driver: 'appendfile',
  options: `file = ${path}\n${more}`,
});

const reply = (name: string, options: string): Way => ({ name, driver: 'autoreply', options });

const waysOf = (folder: string): readonly Way[] => [
  file('folder', `${folder}/odd/folder`),
  file('folderfile', `${folder}/odd/file/below`),
  file('fifo', `${folder}/odd/fifo`),
  file('link', `${folder}/odd/link`),
  file('linkok', `${folder}/odd/link`, 'allow_symlink'),
  file('dangling', `${folder}/odd/dangling`),
  file('device', '/dev/full'),
  file('nothing', '/dev/null'),
  file('deep', `${folder}/odd/a/b/c/deep`, 'create_directory = false'),
  file('shut', `${folder}/odd/shut/x`),
  file('readonly', `${folder}/odd/readonly`),
  file('must', `${folder}/odd/absent`, 'file_must_exist'),
  { name: 'maildirfile', driver: 'appendfile', options: `directory = ${folder}/odd/plain\nmaildir_format` },
  { name: 'maildirbad', driver: 'appendfile', options: `directory = ${folder}/odd/badmd\nmaildir_format` },
  { name: 'plaindir', driver: 'appendfile', options: `directory = ${folder}/odd/nodir/x\ncreate_directory = false` },
  file('format', `${folder}/odd/mbxfile`, 'file_format = "From : formatted : *mbx* : mbxed"'),
  file('toobig', `${folder}/box/toobig`, 'message_size_limit = 10'),
  file('badlimit', `${folder}/box/badlimit`, 'message_size_limit = none'),
  file('badquota', `${folder}/box/badquota`, 'quota = many'),
  file('mode', `${folder}/odd/wide`, 'mode = 0600'),
  file('narrow', `${folder}/odd/wide`, 'mode = 0600\nmode_fail_narrower = false'),
  reply('noto', 'subject = s\ntext = t'),
  reply('never', 'to = ann@example.org\nnever_mail = *@example.org\nsubject = s\ntext = t'),
  reply(
    'nevercc',
    'to = ann@example.org\ncc = x@far.example, bob@example.org\nnever_mail = *@far.example\nsubject = s\ntext = t',
  ),
  reply('nofile', 'to = ann@example.org\nsubject = s\nfile = /nosuch/file'),
  reply('optional', 'to = ann@example.org\nsubject = s\ntext = t\nfile = /nosuch/file\nfile_optional'),
  reply('badto', 'to = "ann@example.org, <broken"\nsubject = s\ntext = t'),
  reply('badlog', 'to = ann@example.org\nsubject = s\ntext = t\nlog = /nosuch/folder/log'),
  reply('oncefail', 'to = ann@example.org\nsubject = s\ntext = t\nonce = /nosuch/folder/once'),
  reply('oncesized', 'to = ann@example.org\nsubject = s\ntext = t\nonce = /nosuch/folder/once\nonce_file_size = 1K'),
  reply('returns', 'to = ann@example.org\nsubject = s\ntext = t\nreturn_message'),
  reply('badrepeat', `to = ann@example.org\nsubject = s\ntext = t\nonce = ${folder}/rep\nonce_repeat = often`),
  reply('lines', 'to = ann@example.org\nsubject = "one\\ntwo"\ntext = t'),
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org : rw.example
log_selector = +all -pid -arguments -millisec
disable_ipv6
acl_smtp_rcpt = accept
acl_smtp_data = accept
keep_environment =
event_action = \${if match{$event_name}{^msg:fail}{\${acl{told}{$event_name}}}}
begin acl
told:
  accept logwrite = EVENT $acl_arg1 $local_part
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person here')}
${redirect('fail2', 'allow_fail\n  data = :fail: 550 5.7.1 not you either')}
${redirect('twice', 'data = ann, Ann@Example.ORG, ANN, "ann"@example.org')}
${redirect('many', 'data = fail, out1, nobody, fail2, x@refuses.example, out2')}
${redirect('loud', 'data = ann, |/bin/cat, ann, /dev/null, x@far.example, X@far.example\n  pipe_transport = cat\n  file_transport = given')}
${redirect('rwchild', 'data = x@rw.example, ann\n  rewrite')}
${remote('far', `127.0.0.1::${hops[0]}`)}
${remote('refuses', `127.0.0.1::${hops[3]}`)}
bigout:
  driver = manualroute
  domains = bigout.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = bigout
${remote('gone', `127.0.0.1::${dead}`)}
nostart:
  driver = queryprogram
  local_parts = nostart
  command = /nosuch/program $local_part
  command_user = Debian-exim
  transport = box
noexec:
  driver = queryprogram
  local_parts = noexec
  command = ${folder}/odd/plain x
  command_user = Debian-exim
  transport = box
expquery:
  driver = queryprogram
  local_parts = expquery
  command = \${bogus:x}
  command_user = Debian-exim
  transport = box
relquery:
  driver = queryprogram
  local_parts = relquery
  command = echo ACCEPT
  command_user = Debian-exim
  transport = box
outs:
  driver = accept
  domains = +local_domains
  local_parts = out1 : out2
  transport = fails
${routersOf(waysOf(folder))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : x
  transport = box
begin transports
out:
  driver = smtp
  hosts_avoid_tls = *
bigout:
  driver = smtp
  message_size_limit = 20
box:
  driver = appendfile
  file = ${folder}/box/\${lc:$local_part_data}
cat:
  driver = pipe
  command = /bin/cat
  log_output
given:
  driver = appendfile
fails:
  driver = pipe
  command = /bin/sh -c "cat >/dev/null; echo $local_part is out; exit 1"
  event_action = \${acl{told}{$event_name}}
  return_fail_output
formatted:
  driver = appendfile
  file = ${folder}/box/formatted
mbxed:
  driver = appendfile
  file = ${folder}/box/mbxed
${transportsOf(waysOf(folder), ['hosts_avoid_tls = *'])}
begin retry
* * F,2h,15m
begin rewrite
a@rw.example  "unqualified"  Eh
b@rw.example  "\${lookup{x}lsearch{/nosuch/list}}"  Eh
c@rw.example  "\${bogus:x}"  Eh
d@rw.example  "two words@here"  Eh
e@rw.example  fail  Eh
f@rw.example  "\${if eq{a}{b}{c}fail}"  Eh
x@rw.example  "bob@example.org"  Ehq
g@rw.example  ""  Eh
h@rw.example  "<ann@example.org>" Eh
i@rw.example  "@example.org" Eh
`;

const to = (name: string, ...locals: readonly string[]): Scenario =>
  one([name, ...locals].join(' '), ...(locals.length > 0 ? locals : ['x']).map((local) => `${local}@${name}.example`));

const rewritten = (name: string): Scenario => ({
  ...from(`${name}@rw.example`, `rewritten ${name}`, 'ann@example.org'),
  header: `X-To: y\nReply-To: ${name}@rw.example, Some One <${name}@rw.example>\n`,
});

export const trifles: World = {
  name: 'trifles',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  isLogOrdered: true,
  prepare:
    'mkdir -p odd/folder odd/badmd odd/shut; echo x > odd/file; mkfifo odd/fifo; echo old > odd/target; ln -s target odd/link; ln -s nowhere odd/dangling; ' +
    'chmod 0 odd/shut; echo r > odd/readonly; chmod 400 odd/readonly; echo p > odd/plain; echo x > odd/badmd/new; printf "*mbx*\\r\\n" > odd/mbxfile; echo w > odd/wide; chmod 644 odd/wide; chown -R Debian-exim odd 2>/dev/null || true',
  scenarios: differing(
    [
      ...waysOf('').map(({ name }) => to(name)),
      { ...to('never'), title: 'never, several', recipients: ['x@never.example', 'ann@example.org', 'y@noto.example'] },
      one('too big behind one that is not', 'ann@example.org', 'x@toobig.example'),
      one('too big elsewhere', 'ann@example.org', 'x@far.example', 'x@bigout.example'),
      one('too big elsewhere first', 'x@bigout.example', 'x@far.example'),
      one('too big elsewhere, two', 'x@bigout.example', 'a@bigout.example'),
      one(
        'replies behind others',
        'ann@example.org',
        'x@returns.example',
        'bob@example.org',
        'x@noto.example',
        'x@optional.example',
      ),
      one('a reply behind what fails', 'out1@example.org', 'x@noto.example'),
      one('a reply behind other hosts', 'x@far.example', 'x@noto.example'),
      one('cases', 'ann@example.org', 'ANN@example.org', 'Ann@EXAMPLE.org', 'ann@Example.Org'),
      one('cases elsewhere', 'X@far.example', 'x@far.example', 'x@FAR.example'),
      one('twice', 'twice@example.org'),
      one('loud', 'loud@example.org'),
      one('many', 'many@example.org'),
      one(
        'many by themselves',
        'fail@example.org',
        'out1@example.org',
        'x@refuses.example',
        'ann@example.org',
        'nobody@example.org',
        'fail2@example.org',
        'x@toobig.example',
        'out2@example.org',
      ),
      one('nostart', 'nostart@example.org'),
      one('noexec', 'noexec@example.org'),
      one('expquery', 'expquery@example.org'),
      one('relquery', 'relquery@example.org'),
      one('rewritten child', 'rwchild@example.org'),
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(rewritten),
      ...['a', 'c', 'g', 'i'].map((name) => one(`rewritten recipient ${name}`, `${name}@rw.example`)),
    ],
    {
      badto: {
        because: 'the program that takes in messages for Exim has another line for addresses of which it makes nothing',
        lines: /bad addresses found|Error while reading message/,
      },
    },
  ),
};
