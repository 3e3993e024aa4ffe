/** Six configurations, each for a kind of site or a kind of trouble, and the addresses put to each of them. */

export interface RouteConfiguration {
  readonly name: string;
  readonly main: string;
  readonly routers: string;
  /** Sections behind the usual ones. */
  readonly more?: string;
  /** Tables beside it; `@FOLDER@` in texts is where they are. */
  readonly files?: Readonly<Record<string, string>>;
  /** Modes and owners that are not the usual ones. */
  readonly modes?: Readonly<Record<string, { readonly mode?: number; readonly owner?: number }>>;
  /** What is routed in any case. */
  readonly addresses: readonly string[];
  /** What addresses are made of by chance. */
  readonly localParts: readonly string[];
  readonly domains: readonly string[];
}

export const TRANSPORTS = `
begin transports
local_delivery:
  driver = appendfile
  file = /var/mail/$local_part_data
address_file:
  driver = appendfile
address_directory:
  driver = appendfile
  maildir_format
address_pipe:
  driver = pipe
remote_smtp:
  driver = smtp
remote_override:
  driver = smtp
  hosts = other.example
  hosts_override
lmtp_delivery:
  driver = lmtp
  socket = /nowhere
begin retry
*  *  F,2h,15m
`;

const SATELLITE: RouteConfiguration = {
  name: 'satellite',
  main: `qualify_domain = sat.test
domainlist local_domains = @ : localhost : sat.test
domainlist relay_to_domains = relay.test : one.test
hostlist relay_from_hosts = 127.0.0.1`,
  routers: `
hubbed_hosts:
  debug_print = "R: hubbed_hosts for $domain"
  driver = manualroute
  domains = "\${if exists{@FOLDER@/hubbed}{partial-lsearch;@FOLDER@/hubbed}fail}"
  same_domain_copy_routing = yes
  route_data = \${lookup{$domain}partial-lsearch{@FOLDER@/hubbed}}
  transport = remote_smtp
smarthost_auto:
  driver = manualroute
  condition = \${if eq{$domain}{auto.test}}
  host_find_failed = ignore
  same_domain_copy_routing = yes
  route_list = * smarthost.test:nosuch.test byname
  transport = remote_smtp
real_local:
  debug_print = "R: real_local for $local_part@$domain"
  driver = accept
  domains = +local_domains
  condition = \${if match_ip{$sender_host_address}{<; 127.0.0.1}{1}{\${if !def:sender_host_address {1}{0}}}}
  local_part_prefix = real-
  check_local_user
  transport = local_delivery
system_aliases:
  debug_print = "R: system_aliases for $local_part@$domain"
  driver = redirect
  domains = +local_domains
  allow_fail
  allow_defer
  data = \${lookup{$local_part}lsearch{@FOLDER@/aliases}}
  file_transport = address_file
  pipe_transport = address_pipe
  directory_transport = address_directory
userforward:
  driver = redirect
  domains = +local_domains
  check_local_user
  file = $home/.nosuchforward
  require_files = $local_part_data:$home/.nosuchforward
  no_verify
  no_expn
  check_ancestor
  allow_filter
  forbid_smtp_code = true
  directory_transport = address_directory
  file_transport = address_file
  pipe_transport = address_pipe
  skip_syntax_errors
  syntax_errors_to = real-$local_part@$domain
local_user:
  driver = accept
  domains = +local_domains
  check_local_user
  local_parts = ! root
  transport = local_delivery
  cannot_route_message = Unknown user
mail4root:
  driver = redirect
  domains = +local_domains
  data = /var/mail/mail
  file_transport = address_file
  local_parts = root
  user = mail
  group = mail
lowuid:
  driver = accept
  domains = +local_domains
  local_parts = daemon
  transport = local_delivery
  no_more
smarthost:
  debug_print = "R: smarthost for $local_part@$domain"
  driver = manualroute
  domains = ! +local_domains
  transport = remote_smtp
  route_list = * smarthost.test::2525:fallback.test byname
  host_find_failed = ignore
  same_domain_copy_routing = yes
  no_more
`,
  files: {
    hubbed: '*.hub.test: hub1.hub.test:192.0.2.5\nsolo.test: 192.0.2.6 byname\nmx.test: two.test/MX\n',
    aliases: `postmaster: root
mailer-daemon: postmaster
abuse: postmaster, bob@one.test
list: ann, daemon, "|/usr/bin/list post", /var/spool/list, /var/spool/dir/
gone: :fail: no such user here
busy: :defer: come back later
hole: :blackhole:
unknown: :unknown:
empty:
chain1: chain2
chain2: chain3, chain1
chain3: chain1
broken: not an address
mixed: ann, :fail: but ann
mail: root
`,
  },
  addresses: [
    'root',
    'daemon',
    'real-daemon',
    'list',
    'chain1',
    'x@sub.hub.test',
    'x@solo.test',
    'x@mx.test',
    'x@auto.test',
  ],
  localParts: [
    'root',
    'daemon',
    'bin',
    'real-daemon',
    'real-nobody',
    'Postmaster',
    'abuse',
    'list',
    'gone',
    'busy',
    'hole',
    'unknown',
    'empty',
    'chain1',
    'broken',
    'mixed',
    'mail',
    'nosuchuser',
    'DAEMON',
    '"daemon"',
    'a.b',
  ],
  domains: [
    'sat.test',
    'localhost',
    'mail.sat.test',
    'one.test',
    'SAT.test',
    'a.hub.test',
    'solo.test',
    'mx.test',
    'auto.test',
  ],
};

