/** A backup MX: greylisting in SQLite, domains to relay to in files of several kinds, retry rules of every shape. */
import { command, mail, type Site, talk } from '../types.ts';

/** As `cdb -c` reads it. */
const CDB = `${[
  ['tls.example', 'plain.'],
  ['auth.example', 'secure.'],
  ['good.example', 'secure.'],
]
  .map(([key, host]) => `+${key!.length},${host!.length}:${key}->${host}\n`)
  .join('')}\n`;

export const backup: Site = {
  name: 'backup-mx',
  // BDAT behind MAIL in one go; a host without TLS has a line of its own.
  differing: 8,
  configuration: String.raw`
domainlist local_domains = @
domainlist relay_to_domains = cdb;FOLDER/relay.cdb : lsearch;FOLDER/relay : ^\Nrelay\d+\.ZONE$\N
hostlist relay_from_hosts = NET.1
acl_smtp_connect = check_connect
acl_smtp_rcpt = check_rcpt
sqlite_dbfile = FOLDER/grey.db
retry_interval_max = 6h
timeout_frozen_after = 3d
ignore_bounce_errors_after = 1d
delay_warning = 1h:5h
hosts_treat_as_local = *.none.example
queue_run_in_order
GREY_KEY = ${'$'}{quote_sqlite:${'$'}{mask:$sender_host_address/24} $sender_address $local_part@$domain}
begin acl
check_connect:
  drop    message = listed in $dnslist_domain
          hosts = NET.44
  accept
check_rcpt:
  accept  hosts = +relay_from_hosts
  require message = no relay for $domain
          domains = +local_domains : +relay_to_domains
  warn    set acl_m_seen = ${'$'}{lookup sqlite {select seen from grey where key='GREY_KEY'}{$value}{0}}
  defer   message = greylisted, come back in 1 second
          log_message = greylisted
          condition = ${'$'}{if eq{$acl_m_seen}{0}}
          set acl_m_done = ${'$'}{lookup sqlite {insert into grey values('GREY_KEY', $tod_epoch)}}
  warn    condition = ${'$'}{if and{{>{$acl_m_seen}{0}}{!eq{$acl_m_told}{yes}}}}
          set acl_m_told = yes
          add_header = X-Greylist: passed
          set acl_m_n = ${'$'}{lookup sqlite {update grey set seen = seen + 1 where key='GREY_KEY'}}
  accept
begin routers
fallback:
  driver = manualroute
  domains = lsearch;FOLDER/relay
  route_data = ${'$'}{lookup{$domain}lsearch{FOLDER/relay}}
  transport = remote_smtp
  host_find_failed = defer
by_dbm:
  driver = manualroute
  domains = cdb;FOLDER/relay.cdb
  route_list = * "${'$'}{lookup{$domain}cdb{FOLDER/relay.cdb}}ZONE" byname
  transport = secure_smtp
by_mx:
  driver = dnslookup
  domains = +relay_to_domains
  transport = remote_smtp
  self = fail
  fail_defer_domains = relay3.ZONE
  same_domain_copy_routing = yes
  no_more
local:
  driver = accept
  domains = +local_domains
  local_parts = box : postmaster : quota
  transport = ${'$'}{if eq{$local_part}{quota}{small_box}{box}}
begin transports
remote_smtp:
  driver = smtp
  connect_timeout = 2s
  tls_tempfail_tryclear = false
secure_smtp:
  driver = smtp
  hosts_require_tls = *
  hosts_require_auth = ${'$'}{if eq{$domain}{auth.example}{*}{}}
  fallback_hosts = modern.ZONE
box:
  driver = appendfile
  user = mail
  file = FOLDER/box/$local_part_data
  create_file = anywhere
small_box:
  driver = appendfile
  user = mail
  file = FOLDER/box/$local_part_data
  create_file = anywhere
  quota = 100
begin retry
quota@*  quota_1d   F,1d,1h
quota@*  quota      F,2h,30m; G,4h,30m,1.5
tmp@*  rcpt_452   F,1h,10m
*  rcpt_4xx  senders=:   F,10m,30m
*  rcpt_450  F,2h,30m; G,16h,30m,1.5; F,4d,6h
*  mail_4xx  F,3h,30m
*  data_451  F,4h,30m
down.ZONE  refused_MX   F,1h,30m
*.ZONE  refused  F,2h,30m
*  refused_A  F,3h,30m
*  timeout_connect  F,5h,30m
*  timeout_connect_MX  F,6h,30m
*  tls_required  F,7h,30m
*  auth_failed  F,8h,30m
*  lost_connection  F,9h,30m
^\Nbig\d+@.*\N  *  H,2h,30m,2
^\N(?i)a@x\.example$\N  *  G,1d,5m,2
ann@far.example  *  F,11h,30m
*@far.example  *  F,12h,30m
far.example  *  F,13h,30m
lsearch*@;FOLDER/retry  *  F,14h,30m
NET.13  *  F,15h,30m
never.example  *
* * senders=*@slow.example F,2d,1d
* * F,2h,30m; G,16h,1h,1.5; F,4d,6h
`,
  files: {
    relay:
      'joe.example: plain.ZONE\nall.example: modern.ZONE:plain.ZONE\ndead.example: dead.ZONE\nnone.example: nowhere.ZONE\nseveral.example: dead.ZONE:busy.ZONE:modern.ZONE no_randomize\n',
    'relay.txt': CDB,
    retry: 'looked.example: 1\nann@one.example: 2\n*: 3\n'.replace('*: 3\n', ''),
  },
  prepare: [
    ['sqlite3-py', 'grey.db', 'create table grey(key text primary key, seen integer);'],
    ['cdb', 'relay.cdb', 'relay.txt'],
  ],
  zone: ({ zone, net }) => ({
    [`relay1.${zone}`]: [
      { type: 'MX', name: '', ttl: 0, data: { preference: 10, exchange: `dead.${zone}` } },
      { type: 'MX', name: '', ttl: 0, data: { preference: 20, exchange: `plain.${zone}` } },
      { type: 'MX', name: '', ttl: 0, data: { preference: 30, exchange: `self.${zone}` } },
    ],
    [`relay2.${zone}`]: [{ type: 'MX', name: '', ttl: 0, data: { preference: 10, exchange: `self.${zone}` } }],
    [`relay4.${zone}`]: [{ type: 'A', name: '', ttl: 0, data: `${net}.11` }],
    [`relay5.${zone}`]: [
      { type: 'MX', name: '', ttl: 0, data: { preference: 10, exchange: `busy.${zone}` } },
      { type: 'MX', name: '', ttl: 0, data: { preference: 20, exchange: `closed.${zone}` } },
    ],
    [`relay6.${zone}`]: [{ type: 'MX', name: '', ttl: 0, data: { preference: 10, exchange: `dead.${zone}` } }],
  }),
  steps: [
    mail('greylisted', { to: ['a@joe.example'] }, { from: 7 }),
    mail('again', { to: ['a@joe.example'] }, { from: 9 }),
    mail('the third time, with another', { to: ['a@joe.example', 'b@joe.example'] }, { from: 7 }),
    mail('not ours', { to: ['a@far.example'] }, { from: 7 }),
    talk('a listed host', ['EHLO x', 'QUIT'], { from: 44 }),
    mail('several hosts', { to: ['a@all.example', 'b@several.example'] }),
    mail('a dead host', { to: ['a@dead.example'] }),
    mail('no such host', { to: ['a@none.example'] }),
    mail('TLS required', { to: ['a@tls.example', 'a@good.example'] }),
    mail('AUTH required', { to: ['a@auth.example'] }),
    mail('MX with self last', { to: ['a@relay1.ZONE'] }),
    mail('MX is self', { to: ['a@relay2.ZONE'] }),
    mail('no such domain', { to: ['a@relay3.ZONE'] }),
    mail('an address alone', { to: ['a@relay4.ZONE'] }),
    mail('busy and closed', { to: ['a@relay5.ZONE'] }),
    mail('refused', { to: ['a@relay6.ZONE'] }),
    mail('recipients deferred', { to: ['tmp@joe.example', 'full@joe.example', 'ok@joe.example'] }),
    mail('recipients deferred, a report', { to: ['tmp@joe.example'], sender: '' }),
    mail('data deferred', { to: ['dot4@joe.example'] }),
    mail('mail deferred', { to: ['x@joe.example'], sender: 'mail4@client.example' }),
    mail('the connection is lost', { to: ['drop@joe.example'] }),
    mail('over quota', { to: ['quota@mx.example.org'] }),
    command('-bp'),
    ...[
      'tmp@joe.example rcpt_450',
      'tmp@joe.example rcpt_452',
      'ann@far.example',
      'bob@far.example',
      'far.example',
      'a@x.example',
      'A@X.example',
      'big7@any.example',
      'looked.example',
      'ann@one.example',
      'never.example',
      'down.ZONE other.ZONE refused_MX',
      'sub.ZONE refused',
      'quota@here.example quota_3d',
      'quota@here.example quota',
      'x.example timeout_connect_MX',
      'x.example timeout_connect',
      'x.example tls_required',
      'x.example auth_failed',
      'x.example lost_connection',
      'x.example mail_4xx',
      'x.example data_4xx',
      'NET.13',
      'nonsense.example nonsense',
    ].map((words) => command(`-brt ${words}`)),
    command('-brt'),
    command('-f x@slow.example -brt other.example'),
    command('-brw ann@far.example'),
    command('-bt a@joe.example a@several.example a@auth.example a@relay1.ZONE a@relay2.ZONE a@relay3.ZONE'),
    command('-q', { title: 'a run too early', afterMs: 0 }),
    command('-qf', { title: 'a forced run', afterMs: 1500 }),
    command('-bpr', { anyOrder: true }),
    command('-bpu'),
    command('-bpc'),
    command('-Mrm ID'),
  ],
};
