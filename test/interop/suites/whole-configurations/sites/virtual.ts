/** Virtual domains in SQLite, CDB and plain files; quotas, Maildir, suffixes, vacation. */
import { command, mail, type Site } from '../types.ts';

export const virtual: Site = {
  name: 'virtual-domains',
  // U= of a quota warning, which Exim writes as root, and the size that follows from it.
  differing: 5,
  configuration: String.raw`
domainlist virtual_domains = sqlite;select name from domains where name='${'$'}{quote_sqlite:$domain}'
domainlist local_domains = @ : lsearch;FOLDER/domains
hostlist trusted_hosts = 127.0.0.1 : NET.2
acl_smtp_rcpt = check_rcpt
acl_smtp_data = check_data
log_selector = +received_recipients +received_sender +address_rewrite +delivery_size +sender_on_delivery +subject
sqlite_dbfile = FOLDER/mail.db
message_size_limit = ${'$'}{if match_ip{$sender_host_address}{NET.5}{2K}{100K}}
bounce_return_size_limit = 1000
untrusted_set_sender = *
never_users = root
begin acl
check_rcpt:
  accept  hosts = :
  deny    message = restricted characters
          local_parts = ^[.] : ^.*[@%!/|]
  warn    hosts = +trusted_hosts
          set acl_m_trusted = yes
  require message = relay not permitted for $local_part in $domain
          domains = +local_domains : +virtual_domains
  defer   message = mailbox of $local_part@$domain is suspended
          condition = ${'$'}{lookup{$local_part@$domain}cdb{FOLDER/suspended.cdb}{yes}{no}}
  require verify = recipient
  accept
check_data:
  deny    message = too many hops
          condition = ${'$'}{if >{$received_count}{10}}
  warn    add_header = X-Domain-Count: ${'$'}{reduce{<, $recipients}{0}{${'$'}{eval:$value+1}}}
  accept
begin routers
srv_alias:
  driver = redirect
  domains = +virtual_domains
  data = ${'$'}{lookup sqlite{select target from aliases where address='${'$'}{quote_sqlite:$local_part}@${'$'}{quote_sqlite:$domain}'}}
  allow_fail
  allow_defer
  forbid_file
  forbid_pipe
  errors_to = list-owner@one.example
  condition = ${'$'}{if eq{$local_part}{postmaster}{no}{yes}}
catchall_postmaster:
  driver = redirect
  domains = +virtual_domains
  local_parts = postmaster : abuse
  data = news@mx.example.org
vacation:
  driver = accept
  domains = +virtual_domains
  condition = ${'$'}{lookup{$local_part@$domain}lsearch{FOLDER/vacation}{yes}{no}}
  senders = !: !^.*-request@ : !owner-*@* : !mailer-daemon@*
  unseen
  no_verify
  no_expn
  transport = vacation_reply
mailbox:
  driver = accept
  domains = +virtual_domains
  local_part_suffix = +*
  local_part_suffix_optional
  condition = ${'$'}{lookup sqlite{select 1 from users where user='${'$'}{quote_sqlite:$local_part}' and domain='${'$'}{quote_sqlite:$domain}'}{yes}{no}}
  set = r_quota = ${'$'}{lookup sqlite{select quota from users where user='${'$'}{quote_sqlite:$local_part}' and domain='${'$'}{quote_sqlite:$domain}'}}
  address_data = ${'$'}{lookup sqlite{select user,quota from users where user='${'$'}{quote_sqlite:$local_part}' and domain='${'$'}{quote_sqlite:$domain}'}}
  headers_add = X-Suffix: <$local_part_suffix>
  transport = virtual_maildir
  cannot_route_message = no mailbox here by that name
forward_suffix:
  driver = redirect
  domains = +local_domains
  check_local_user
  local_part_suffix = -*
  local_part_suffix_optional
  file = ${'$'}{lookup{.forward$local_part_suffix}dsearch,ret=full{FOLDER/home/$local_part_data}{$value}{FOLDER/home/none}}
  allow_filter
  file_transport = to_file
  pipe_transport = to_pipe
  directory_transport = to_dir
  reply_transport = vacation_reply
  transport_current_directory = /
  no_verify
  no_expn
localuser:
  driver = accept
  check_local_user
  domains = +local_domains
  transport = mbox
  transport_current_directory = /
  cannot_route_message = Unknown user
begin transports
virtual_maildir:
  driver = appendfile
  user = mail
  group = mail
  directory = FOLDER/box/${'$'}{extract{user}{$address_data}}@$domain_data${'$'}{if eq{$local_part_suffix}{+lists}{/.lists}}
  maildir_format
  create_directory
  delivery_date_add
  envelope_to_add
  return_path_add
  maildir_tag = ,S=$message_size
  quota = $r_quota
  quota_is_inclusive = true
  quota_size_regex = ,S=(\d+)
  quota_warn_threshold = 60%
  quota_warn_message = "To: $local_part@$domain\nSubject: nearly full\n\nYour mailbox is nearly full.\n"
  mode = 0600
vacation_reply:
  driver = autoreply
  user = mail
  from = $local_part@$domain
  to = $sender_address
  subject = "Away: $h_subject:"
  text = "Dear $sender_address,\n$local_part is away.\n"
  once = FOLDER/once/$local_part_data.db
  once_repeat = 7d
  headers = "X-Loop: $local_part@$domain"
mbox:
  driver = appendfile
  file = FOLDER/box/$local_part_data
  create_file = anywhere
  group = mail
  mode = 0660
  delivery_date_add
  envelope_to_add
  return_path_add
to_file:
  driver = appendfile
  create_file = anywhere
  envelope_to_add
to_dir:
  driver = appendfile
  create_file = anywhere
  maildir_format
to_pipe:
  driver = pipe
  return_output
  environment = SUFFIX=$local_part_suffix:KEEP=yes
  umask = 077
begin retry
* quota F,1h,1s
* * F,1h,1s
`,
  files: {
    domains: 'host.example\nplain.example: with data\n',
    vacation: 'bob@one.example: yes\nann@two.example: yes\n',
    'once/': { text: '', owner: [8, 8], mode: 0o755 },
    'home/irc/': '',
    'home/uucp/': '',
    'home/news/': { text: '', owner: [9, 9] },
    'home/news/.forward': { text: '\\news, irc@host.example\n', owner: [9, 9] },
    'home/news/.forward-file': { text: 'FOLDER/box/news.file\nFOLDER/box/news.dir/\n', owner: [9, 9] },
    'home/news/.forward-pipe': {
      text: '"|/bin/sh -c \'echo $SUFFIX $LOCAL_PART $SENDER $RECIPIENT $LOCAL_PART_SUFFIX; cat | head -1\'"\n',
      owner: [9, 9],
    },
    'home/news/.forward-filter': {
      text: '# Exim filter\nif $h_subject: contains "urgent" then save FOLDER/box/urgent endif\n',
      owner: [9, 9],
    },
    'home/news/.forward-open': { text: 'irc\n', owner: [9, 9], mode: 0o666 },
    'suspended.txt': '+18,3:closed@one.example->yes\n\n',
  },
  prepare: [
    [
      'sqlite3-py',
      'mail.db',
      `create table domains(name text); insert into domains values('one.example'),('two.example');
create table users(user text, domain text, quota text); insert into users values('bob','one.example','5K'),('ann','two.example','0'),('o''hara','one.example','0'),('closed','one.example','0'),('small','one.example','1K');
create table aliases(address text, target text); insert into aliases values('sales@one.example','bob@one.example, ann@two.example, news@host.example'),('none@one.example',':fail: left the company'),('later@one.example',':defer: moving'),('loop1@one.example','loop2@one.example'),('loop2@one.example','loop1@one.example, bob@one.example'),('pipe@one.example','|/bin/true'),('odd@one.example','"broken'),('out@one.example','someone@nowhere.one.invalid');`,
    ],
    ['cdb', 'suspended.cdb', 'suspended.txt'],
  ],
  steps: [
    mail('a mailbox', { to: ['ann@two.example'] }),
    mail('vacation', { to: ['bob@one.example'], sender: 'carol@host.example' }),
    mail('vacation only once', { to: ['bob@one.example'], sender: 'carol@host.example' }),
    mail('no vacation for owners', { to: ['bob@one.example'], sender: 'owner-list@host.example' }),
    mail('no vacation for the null sender', { to: ['ann@two.example'], sender: '' }),
    mail('a suffix', { to: ['ann+lists@two.example', "o'hara@one.example"] }),
    mail('aliases', { to: ['sales@one.example'] }),
    mail('aliases that fail', {
      to: ['none@one.example', 'later@one.example', 'pipe@one.example', 'odd@one.example', 'nobody@one.example'],
    }),
    mail('aliases in a circle', { to: ['loop1@one.example', 'loop2@one.example'] }),
    mail('errors_to', { to: ['out@one.example'], sender: 'news@host.example' }),
    mail('suspended', { to: ['closed@one.example', 'ann@two.example'] }),
    mail('postmaster', { to: ['postmaster@two.example', 'abuse@one.example'] }),
    mail('relaying', { to: ['x@far.example'] }),
    mail(
      'the limit of a host',
      { to: ['ann@two.example'], body: `${'0123456789 '.repeat(60)}\n`.repeat(4) },
      { from: 5 },
    ),
    mail('SIZE over the limit of a host', { to: ['ann@two.example'], parameters: 'SIZE=5000' }, { from: 5 }),
    mail('over quota at once', {
      to: ['small@one.example'],
      body: `${'x'.repeat(70)}\n`.repeat(30),
      sender: 'news@host.example',
    }),
    mail('quota warning', { to: ['small@one.example'], sender: 'news@host.example', body: 'x\n'.repeat(150) }),
    mail('a forward file', { to: ['news@host.example', 'news@plain.example'] }),
    mail('a forward file to files', { to: ['news-file@host.example'] }),
    mail('a forward file to a pipe with output', { to: ['news-pipe@host.example'], sender: 'irc@host.example' }),
    mail('a filter', { to: ['news-filter@host.example'], more: 'X-Any: thing\n' }),
    mail('a filter that saves', {
      to: ['news-filter@host.example'],
      header: 'From: a@b\nSubject: urgent thing\nMessage-Id: <m@b>\nDate: Thu, 26 Nov 2026 00:00:00 +0000\n',
    }),
    mail('a forward file that others may write', { to: ['news-open@host.example'] }),
    mail('a suffix without a file', { to: ['news-other@host.example'] }),
    command('-bp'),
    command(
      '-bt sales@one.example bob+x@one.example news-file@host.example loop1@one.example none@one.example postmaster@two.example',
    ),
    command('-bv bob@one.example nobody@one.example none@one.example later@one.example'),
    command('-bvs bob@one.example'),
    command('-v -bt ann@two.example', { title: 'with -v' }),
    command('-f carol@host.example -bt bob@one.example', { title: 'with a sender' }),
    command('-qff', { afterMs: 1100 }),
    command('-Mrm ID'),
  ],
};