const VIRTUAL: RouteConfiguration = {
  name: 'virtual',
  main: `qualify_domain = v1.test
domainlist virtual = dsearch;@FOLDER@/domains
localpartlist staff = ann : bob : ^c.*
addresslist friends = *@friend.test`,
  routers: `
plus:
  driver = redirect
  domains = +virtual
  local_part_suffix = +* : -*
  data = $local_part@$domain
  address_data = plus \${quote:$local_part_suffix_v}
  set = r_extension = $local_part_suffix_v ; r_domain = $domain_data
  repeat_use = false
aliases:
  driver = redirect
  domains = +virtual
  data = \${lookup{$local_part}lsearch*{@FOLDER@/domains/$domain_data}}
  allow_fail
  allow_defer
  qualify_preserve_domain
  forbid_pipe
  forbid_file
  address_data = aliases in $domain_data \${if def:r_extension {with $r_extension}}
staff_only:
  driver = accept
  domains = staff.test
  local_parts = +staff
  transport = lmtp_delivery
  address_data = \${uc:$local_part_data}
caseful:
  driver = accept
  domains = case.test
  caseful_local_part
  local_parts = Ann : b* : +caseful : Zed
  transport = local_delivery
friends:
  driver = accept
  domains = friends.test
  senders = +friends
  transport = local_delivery
bounces:
  driver = redirect
  domains = bounces.test
  senders = :
  data = bounce@v1.test
computed:
  driver = redirect
  domains = ^comp\\N(\\d+)\\N\\.test
  data = \${if >{\${length_1:$local_part}}{m}{late}{early}}-$1@staff.test
map:
  driver = redirect
  domains = map.test
  data = \${sg{\${lookup{$local_part@$domain}nwildlsearch{@FOLDER@/map}{$value}{:fail: not mapped}}}{;}{,}}
  allow_fail
suffix_only:
  driver = accept
  domains = suffix.test
  local_part_prefix = pre- : *--
  local_part_suffix = -post : .*
  transport = local_delivery
chained:
  driver = redirect
  domains = chained.test
  condition = \${if match{$local_part}{\\N^[a-m]\\N}}
  condition = \${if !eq{$local_part}{b}}
  data = \${map{<, x,y,z}{$item-$local_part@staff.test}}
default:
  driver = redirect
  data = :fail: $local_part at $domain is not known here
  allow_fail
  domains = +virtual : staff.test : case.test : friends.test : map.test : suffix.test : chained.test : bounces.test
`,
  files: {
    'domains/v1.test': 'ann: ann@staff.test\nbob: bob, ann\nall: ann, bob, nobody\n*: catchall@staff.test\n',
    'domains/v2.test':
      'ann: ann@v1.test\nloop: loop\npong: ping\nping: pong\nno: :fail: 550 5.1.1 not here\nlater: :defer: soon\nfile: /tmp/x\npipe: |/bin/x\nbounce: bounce@staff.test\n',
    map: '^a.*@map\\.test: cat@staff.test;ann@staff.test\n*@map.test: :fail: closed\n',
  },
  addresses: ['ann+x@v1.test', 'ann-a-b@v2.test', 'Ann@case.test', 'x@comp12.test', 'x@bounces.test', 'x@nowhere.test'],
  localParts: [
    'ann',
    'bob',
    'all',
    'other',
    'loop',
    'ping',
    'no',
    'later',
    'file',
    'pipe',
    'ann+folder',
    'bob-x',
    'ANN',
    'cat',
    'Zed',
    'zed',
    'pre-ann-post',
    'a--b.c',
    'pre-ann',
    'zoe',
    'bounce',
    'x+',
  ],
  domains: [
    'v1.test',
    'v2.test',
    'staff.test',
    'case.test',
    'friends.test',
    'map.test',
    'suffix.test',
    'chained.test',
    'V1.TEST',
  ],
};

