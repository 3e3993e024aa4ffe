/** Domains of customers out of files and databases: catch-alls, plus addresses, quotas, answers while away, lists, a filter. */
import { from, one, type Scenario, type World } from '../types.ts';

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
DB = ${folder}/mail.db
sqlite_dbfile = ${folder}/mail.db
domainlist virtual = cdb;${folder}/domains.cdb : lsearch;${folder}/domains
domainlist local_domains = example.org : +virtual
localpartlist postmasters = postmaster : abuse : ^hostmaster(-.+)?\\$
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
untrusted_set_sender = *
errors_copy = *@errs.example postmaster@example.org
begin routers
suspended:
  driver = redirect
  domains = +virtual
  condition = \${if eq{\${extract{state}{$domain_data}}}{off}}
  allow_defer
  data = :defer: \\$domain is suspended
hub:
  driver = manualroute
  domains = ! +local_domains
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = remote
officers:
  driver = redirect
  domains = +local_domains
  local_parts = +postmasters
  data = root+\${local_part}@example.org
sql_aliases:
  driver = redirect
  domains = +virtual
  address_data = \${lookup sqlite{SELECT target FROM alias WHERE address='\${quote_sqlite:$local_part@$domain}'}}
  data = $address_data
  local_part_suffix = +*
  local_part_suffix_optional
  forbid_file
  forbid_pipe
  hide_child_in_errmsg
  errors_to = \${if eq{$local_part}{list}{list-owner@example.org}{$sender_address}}
box_sql:
  driver = accept
  domains = +virtual
  set = r_quota = \${lookup sqlite{SELECT quota FROM box WHERE address='\${quote_sqlite:$local_part@$domain}'}{$value}fail}
  condition = \${if def:r_quota}
  local_part_suffix = +*
  local_part_suffix_optional
  address_data = \${lookup sqlite{SELECT home FROM box WHERE address='\${quote_sqlite:$local_part@$domain}'}}
  transport = sqlbox
vacation:
  driver = accept
  domains = example.org
  local_parts = away : gone
  condition = \${if !def:h_list-id: {\${if !match{$h_precedence:}{(?i)bulk|list|junk}}}}
  senders = ! ^.*-request@ : ! ^owner- : ! :
  transport = vacation
  unseen
  no_verify
lists:
  driver = redirect
  domains = example.org
  local_parts = dsearch;${folder}/lists
  file = ${folder}/lists/$local_part_data
  errors_to = owner-$local_part_data@example.org
  one_time
  forbid_pipe
  forbid_file
  skip_syntax_errors
  syntax_errors_to = root@example.org
  syntax_errors_text = "Bad lines in the list $local_part."
owners:
  driver = redirect
  domains = example.org
  local_part_prefix = owner-
  local_part_suffix = -request
  local_part_suffix_optional
  data = root@example.org
plus:
  driver = accept
  domains = example.org
  local_parts = root : ann : away : gone : list-owner
  local_part_suffix = +* : -*
  local_part_suffix_optional
  transport = box
filtered:
  driver = accept
  domains = example.org
  local_parts = spam
  condition = \${if <{$message_size}{100K}}
  transport = spamfilter
  headers_add = X-Scanned: by $primary_hostname
catchall:
  driver = redirect
  domains = lsearch;${folder}/catchalls
  data = \${expand:$domain_data}
nobody:
  driver = redirect
  domains = +virtual
  allow_fail
  forbid_smtp_code
  data = ":fail: 551 5.7.1 $local_part is not known at $domain"
begin transports
remote:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  envelope_to_add
  return_path_add
  message_suffix = "\\n--$local_part_suffix--\\n"
sqlbox:
  driver = appendfile
  maildir_format
  directory = ${folder}/box/$address_data
  create_directory
  quota = \${r_quota}
  quota_warn_threshold = 60%
  quota_warn_message = "To: $local_part@$domain\\nSubject: nearly full\\n\\nMake room, $local_part.\\n"
  maildir_tag = ,S=$message_size
  quota_size_regex = ,S=(\\\\d+)
  envelope_to_add
spamfilter:
  driver = appendfile
  file = ${folder}/box/spam
  transport_filter = /bin/sed -e "s/^Subject: /Subject: [$local_part] /"
vacation:
  driver = autoreply
  to = $reply_address
  from = "$local_part@$domain"
  subject = "Away: \${rfc2047:$rh_subject:}"
  headers = "Auto-Submitted: auto-replied\\nIn-Reply-To: $h_message-id:"
  text = "I am away.\\n"
  file = ${folder}/away-$local_part
  file_expand
  file_optional
  once = ${folder}/once-$local_part_data
  once_repeat = \${if eq{$local_part}{away}{7d}{1s}}
  log = ${folder}/box/answers
  never_mail = *@robots.example
