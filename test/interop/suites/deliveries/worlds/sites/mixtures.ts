/** Mail of several kinds in one message, with every field of the log, in its order. */
import { DROP, type PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const PLAIN: PeerScript = {
  offers: ['SIZE 200000', 'PIPELINING', '8BITMIME'],
  replies: {
    'RCPT TO:<GONE': '550 5.1.1 <gone>: Recipient address rejected: User unknown',
    'RCPT TO:<GREY': '450 4.2.0 <grey>: Recipient address rejected: Greylisted, see http://postgrey.example/',
    'RCPT TO:<SPAM': '554-5.7.1 Service unavailable;\r\n554 5.7.1 blocked using zen',
    'MAIL FROM:<BAN': '550 5.7.1 banned sender',
    'MAIL FROM:<TEMP': '451 4.3.0 sender later',
  },
};
const DSNHOP: PeerScript = { ...PLAIN, offers: ['SIZE', 'PIPELINING', 'DSN', 'CHUNKING', '8BITMIME', 'SMTPUTF8'] };
const PRDR: PeerScript = {
  offers: ['PIPELINING', 'PRDR', 'DSN'],
  prdr: true,
  replies: {
    '.': ['250 2.1.5 ok first', '550 5.7.1 second hates it', '452 4.2.2 third full', '250 2.0.0 accepted as 17'],
  },
};
const LMTP: PeerScript = {
  lmtp: true,
  offers: ['PIPELINING', '8BITMIME', 'SIZE'],
  replies: {
    'RCPT TO:<NOBODY': "550 5.1.1 User doesn't exist: nobody",
    '.': [
      '250 2.0.0 <a> saved',
      '452 4.2.2 <b> Quota exceeded',
      '552 5.2.2 <c> Quota exceeded (mailbox for user is full)',
    ],
  },
};
const DATAFAIL: PeerScript = { offers: ['PIPELINING'], replies: { DATA: '554 5.5.1 no valid recipients today' } };
const DOTDEFER: PeerScript = { offers: ['PIPELINING'], replies: { '.': '451 4.3.0 queue file write error' } };
const CLOSES: PeerScript = { offers: ['PIPELINING'], replies: { '.': DROP } };
const HELLO: PeerScript = { replies: { EHLO: '550 5.7.0 go away helo', HELO: '550 5.7.0 go away helo' } };
const BUSY: PeerScript = { greeting: '421 4.3.2 too busy' };

const box = (name: string, options: string): string => `${name}:\n  ${options.replaceAll('\n', '\n  ')}\n`;
const local = (name: string, more = ''): string =>
  `l_${name}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${name}\n  transport = ${name}\n${more}`;

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org : list.example.org
log_selector = +all -pid -arguments -millisec
disable_ipv6
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
smtputf8_advertise_hosts =
remote_max_parallel = 1
keep_environment =
delay_warning =
begin routers
${redirect('team', 'data = ann, bob, gone@plain.example, x@dsn.example, grey@plain.example')}
${redirect('teamowner', 'data = gone@plain.example, ann\n  errors_to = postmaster@example.org')}
${redirect('ooo', 'unseen\n  data = "ann, |/bin/cat"\n  pipe_transport = cat')}
${redirect('ooo', 'data = x@plain.example').replace('r_ooo', 'r_ooo2')}
${redirect('saved', `data = ${folder}/box/saved, bob\n  file_transport = file`)}
${redirect('saveddir', `data = ${folder}/box/saveddir/\n  file_transport = file\n  directory_transport = dir`)}
${redirect('nofwd', 'allow_fail\n  data = :fail:')}
${redirect('asleep', 'allow_defer\n  data = :defer: mailbox of $local_part is being moved')}
${redirect('syntax', 'data = ann, <<bad, bob\n  skip_syntax_errors\n  syntax_errors_to = postmaster@example.org')}
${redirect('badsyntax', 'data = ann, <<bad, bob')}
${redirect('loop1', 'data = loop2')}
${redirect('loop2', 'data = loop1')}
${redirect('include', `data = :include:${folder}/list, bob`)}
${redirect('noinclude', `data = :include:${folder}/nolist, bob`)}
${redirect('pipefail', 'data = |/bin/false\n  pipe_transport = cat')}
${redirect('pipe75', 'data = "|/bin/sh -c \\"cat >/dev/null; exit 75\\""\n  pipe_transport = cat')}
${redirect('dup', 'data = ann, bob, ann@example.org, <Ann@EXAMPLE.org>')}
${remote('plain', `127.0.0.1::${hops[0]}`)}
${remote('dsn', `127.0.0.1::${hops[1]}`)}
${remote('prdr', `127.0.0.1::${hops[2]}`)}
lmtp:
  driver = manualroute
  domains = lmtp.example
  route_list = * 127.0.0.1::${hops[3]} byname
  self = send
  transport = lmtp
${remote('datafail', `127.0.0.1::${hops[4]}`)}
${remote('dotdefer', `127.0.0.1::${hops[5]}`)}
${remote('closes', `127.0.0.1::${hops[6]}`)}
${remote('hello', `127.0.0.1::${hops[7]}`)}
${remote('busy', `127.0.0.1::${hops[8]}`)}
${remote('busythen', `"127.0.0.1::${hops[8]} : 127.0.0.3::${hops[0]}"`)}
${remote('deadthen', `"127.0.0.1::${dead} : 127.0.0.3::${hops[1]}"`)}
${remote('alldead', `"127.0.0.1::${dead} : 127.0.0.3::${dead}"`)}
${remote('fallback', `127.0.0.1::${dead}`, `fallback_hosts = 127.0.0.3::${hops[0]}`)}
nohosts:
  driver = manualroute
  domains = nohosts.example
  route_list = other.example 127.0.0.1
  transport = out
  cannot_route_message = "We do not relay for $domain"
shadowed:
  driver = accept
  domains = +local_domains
  local_parts = shadowed : shadowedfail
  transport = shadowed
${['quota', 'missing', 'rofile', 'timeout', 'signal', 'code', 'codes', 'output', 'noperm', 'noexec', 'reply', 'replybad', 'replyworse', 'bsmtp', 'pbsmtp', 'maildir', 'batch1', 'rewritten'].map((name) => local(name)).join('')}
batch:
  driver = accept
  domains = +local_domains
  local_parts = ^batch
  transport = batch
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : postmaster : carl
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
begin transports
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  hosts_try_prdr = *
lmtp:
  driver = smtp
  protocol = lmtp
  port = 24
  hosts_avoid_tls = *
  hosts_try_fastopen =
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  return_path_add
  envelope_to_add
  delivery_date_add
file:
  driver = appendfile
dir:
  driver = appendfile
  maildir_format
cat:
  driver = pipe
  return_output
shadowed:
  driver = appendfile
  file = ${folder}/box/shadowed
  shadow_transport = shadow
shadow:
  driver = pipe
  command = /bin/sh -c "cat > /dev/null; case $local_part in shadowed) exit 0;; *) exit 3;; esac"
${box('quota', `driver = appendfile\nfile = ${folder}/box/quota\nquota = 200`)}
${box('missing', `driver = appendfile\nfile = ${folder}/box/no/such/missing\ncreate_directory = false`)}
${box('rofile', `driver = appendfile\nfile = ${folder}/ro/file`)}
${box('timeout', 'driver = pipe\ncommand = /bin/sleep 20\ntimeout = 1s')}
${box('signal', `driver = pipe\ncommand = /bin/sh ${folder}/killer`)}
${box('code', 'driver = pipe\ncommand = /bin/sh -c "cat >/dev/null; exit 69"')}
${box('codes', 'driver = pipe\ncommand = /bin/sh -c "cat >/dev/null; echo cannot just now >&2; exit 70"\ntemp_errors = 70 : 75\nlog_output')}
${box('output', 'driver = pipe\ncommand = /bin/sh -c "cat >/dev/null; echo I have something to say; echo and more; exit 1"\nreturn_output\nlog_output')}
${box('noperm', `driver = pipe\ncommand = ${folder}/list`)}
${box('noexec', 'driver = pipe\ncommand = /usr/bin/does-not-exist $local_part')}
${box('reply', 'driver = autoreply\nto = $sender_address\nfrom = $local_part@$domain\nsubject = "Away: $h_subject:"\ntext = I am away.\nheaders = X-Loop: no\nreturn_message')}
${box('replybad', 'driver = autoreply\nto = "ann@example.org, @@bad"\nsubject = s\ntext = t')}
${box('replyworse', 'driver = autoreply\nto = "@@bad"\nbcc = ann@example.org\nsubject = s\ntext = t')}
${box('bsmtp', `driver = appendfile\nfile = ${folder}/box/bsmtp\nuse_bsmtp\nbatch_max = 10\nmessage_prefix = HELO x\\n\nmessage_suffix = .\\n`)}
${box('pbsmtp', `driver = pipe\ncommand = /bin/cat\nlog_output\nuse_bsmtp\nbatch_max = 10\nmessage_prefix = HELO x\\n\nmessage_suffix = QUIT\\n`)}
${box('maildir', `driver = appendfile\ndirectory = ${folder}/box/md\nmaildir_format\nmaildir_tag = ,S=$message_size`)}
${box('batch', 'driver = pipe\ncommand = /bin/sh -c "cat >/dev/null; echo $local_part; exit 0"\nbatch_max = 10\nlog_output')}
batch1:
  driver = pipe
  command = /bin/cat
  log_output
${box('rewritten', `driver = appendfile\nfile = ${folder}/box/rewritten\nheaders_add = "X-One: $local_part\\nX-Two: $h_subject:"\nheaders_remove = Message-Id : x-secret*\nheaders_rewrite = *@example.org $1@rewritten.example fr\nreturn_path = bounce-$local_part@example.org\nreturn_path_add`)}
begin retry
*  quota  F,1h,10m
* * F,2h,15m; G,16h,1h,1.5
`;

const at = (...names: string[]): string[] => names.map((name) => (name.includes('@') ? name : `${name}@example.org`));
const own = (title: string, ...names: string[]): Scenario => one(title, ...at(...names));
const dsn = (title: string, mail: string, ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  mail,
});

export const mixtures: World = {
  name: 'mixtures',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  isLogOrdered: true,
  furnish: async () => ({
    hops: () =>
      [PLAIN, DSNHOP, PRDR, LMTP, DATAFAIL, DOTDEFER, CLOSES, HELLO, BUSY].map((script) => ({
        script,
        address: '0.0.0.0',
      })),
  }),
  files: { killer: 'kill -9 $$\n', list: 'carl@example.org\nann@example.org, # comment\n"Quoted" <bob@example.org>\n' },
  prepare: 'mkdir ro; chmod 500 ro; chown Debian-exim ro',
  scenarios: [
    own('a team', 'team'),
    own('a team with owner', 'teamowner'),
    own('unseen, then on', 'ooo'),
    own('saved', 'saved', 'saveddir'),
    own('fails without words', 'nofwd', 'ann'),
    own('deferred with words', 'asleep', 'ann'),
    own('syntax skipped', 'syntax'),
    own('syntax not skipped', 'badsyntax'),
    own('a loop', 'loop1'),
    own('an include', 'include'),
    own('an include that is not there', 'noinclude', 'ann'),
    own('pipes that fail', 'pipefail', 'pipe75', 'carl'),
    own('duplicates', 'dup', 'ann', 'bob'),
    own('shadowed', 'shadowed', 'shadowedfail'),
    { ...own('quota', 'quota', 'quota', 'ann'), runs: ['-q'] },
    own('missing folders', 'missing', 'rofile', 'bob'),
    own('timeouts and signals', 'timeout', 'signal'),
    own('codes', 'code', 'codes', 'output'),
    own('programs that are not there', 'noperm', 'noexec'),
    own('replies', 'reply', 'replybad'),
    own('a reply to nobody right', 'replyworse'),
    { ...from('', 'replies to nobody', 'reply@example.org') },
    own('BSMTP', 'bsmtp', 'bsmtp@list.example.org'),
    own('BSMTP pipe', 'pbsmtp', 'pbsmtp@list.example.org'),
    own('maildir', 'maildir', 'maildir@list.example.org'),
    own('batches', 'batch', 'batch2', 'batch3', 'batch@list.example.org'),
    { ...own('rewritten', 'rewritten'), header: 'X-Secret: a\nX-Secret-Two: b\nReply-To: c@example.org\n' },
    own('suffixes', 'ann+x', 'ann+y', 'ann'),
    one('LMTP, three ways', 'a@lmtp.example', 'nobody@lmtp.example', 'b@lmtp.example', 'c@lmtp.example'),
    { ...one('LMTP, all ways and again', 'nobody@lmtp.example', 'a@lmtp.example', 'ann@example.org'), runs: ['-qf'] },
    one('PRDR', 'a@prdr.example', 'b@prdr.example', 'c@prdr.example', 'd@prdr.example'),
    one(
      'several at one host',
      'a@plain.example',
      'gone@plain.example',
      'b@plain.example',
      'grey@plain.example',
      'spam@plain.example',
    ),
    one('two hosts', 'a@dsn.example', 'b@plain.example', 'c@dsn.example', 'spam@plain.example', 'ann@example.org'),
    one('DATA refused', 'a@datafail.example', 'b@datafail.example'),
    { ...one('the dot deferred', 'a@dotdefer.example', 'b@dotdefer.example'), runs: ['-qf'] },
    { ...one('closed at the dot', 'a@closes.example', 'b@closes.example'), runs: ['-q'] },
    one('HELO refused', 'a@hello.example', 'b@hello.example'),
    { ...one('busy', 'a@busy.example'), runs: ['-q', '-qf'] },
    one('busy, then another', 'a@busythen.example', 'gone@busythen.example'),
    one('dead, then another', 'a@deadthen.example', 'gone@deadthen.example'),
    one('all dead', 'a@alldead.example', 'b@alldead.example'),
    one('fallback', 'a@fallback.example', 'grey@fallback.example'),
    one('no route', 'a@nohosts.example', 'b@nowhere.example', 'ann@example.org'),
    from('ban@example.org', 'a sender that is banned', 'a@plain.example', 'b@plain.example'),
    from('temp@example.org', 'a sender later', 'a@plain.example', 'b@plain.example'),
    from('', 'a bounce that fails', 'gone@plain.example', 'ann@example.org'),
    from('', 'a bounce with two that fail', 'gone@plain.example', 'nofwd@example.org'),
    from('gone@plain.example', 'a bounce to who is gone', 'nofwd@example.org'),
    dsn(
      'DSN success mixed',
      'RET=HDRS ENVID=abc',
      'ann@example.org NOTIFY=SUCCESS',
      'a@dsn.example NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;old@dsn.example',
      'a@plain.example NOTIFY=SUCCESS',
      'gone@plain.example NOTIFY=FAILURE',
    ),
    dsn(
      'DSN never and failures',
      'RET=FULL',
      'gone@plain.example NOTIFY=NEVER',
      'spam@plain.example NOTIFY=FAILURE',
      'nofwd@example.org',
    ),
    dsn('DSN team', 'ENVID=team1', 'team@example.org NOTIFY=SUCCESS,FAILURE,DELAY'),
    dsn('DSN through unseen', '', 'ooo@example.org NOTIFY=SUCCESS'),
    { ...own('frozen and thawed', 'asleep'), runs: ['-Mf ID', '-q', '-Mt ID', '-q', '-Mg ID'] },
    { ...own('marked', 'asleep', 'ann'), runs: ['-Mmd ID asleep@example.org'] },
    {
      ...own('edited sender', 'asleep', 'ann'),
      runs: ['-Mes ID bob@example.org', '-Mar ID carl@example.org', '-M ID'],
    },
    { ...own('removed', 'asleep', 'ann'), runs: ['-Mrm ID'] },
  ],
};