const MANUAL: RouteConfiguration = {
  name: 'manualroute',
  main: 'qualify_domain = m.test\nhosts_treat_as_local = treated.test',
  routers: `
table:
  driver = manualroute
  domains = m.test
  route_data = \${lookup{$local_part}lsearch{@FOLDER@/routes}}
  host_find_failed = ignore
  transport = remote_smtp
patterns:
  driver = manualroute
  route_list = p1.test 192.0.2.1 ; \\
    *.p2.test "$1.$0" local_delivery ; \\
    ^p(\\\\d)\\\\.re\\\\.test$ "$1 : $0" local_delivery ; \\
    lsearch;@FOLDER@/plist $value remote_smtp byname ; \\
    p4.test 192.0.2.4:192.0.2.5:+:192.0.2.6 randomize ; \\
    p5.test "<;192.0.2.1" bogusoption ; \\
    p6.test "" remote_smtp ; \\
    p7.test 192.0.2.7 no_randomize bydns ipv4_only remote_override
  transport = remote_smtp
  host_all_ignored = decline
find_failed:
  driver = manualroute
  domains = ^ff-.*
  route_data = nosuch.test:192.0.2.1
  transport = remote_smtp
  host_find_failed = FF_WORD
self_send:
  driver = manualroute
  domains = send.test
  route_list = * 127.0.0.1:192.0.2.1:127.0.0.1
  self = send
  transport = remote_smtp
self_later:
  driver = manualroute
  domains = later.test
  route_list = * 192.0.2.1:127.0.0.1:192.0.2.9
  transport = remote_smtp
self_fail:
  driver = manualroute
  domains = fail.test
  route_list = * 127.0.0.1
  self = fail
  transport = remote_smtp
self_defer:
  driver = manualroute
  domains = defer.test
  route_list = * 127.0.0.1
  self = defer
  transport = remote_smtp
self_freeze:
  driver = manualroute
  domains = freeze.test
  route_list = * 127.0.0.1
  transport = remote_smtp
self_reroute:
  driver = manualroute
  domains = reroute.test
  route_list = * 127.0.0.1
  self = reroute: p1.test
  transport = remote_smtp
self_pass:
  driver = manualroute
  domains = pass.test
  route_list = * 127.0.0.1
  self = pass
  pass_router = after_pass
  transport = remote_smtp
treated:
  driver = manualroute
  domains = treated.example
  route_list = * treated.test
  self = fail
  transport = remote_smtp
ignored:
  driver = manualroute
  domains = ignored.example
  ignore_target_hosts = 198.51.100.0/24 : 192.0.2.82
  route_list = * many.test:a.ignored.test:b.ignored.test
  host_find_failed = ignore
  transport = remote_smtp
all_ignored:
  driver = manualroute
  domains = allignored.example
  ignore_target_hosts = 0.0.0.0/0 : ::0/0
  route_list = * many.test
  host_find_failed = ignore
  host_all_ignored = fail
  transport = remote_smtp
no_transport:
  driver = manualroute
  domains = notransport.example
  route_list = * 192.0.2.1
waits:
  driver = manualroute
  domains = waits.example
  route_list = * host.broken.test
  transport = remote_smtp
waits_pass:
  driver = manualroute
  domains = waitspass.example
  route_list = * host.broken.test
  pass_on_timeout
  transport = remote_smtp
literal:
  driver = ipliteral
  transport = remote_smtp
  ignore_target_hosts = 192.0.2.66
after_pass:
  driver = redirect
  allow_fail
  data = :fail: passed \${if def:self_hostname {as $self_hostname}}
`,
  files: {
    plist: 'p3.test: 192.0.2.3:smarthost.test\n',
    routes: `a: 192.0.2.1:[192.0.2.12]:[192.0.2.3]::25:[2001::db8::::1]:2001::db8::::2:192.0.2.4::26
b: nosuch.test
c: "<; 192.0.2.1; 192.0.2.5:27" remote_override
d: 192.0.2.1 byname
e: two.test/MX
f: two.test/mx::2525
g: null.test/MX
h:
i: "" remote_smtp
j: \${nosuch:x}
k: many.test
l: many.test bydns ipv4_only
m: 192.0.2.1:+:192.0.2.3
n: 192.0.2.1 local_delivery
o: mx1.one.test : mx2.two.test::26
p: here.local.test
q: mx1.one.test:here.local.test:mx2.two.test
r: alias.test
s: alias.aliashost.test
t: 192.0.2.1 nosuchtransport
u: \${if eq{1}{2}{x}fail}
v: MX1.one.TEST
w: local.test/MX
x: backup.test/MX
`,
  },
  addresses: [
    'x@p1.test',
    'x@a.p2.test',
    'x@p7.re.test',
    'x@p3.test',
    'x@p4.test',
    'x@p5.test',
    'x@p6.test',
    'x@p7.test',
    ...['freeze', 'decline', 'defer', 'fail', 'pass'].map((word) => `x@ff-${word}.test`),
    ...['send', 'later', 'fail', 'defer', 'freeze', 'reroute', 'pass'].map((word) => `x@${word}.test`),
    ...['treated', 'ignored', 'allignored', 'notransport', 'waits', 'waitspass'].map((word) => `x@${word}.example`),
    'x@[192.0.2.1]',
    'x@[192.0.2.66]',
    'x@[127.0.0.1]',
    'x@[IPv6:2001:db8::1]',
    'x@[2001:db8::2]',
    ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}@m.test`),
  ],
  localParts: [...'abcdefghijklmnopqrstuvwxyz'],
  domains: ['m.test', 'm.test', 'p1.test', 'b.p2.test', 'p3.test', 'send.test', 'later.test'],
};

const DNS: RouteConfiguration = {
  name: 'dnslookup',
  main: 'qualify_domain = d.test\ndns_again_means_nonexist = again.broken.test',
  routers: `
srv:
  driver = dnslookup
  local_parts = srv
  check_srv = smtp
  transport = remote_smtp
strict:
  driver = dnslookup
  local_parts = strict
  mx_domains = nomx.test : many.test
  ignore_target_hosts = 198.51.100.0/24
  transport = remote_smtp
  no_more
secondary:
  driver = dnslookup
  local_parts = secondary
  check_secondary_mx
  transport = remote_smtp
four:
  driver = dnslookup
  local_parts = four
  ipv4_only = \${if eq{$domain}{equal.test}{}{1}}
  ipv4_prefer = yes
  transport = remote_smtp
secure:
  driver = dnslookup
  local_parts = secure
  dnssec_request_domains = *
  dnssec_require_domains = *.test
  transport = remote_smtp
failing:
  driver = dnslookup
  local_parts = failing
  mx_fail_domains = *.broken.test : broken.test
  check_srv = \${if match{$domain}{broken}{smtp}fail}
  srv_fail_domains = *.broken.test
  fail_defer_domains = gone.test : null.test : nosuch.test : text.test
  transport = remote_smtp
passing:
  driver = dnslookup
  local_parts = passing
  pass_on_timeout
  self = pass
  transport = remote_smtp
widening:
  driver = dnslookup
  local_parts = widening
  widen_domains = wide.test : test
  qualify_single = false
  search_parents
  no_rewrite_headers
  transport = remote_smtp
sending:
  driver = dnslookup
  local_parts = sending
  self = send
  transport = remote_smtp
usual:
  driver = dnslookup
  domains = ! d.test
  transport = \${if eq{$local_part}{other}{remote_override}{remote_smtp}}
  ignore_target_hosts = 127.0.0.0/8 : 198.51.100.0/24
  condition = \${if !eq{$local_part}{plain}}
  cannot_route_message = no host for $domain
  no_more
plain:
  driver = dnslookup
  transport = remote_smtp
  same_domain_copy_routing
`,
  addresses: [
    'srv@service.test',
    'srv@noservice.test',
    'srv@one.test',
    'strict@nomx.test',
    'secondary@backup.test',
    'secondary@one.test',
    'secure@one.test',
    'failing@x.broken.test',
    'failing@gone.test',
    'failing@null.test',
    'failing@nosuch.test',
    'failing@text.test',
    'passing@x.broken.test',
    'widening@wide',
    'widening@one',
    'sending@local.test',
    'plain@local.test',
    'plain@again.broken.test',
  ],
  localParts: [
    'usual',
    'plain',
    'strict',
    'secondary',
    'four',
    'failing',
    'passing',
    'widening',
    'sending',
    'srv',
    'other',
    'secure',
  ],
  domains: [
    ...['one', 'two', 'equal', 'double', 'nomx', 'text', 'null', 'gone', 'partly', 'toip', 'waits', 'waitspartly'],
    ...[
      'local',
      'backup',
      'shared',
      'ignored',
      'allignored',
      'alias',
      'aliashost',
      'service',
      'noservice',
      'under_score',
    ],
    ...['mixed', 'x.wild', 'many', 'loop', 'x.broken', 'nosuch', '-bad', 'wide'],
  ].map((name) => `${name}.test`),
};

const REDIRECT: RouteConfiguration = {
  name: 'redirect',
  main: 'qualify_domain = r.test\nqualify_recipient = q.test\npercent_hack_domains = hack.test',
  routers: `
data:
  driver = redirect
  domains = r.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/data}}}{ // }{\\n}}
  allow_fail
  allow_defer
  file_transport = address_file
  pipe_transport = address_pipe
  include_directory = @FOLDER@/inc
strict:
  driver = redirect
  domains = strict.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/data}}
  skip_syntax_errors
  syntax_errors_text = for $local_part
  forbid_blackhole
  forbid_include
  forbid_file
  qualify_domain = qd.$domain