begin retry
*@*    quota_7d  F,1h,20m
*@*    quota     F,2h,30m
*      *         F,2h,15m
`;

const SQL = [
  'CREATE TABLE alias(address TEXT, target TEXT)',
  'CREATE TABLE box(address TEXT, home TEXT, quota TEXT)',
  "INSERT INTO alias VALUES('info@one.example','joe@one.example, ann@example.org'),('list@two.example','joe@one.example,tim@two.example,nobody@two.example'),('hash@two.example','/etc/passwd'),('pipe@two.example','|/bin/true')",
  "INSERT INTO box VALUES('joe@one.example','one/joe','0'),('tim@two.example','two/tim','2K'),('tiny@two.example','two/tiny','300'),('bad@two.example','two/bad','many')",
].join(';');

const held = (title: string, sender: string, header: string, ...recipients: string[]): Scenario => ({
  ...from(sender, title, ...recipients),
  header,
});

export const virtual: World = {
  name: 'virtual',
  configuration,
  isInFullAlone: true,
  forms: [[/^(Content-(?:Length|length)): \d+/gm, '$1: n']],
  files: {
    domains: 'two.example: state=on\nthree.example: state=off\nfour.example:\n',
    'domains.txt': '+11,8:one.example->state=on\n\n',
    catchalls: 'four.example: ann+$local_part@example.org\nexample.org: gone\n',
    'away-away': 'Until monday, $sender_address_local_part.\n',
  },
  prepare: [
    'cdb -c domains.cdb domains.txt',
    `sqlite3 mail.db "${SQL}"`,
    'mkdir lists',
    'printf "ann@example.org\\n# old\\njoe@one.example\\nx@far.example\\n" > lists/all',
    'printf "ann@example.org\\nnot an address <\\ntim@two.example\\n" > lists/broken',
    'printf "ann@example.org, tmp@far.example, zed@far.example\\n" > lists/mixed',
    'chown -R Debian-exim: .',
  ].join(' && '),
  scenarios: [
    one('a box out of SQL', 'joe@one.example'),
    one('an alias out of SQL', 'info@one.example'),
    one('with a suffix', 'joe+sub@one.example', 'info+x@one.example'),
    one('a list out of SQL, with an owner', 'list@two.example'),
    one('files and programs out of SQL', 'hash@two.example', 'pipe@two.example'),
    one('a domain that is suspended', 'joe@three.example'),
    { ...one('a domain that is suspended, forced', 'joe@three.example'), runs: ['-qf'] },
    one('nobody', 'whoever@two.example'),
    one('a quote in a local part', "o'hara@two.example", 'tim@two.example'),
    one('officers', 'postmaster@one.example', 'hostmaster-dns@two.example', 'ABUSE@example.org'),
    one('a suffix of two kinds', 'ann+a@example.org', 'ann-b@example.org', 'ann@example.org'),
    one('capitals', 'Ann@Example.ORG', 'JOE@one.example'),
    one('a quota of 300', 'tiny@two.example'),
    one('a quota that is none', 'bad@two.example'),
    {
      ...one('a box of 2K that fills', 'tim@two.example'),
      before: [1, 2, 3].map(() => ({ ...one('before', 'tim@two.example'), body: `${'x'.repeat(70)}\n`.repeat(6) })),
    },
    one('a list', 'all@example.org'),
    one('a list with a line that is none', 'broken@example.org'),
    { ...one('a list of one who fails and one who waits', 'mixed@example.org'), runs: ['-qf'] },
    from('', 'a bounce to a list', 'mixed@example.org'),
    one('an owner', 'owner-all@example.org', 'owner-all-request@example.org'),
    one('an answer', 'away@example.org'),
    one('no second answer', 'away@example.org'),
    { ...one('a second answer after its time', 'gone@example.org'), before: [one('before', 'gone@example.org')] },
    held('no answer to a list', 'ann@example.org', 'List-Id: <some.list>\n', 'away@example.org'),
    held('no answer to bulk', 'eve@elsewhere.example', 'Precedence: Bulk\n', 'away@example.org'),
    held('an answer to Reply-To', 'eve@elsewhere.example', 'Reply-To: Eve <eve2@far.example>\n', 'away@example.org'),
    from('x@robots.example', 'no answer to a robot', 'away@example.org'),
    from('news-request@far.example', 'no answer to a request', 'away@example.org'),
    from('', 'no answer to a bounce', 'away@example.org', 'gone@example.org'),
    { ...one('a subject of another charset', 'gone@example.org'), header: 'Comments: gr\xfc\xdfe\n' },
    one('a filter', 'spam@example.org'),
    from('ann@errs.example', 'a copy of an error', 'whoever@two.example'),
    {
      ...one('NOTIFY through a list', 'all@example.org NOTIFY=SUCCESS,FAILURE,DELAY', 'list@two.example NOTIFY=NEVER'),
      mail: 'ENVID=+41bc RET=FULL',
    },
    {
      ...one('NOTIFY=DELAY of one that waits', 'tmp@far.example NOTIFY=DELAY', 'tmp2@far.example NOTIFY=NEVER'),
      runs: ['-qf'],
    },
  ],
};