files:
  driver = redirect
  domains = files.test
  file = @FOLDER@/f/\${lookup{$local_part}dsearch,filter=file{@FOLDER@/f}{$value}{\${if eq{$local_part}{missing}{nosuch}{no/such}}}}
  owners = root : daemon
  check_owner
  rewrite = false
  check_group
  owngroups = root
  allow_fail
files_loose:
  driver = redirect
  domains = loose.test
  file = @FOLDER@/f/\${lookup{$local_part}dsearch,filter=file{@FOLDER@/f}{$value}{no/such}}
  modemask = 002
  ignore_enotdir
  allow_filter
  forbid_exim_filter
  user = nobody
  one_time
files_user:
  driver = redirect
  domains = user.test
  file = @FOLDER@/f/\${lookup{$local_part}dsearch,filter=file{@FOLDER@/f}{$value}{no/such}}
  user = nobody
  group = nogroup
  modemask = 0
  ignore_eacces
ancestors:
  driver = redirect
  domains = anc.test
  check_ancestor
  data = \${lookup{$local_part}lsearch{@FOLDER@/ancestors}}
growing:
  driver = redirect
  domains = grow.test
  data = \${if <{\${strlen:$local_part}}{LIMIT}{$local_part$local_part@$domain}{end@q.test}}
never_again:
  driver = redirect
  domains = again.test
  repeat_use = false
  data = a$local_part@again.test, x@q.test
unseen_accept:
  driver = accept
  domains = unseen.test
  unseen
  transport = local_delivery
unseen_redirect:
  driver = redirect
  domains = unseen.test : unseen2.test
  unseen = \${if eq{$local_part}{no}{no}{yes}}
  data = one@q.test, two@unseen2.test
started:
  driver = redirect
  domains = start.test
  data = $local_part@q.test, x@start.test
  redirect_router = last
  hide_child_in_errmsg
errors:
  driver = accept
  domains = errors.test
  errors_to = \${if eq{$local_part}{fail}{\${if eq{a}{b}{x}fail}}{$local_part@q.test}}
  transport = local_delivery
  headers_add = X-A: $local_part
  headers_remove = X-B : X-C
verify_things:
  driver = accept
  domains = verify.test
  verify_only
  transport = local_delivery
q:
  driver = accept
  domains = q.test : hacked.test : *.strict.test
  local_parts = ! nosuch
  transport = local_delivery
last:
  driver = redirect
  data = :fail: last for $local_part \${if def:parent_local_part {of $parent_local_part}}
  allow_fail
`,
  files: {
    data: `one: ann
two: ann, bob@q.test
comment: ann // # bob@q.test // cat
phrase: Ann Other <ann@q.test> (work), "Bob B." <bob@q.test>
route: <@a.test,@b.test:ann@q.test>
quoted: "a b"@q.test, "c\\"d"@q.test
backslash: \\ann, \\bob@q.test
empties: ,, ann,, (only a comment), <>
noaddress: ann bob
twoats: a@b@q.test
unended: "ann@q.test
bracket: <ann@q.test
dotend: ann@q.test.
dots: .ann..x.@q.test
literal: ann@[192.0.2.1]
badliteral: ann@[192.0.2.x]
file: /var/mail/x
pipe: |/bin/cat
quotedpipe: "|/bin/cat a, b", "/a b/c"
x400: /X=a/Y=b/@q.test
directory: /var/mail/
null: /dev/null
fail: :fail: no
failempty: :fail:
failmixed: ann, bob, :fail: and no, more
defer: :defer: later
blackhole: ann, :blackhole:, bob
unknown: :unknown:
unknownmixed: :unknown:, ann
prefixed: :unk, ann
include: :include:@FOLDER@/inc/list
included: ann, :include:@FOLDER@/inc/list, bob
includefail: :include:@FOLDER@/inc/fails
includenot: :include:@FOLDER@/inc/nosuch
includeout: :include:@FOLDER@/data
includelink: :include:@FOLDER@/inc/link
includedir: :include:@FOLDER@/inc
includerel: :include:inc/list
includenone: :include:
long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@q.test
utf8: \xc3\xa4nn@q.test
nested: one@r.test, two@r.test
loop: loop, ann
deep: nested@r.test, loop@r.test
self: self@r.test
semicolon: ann; bob
group: Friends: ann, bob;
percent: a%b@q.test
same: ann, ann, ANN
`,
    'inc/list': 'cat, dog@q.test # two\n\nfox\n',
    'inc/fails': 'cat\n:fail: in a file\nnot this\n',
    ancestors: 'a: b@anc.test\nb: a@anc.test, x@q.test\nc: c@anc.test\nd: D@anc.test\n',
    'f/plain': 'ann, bob@q.test\n',
    'f/group': 'ann\n',
    'f/other': 'ann\n',
    'f/open': 'ann\n',
    'f/private': 'ann\n',
    'f/daemon': 'ann\n',
    'f/filter': '# Exim filter\nseen finish\n',
    'f/sieve': '#Sieve filter\nkeep;\n',
    'f/fail': '# why\n:fail: in the file\n',
    'f/empty': '# nothing\n',
    'f/bad': 'a b\n',
  },
  modes: {
    'f/group': { mode: 0o664 },
    'f/open': { mode: 0o666 },
    'f/private': { mode: 0o600 },
    'f/daemon': { owner: 1 },
    'f/other': { owner: 12345 },
  },
  addresses: [
    'x@grow.test',
    'x@again.test',
    'x@unseen.test',
    'no@unseen.test',
    'x@start.test',
    'x@errors.test',
    'nosuch@errors.test',
    'fail@errors.test',
    'x@verify.test',
    'a%hacked.test@hack.test',
    'a%b%hacked.test@hack.test',
    'missing@files.test',
    ...['a', 'b', 'c', 'd'].map((name) => `${name}@anc.test`),
  ],
  localParts: [
    ...['one', 'two', 'comment', 'phrase', 'route', 'quoted', 'backslash', 'empties', 'noaddress', 'twoats', 'unended'],
    ...[
      'bracket',
      'dotend',
      'dots',
      'literal',
      'badliteral',
      'file',
      'pipe',
      'quotedpipe',
      'x400',
      'directory',
      'null',
    ],
    ...['fail', 'failempty', 'failmixed', 'defer', 'blackhole', 'unknown', 'unknownmixed', 'prefixed', 'include'],
    ...[
      'included',
      'includefail',
      'includenot',
      'includeout',
      'includelink',
      'includedir',
      'includerel',
      'includenone',
    ],
    ...['long', 'utf8', 'nested', 'loop', 'deep', 'self', 'semicolon', 'group', 'percent', 'same', 'nosuch'],
    ...['plain', 'group', 'other', 'open', 'private', 'daemon', 'filter', 'sieve', 'empty', 'bad'],
  ],
  domains: [
    'r.test',
    'r.test',
    'r.test',
    'strict.test',
    'files.test',
    'files.test',
    'loose.test',
    'user.test',
    'q.test',
  ],
};

const TROUBLE: RouteConfiguration = {
  name: 'trouble',
  main: 'qualify_domain = t.test\nlocalpartlist broken = ${lookup{x}lsearch{/nosuch}}\ndomainlist neg = !no.test : *.test',
  routers: `
domains_wait:
  driver = accept
  domains = dw.test : \${if eq{$domain}{lw.test}{\${lookup{x}lsearch{/nosuch}}}{dx.test}}
  transport = local_delivery
local_parts_wait:
  driver = accept
  domains = lpw.test
  local_parts = +broken
  transport = local_delivery
condition_bad:
  driver = accept
  domains = cb.test
  condition = \${nosuch:x}
  transport = local_delivery
condition_words:
  driver = accept
  domains = cw.test
  condition = $local_part
  transport = local_delivery
condition_defers:
  driver = accept
  domains = cd.test
  condition = \${lookup dnsdb{defer_strict,a=host.broken.test}}
  transport = local_delivery
tainted_file:
  driver = redirect
  domains = tf.test
  file = @FOLDER@/$local_part
tainted_transport:
  driver = accept
  domains = tt.test
  transport = $local_part
clean_transport:
  driver = accept
  domains = ct.test
  local_parts = local_delivery : remote_smtp : nosuch
  transport = $local_part_data
tainted_data:
  driver = redirect
  domains = td.test
  data = $local_part@q.test
tainted_lookup:
  driver = redirect
  domains = tl.test
  data = \${lookup{x}lsearch{@FOLDER@/$local_part}}
tainted_home:
  driver = accept
  domains = th.test
  router_home_directory = /home/$local_part
  transport = local_delivery
  require_files = /etc/passwd : !$home/nosuch
users:
  driver = accept
  domains = us.test
  user = $local_part
  transport = local_delivery
groups:
  driver = accept
  domains = gr.test
  user = root
  group = $local_part
  transport = local_delivery
files_rel:
  driver = accept
  domains = fr.test
  require_files = relative/$local_part
  transport = local_delivery
files_user:
  driver = accept
  domains = fu.test
  require_files = $local_part : /etc/passwd
  transport = local_delivery
files_secret:
  driver = accept
  domains = fs.test
  require_files = nobody : \${if eq{$local_part}{plus}{+}}\${if eq{$local_part}{not}{!}}/etc/shadow
  transport = local_delivery
files_plain:
  driver = accept
  domains = fp.test
  require_files = \${if eq{$local_part}{not}{!/etc/passwd}{/etc/passwd}} : !/etc/nosuch
  transport = local_delivery
home_bad:
  driver = accept
  domains = hb.test
  router_home_directory = \${nosuch:x}
  transport = local_delivery
address_data_bad:
  driver = accept
  domains = ab.test
  address_data = \${if eq{$local_part}{fail}{\${if eq{a}{b}{x}fail}}{\${nosuch:x}}}
  transport = local_delivery
headers_bad:
  driver = accept
  domains = ha.test
  headers_add = \${if eq{$local_part}{fail}{\${if eq{a}{b}{x}fail}}{\${nosuch:x}}}
  transport = local_delivery
more_bad:
  driver = redirect
  domains = mb.test
  data =
  more = \${if eq{$local_part}{yes}{yes}{\${if eq{$local_part}{no}{no}{perhaps}}}}
  cannot_route_message = nothing for $local_part
errors_bad:
  driver = accept
  domains = eb.test
  errors_to = \${nosuch:x}
  transport = local_delivery
data_bad:
  driver = redirect
  domains = db.test
  data = \${if eq{$local_part}{fail}{\${if eq{a}{b}{x}fail}}{\${lookup{x}lsearch{/nosuch}}}}
route_data_bad:
  driver = manualroute
  domains = rb.test
  route_data = \${if eq{$local_part}{fail}{\${if eq{a}{b}{x}fail}}{\${nosuch:x}}}
  transport = remote_smtp
qualify_bad:
  driver = redirect
  domains = qb.test
  qualify_domain = \${nosuch:x}
  data = x
transport_bad:
  driver = accept
  domains = tb.test
  transport = \${if eq{$local_part}{none}{}{\${if eq{$local_part}{bad}{\${nosuch:x}}{nosuch}}}}
no_test:
  driver = accept
  domains = nt.test
  no_address_test
  transport = local_delivery
no_verify:
  driver = accept
  domains = nv.test
  no_verify
  transport = local_delivery
fails_verify:
  driver = accept
  domains = fv.test
  fail_verify_recipient
  transport = local_delivery
fails_any:
  driver = accept
  domains = fa.test
  fail_verify
  transport = local_delivery
negated:
  driver = accept
  domains = ! +neg
  transport = remote_override
program:
  driver = queryprogram
  domains = qp.test
  local_parts = accept : fail : defer : decline : pass : freeze : redirect : odd : transport : hosts : nosuch : lookup : empty
  command = /bin/sh @FOLDER@/program "$local_part_data" '$domain_data'
  command_user = nobody
  transport = remote_smtp
program_tainted:
  driver = queryprogram
  domains = qt.test
  command = /bin/sh @FOLDER@/program $local_part
  command_user = nobody
  transport = remote_smtp
program_fails:
  driver = queryprogram
  domains = qf.test
  local_parts = status : signal : slow
  command = /bin/sh @FOLDER@/program $local_part_data
  command_user = nobody
  command_group = nogroup
  current_directory = /tmp
  timeout = 1s
  transport = remote_smtp
asked_udp:
  driver = iplookup
  domains = iu.test
  hosts = 127.0.0.1
  port = 7777
  timeout = 1s
asked_tcp:
  driver = iplookup
  domains = it.test
  hosts = ns.test : 127.0.0.1
  port = 7778
  protocol = tcp
  query = "who is $local_part?"
  response_pattern = ^(\\w+) is (.*)$
  reroute = $2-$1@us.test
asked_nobody:
  driver = iplookup
  domains = in.test : io.test
  hosts = 127.0.0.1
  port = 7779
  timeout = 1s
  optional = false
asked_optional:
  driver = iplookup
  domains = ip.test
  hosts = 127.0.0.1
  port = 7779
  timeout = 1s
  optional
more_options:
  driver = accept
  domains = mo.test
  local_part_prefix = x-
  local_part_prefix_optional
  local_part_suffix = -x
  local_part_suffix_optional
  transport = local_delivery
  user = root
  group = root
  initgroups
  retry_use_local_part
  dsn_lasthop
  disable_logging
  log_as_local = false
  transport_current_directory = /
  transport_home_directory = /home/$local_part_data
  verify_sender = false
  verify_recipient
more_remote:
  driver = manualroute
  domains = mr.test
  route_list = * 192.0.2.1:192.0.2.3
  hosts_randomize
  fallback_hosts = 192.0.2.4
  transport = remote_smtp
  fail_verify_sender
no_more_here:
  driver = redirect
  domains = nm.test
  data =
  no_more
end:
  driver = accept
  condition = \${if eq{$domain}{end.test}}
  transport = local_delivery
  cannot_route_message = no way to $local_part@$domain
`,
  files: {
    program: `case $1 in
accept) echo accept;; fail) echo fail not this;; defer) echo DEFER not now;; decline) echo decline;; pass) echo pass;;
freeze) echo freeze it;; redirect) echo redirect x@us.test, y@nowhere.test;; odd) echo maybe so;;
transport) echo accept transport=local_delivery;; hosts) echo 'accept hosts="192.0.2.1:192.0.2.3" data=abc';;
nosuch) echo accept transport=nosuch;; lookup) echo accept hosts=192.0.2.1 lookup=odd;; empty) ;;
status) exit 3;; signal) kill -9 $$;; slow) sleep 5;; esac
`,
  },
  addresses: [
    'x@dw.test',
    'x@lw.test',
    'x@lpw.test',
    'x@cb.test',
    ...['yes', 'no', '0', 'FALSE', 'x', '00'].map((word) => `${word}@cw.test`),
    'x@cd.test',
    'plain@tf.test',
    'local_delivery@tt.test',
    ...['local_delivery', 'remote_smtp', 'nosuch', 'other'].map((word) => `${word}@ct.test`),
    'x@td.test',
    'x@tl.test',
    'x@th.test',
    ...['root', 'nosuchuser', '0', '12345'].flatMap((word) => [
      `${word}@us.test`,
      `${word}@gr.test`,
      `${word}@fu.test`,
    ]),
    ...['x', 'plus', 'not'].flatMap((word) => [`${word}@fr.test`, `${word}@fs.test`, `${word}@fp.test`]),
    ...['x', 'fail', 'yes', 'no', 'none', 'bad'].flatMap((word) =>
      ['ab', 'ha', 'mb', 'eb', 'db', 'rb', 'tb'].map((domain) => `${word}@${domain}.test`),
    ),
    'x@hb.test',
    'x@qb.test',
    'x@nt.test',
    'x@nv.test',
    'x@fv.test',
    'x@fa.test',
    'x@no.test',
    'x@other.example',
    'x@nm.test',
    'x@end.test',
    ...[
      'accept',
      'fail',
      'defer',
      'decline',
      'pass',
      'freeze',
      'redirect',
      'odd',
      'transport',
      'hosts',
      'nosuch',
      'lookup',
      'empty',
    ].map((word) => `${word}@qp.test`),
    ...['root', 'elsewhere', 'nothing', 'bad'].flatMap((word) => [`${word}@iu.test`, `${word}@it.test`]),
    'x@in.test',
    'x@ip.test',
    'x-a-x@mo.test',
    'a@mo.test',
    'x@mr.test',
    'y@mr.test',
    'status@qf.test',
    'signal@qf.test',
    'slow@qf.test',
    'x@qt.test',
  ],
  localParts: ['x', 'fail', 'root', 'yes'],
  domains: ['dw.test', 'cw.test', 'us.test', 'fp.test', 'end.test', 'nowhere.test', 'mb.test'],
};

/** host_find_failed has no expansions: each of its words is a configuration of its own. */
const withWord = (configuration: RouteConfiguration): RouteConfiguration => {
  const [before = '', after = ''] = configuration.routers.split(/find_failed:\n[\s\S]*?FF_WORD\n/);
  const routers = ['freeze', 'decline', 'defer', 'fail', 'pass'].map(
    (word) =>
      `find_failed_${word}:\n  driver = manualroute\n  domains = ff-${word}.test\n  route_list = * nosuch.test:192.0.2.1\n  transport = remote_smtp\n  host_find_failed = ${word}\n`,
  );
  return { ...configuration, routers: `${before}${routers.join('')}${after}` };
};

export const CONFIGURATIONS: readonly RouteConfiguration[] = [
  SATELLITE,
  VIRTUAL,
  withWord(MANUAL),
  DNS,
  { ...REDIRECT, routers: REDIRECT.routers.replace('LIMIT', '200') },
  TROUBLE,
];
