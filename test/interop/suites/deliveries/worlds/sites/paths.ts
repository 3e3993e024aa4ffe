/** Ways through routers: who passes, declines, sends again, copies, and where an address comes back to itself. */
import { from, one, type Scenario, type World } from '../types.ts';

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
qualify_recipient = rcpt.example.org
domainlist local_domains = @ : example.org : rcpt.example.org
hostlist relay_from_hosts = 127.0.0.0/8
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
hosts_treat_as_local = self.treated.example
percent_hack_domains = hack.example
keep_environment =
begin routers
archive:
  driver = accept
  condition = \${if eq{$header_x-archive:}{yes}}
  transport = archive
  unseen
  headers_add = X-Archived: yes
  no_verify
copied:
  driver = manualroute
  domains = copied.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  unseen
  transport = out
copied2:
  driver = redirect
  domains = copied.example
  data = ann@example.org
selfpass:
  driver = manualroute
  domains = selfpass.example
  route_list = * 127.0.0.1 byname
  self = pass
  pass_router = afterpass
  transport = out
selfreroute:
  driver = manualroute
  domains = selfreroute.example
  route_list = * 127.0.0.1 byname
  self = reroute: example.org
  transport = out
selfrewrite:
  driver = manualroute
  domains = selfrewrite.example
  route_list = * 127.0.0.1 byname
  self = reroute: rewrite: example.org
  transport = out
selffail:
  driver = manualroute
  domains = selffail.example
  route_list = * 127.0.0.1 byname
  self = fail
  more = true
  transport = out
selffreeze:
  driver = manualroute
  domains = selffreeze.example
  route_list = * 127.0.0.1 byname
  transport = out
selfdefer:
  driver = manualroute
  domains = selfdefer.example
  route_list = * 127.0.0.1 byname
  self = defer
  transport = out
selfsecond:
  driver = manualroute
  domains = selfsecond.example
  route_list = * "127.0.0.2::${hops[0]} : 127.0.0.1" byname
  transport = out
byaddress:
  driver = ipliteral
  domains = ! @[]
  self = send
  transport = atport
query:
  driver = queryprogram
  domains = ^q
  command = /bin/sh ${folder}/query.sh $local_part $domain
  command_user = Debian-exim
  current_directory = /
  timeout = 2s
  transport = out
  pass_router = afterpass
missing:
  driver = manualroute
  domains = ^missing
  route_data = \${lookup{$domain}lsearch{${folder}/routes}}
  host_find_failed = pass
  transport = out
table:
  driver = manualroute
  domains = lsearch;${folder}/routes
  route_data = $domain_data
  self = send
  host_find_failed = defer
  transport = out
quoted:
  driver = manualroute
  route_list = <; one.listed.example <+ 127.0.0.1::${hops[0]}+127.0.0.1::${dead} byname ; *.listed.example \\
    127.0.0.1::${hops[1]} byname \\
    ; ^(x|y)\\.pattern\\.example\\$ "127.0.0.1::${hops[0]}" byname other
  self = send
  transport = out
conditions:
  driver = accept
  domains = +local_domains
  local_parts = checked
  senders = ann@example.org : *@trusted.example
  condition = \${if match{$h_subject:}{scenario}}
  condition = \${if >{$message_size}{10}}
  require_files = ${folder}/routes : !${folder}/none
  transport = box
conditions2:
  driver = accept
  domains = +local_domains
  local_parts = checked
  require_files = ${folder}/none
  transport = box
  more = false
ending:
  driver = accept
  domains = +local_domains
  local_parts = ending
  condition = no
  transport = box
ending2:
  driver = redirect
  domains = +local_domains
  local_parts = ending
  data =
  no_more
  cannot_route_message = "There is no $local_part, says $router_name"
setting:
  driver = redirect
  domains = +local_domains
  local_parts = setting
  set = r_one = $local_part
  set = r_two = <$r_one>
  address_data = kept-$r_two
  data = set+one@example.org
  redirect_router = afterset
skipped:
  driver = accept
  domains = +local_domains
  local_parts = set
  local_part_suffix = +*
  transport = nobody
afterset:
  driver = accept
  domains = +local_domains
  local_parts = set
  local_part_suffix = +*
  headers_add = X-Set: $address_data $r_one $r_two
  transport = box
deeper:
  driver = redirect
  domains = +local_domains
  local_parts = ^deep[0-9]+\\$
  data = \${if <{\${substr_4:$local_part}}{30}{deep\${eval:\${substr_4:$local_part}+1}}{ann}}@example.org
  repeat_use = true
endless:
  driver = redirect
  domains = +local_domains
  local_parts = ^endless
  data = x$local_part@example.org, endless2@example.org
xendless:
  driver = redirect
  domains = +local_domains
  local_parts = xendless
  data = endless@example.org
once:
  driver = redirect
  domains = +local_domains
  local_parts = norepeat
  no_repeat_use
  data = norepeat+x@example.org
  local_part_suffix = +*
  local_part_suffix_optional
ancestor:
  driver = redirect
  domains = +local_domains
  local_parts = ancestor
  check_ancestor
  data = "ann, ancestor"
escaped:
  driver = redirect
  domains = +local_domains
  local_parts = escaped
  data = \\ann, \\\\escaped, "quoted ann"@example.org
qualifies:
  driver = redirect
  domains = +local_domains
  local_parts = qualifies
  qualify_preserve_domain
  data = someone
included:
  driver = redirect
  domains = +local_domains
  local_parts = included
  data = ":include:${folder}/included, :blackhole:"
forward:
  driver = redirect
  domains = +local_domains
  local_parts = forward
  file = ${folder}/forward
  allow_fail
  file_transport = tofile
  directory_transport = todir
  pipe_transport = topipe
  reply_transport = box
  user = Debian-exim
nofile:
  driver = redirect
  domains = +local_domains
  local_parts = nofile
  file = ${folder}/nothing
  ignore_enotdir
  pass_router = local
nodir:
  driver = redirect
  domains = +local_domains
  local_parts = nodir
  file = ${folder}/routes/below
  no_ignore_enotdir
expands:
  driver = redirect
  domains = +local_domains
  local_parts = badexpand
  data = \${expand:\\\${if eq{a}}}
forced:
  driver = redirect
  domains = +local_domains
  local_parts = forcedfail
  data = \${if eq{a}{b}{c}fail}
forced2:
  driver = redirect
  domains = +local_domains
  local_parts = forcedfail
  data = ann
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : "quoted ann" : escaped : someone : nofile : set
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
afterpass:
  driver = redirect
  domains = ! +local_domains
  local_parts = ! nobody
  data = bob@example.org
  headers_add = X-Passed: from $domain
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
nobody:
  driver = appendfile
  file = ${folder}/box/nobody
archive:
  driver = appendfile
  file = ${folder}/box/archive
  headers_add = X-For: $local_part@$domain
tofile:
  driver = appendfile
todir:
  driver = appendfile
  maildir_format
topipe:
  driver = pipe
  log_output
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
atport:
  driver = smtp
  port = ${hops[0]}
  hosts_avoid_tls = *
  hosts_try_fastopen =
begin retry
* * F,2h,15m
`;

/** Every answer of a program that routes. */
const QUERY = `
case $1 in
  accept) echo "ACCEPT TRANSPORT=box" ;;
  hosts) echo "accept hosts=127.0.0.1::HOPZERO LOOKUP=byname" ;;
  badtransport) echo "ACCEPT TRANSPORT=none" ;;
  data) echo 'ACCEPT TRANSPORT=box DATA="some data"' ;;
  decline) echo DECLINE ;;
  pass) echo PASS ;;
  next) echo NEXT ;;
  fail) echo "FAIL not wanted here" ;;
  failnone) echo FAIL ;;
  defer) echo "DEFER the database rests" ;;
  freeze) echo "FREEZE something is odd" ;;
  error) echo "ERROR what is this" ;;
  nothing) ;;
  junk) echo "PERHAPS later" ;;
  redirect) echo "REDIRECT ann@example.org, bob@example.org" ;;
  redirectfail) echo "REDIRECT :fail: away" ;;
  status) echo DECLINE; exit 3 ;;
  slow) sleep 20 ;;
  killed) kill -9 $$ ;;
  two) echo DECLINE; echo ACCEPT ;;
esac
`;

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

const QUERIES =
  'accept data decline pass next fail failnone defer freeze error nothing junk redirect redirectfail status slow killed two badtransport'.split(
    ' ',
  );

export const paths: World = {
  name: 'paths',
  configuration,
  isInFullAlone: true,
  files: {
    'query.sh': QUERY,
    routes:
      'missing.example: nowhere.nothing.invalid byname\nmissingpass.example: nowhere.nothing.invalid byname\ntabled.example: 127.0.0.9::1:127.0.0.1::1 randomize byname\nunfound.example: no.such.invalid byname\nliteral.example: [127.0.0.1]:1 byname\nempty.example:\nlocalt.example: 127.0.0.1 byname box\nbadopt.example: 127.0.0.1 byname whatever\n',
    included: 'ann@example.org\n# none\n',
    forward: `# mine\n\\forward-kept@example.org,\nann@example.org\n"|/usr/bin/wc -l", /nothing/box\n`,
  },
  scenarios: [
    { ...own('an archive beside', 'ann', 'bob'), header: 'X-Archive: yes\n' },
    one('unseen to a host', 'x@copied.example'),
    one('self = pass', 'x@selfpass.example'),
    one('self = reroute', 'ann@selfreroute.example'),
    one('self = reroute: rewrite', 'ann@selfrewrite.example'),
    one('self = fail', 'x@selffail.example'),
    one('self = freeze', 'x@selffreeze.example'),
    one('self = defer', 'x@selfdefer.example'),
    one('self behind another', 'x@selfsecond.example'),
    one('a literal', 'x@[127.0.0.2]'),
    one('a literal of this host', 'x@[127.0.0.1]'),
    ...QUERIES.map((name) => one(`queryprogram: ${name}`, `${name}@q.example`)),
    one('host_find_failed', 'x@missing.example', 'x@missingpass.example'),
    one('host_find_failed = defer', 'x@unfound.example'),
    one('route_list of rules', 'x@one.listed.example', 'x@two.listed.example', 'x@z.pattern.example'),
    own('conditions', 'checked'),
    from('eve@far.example', 'conditions that do not hold', 'checked@example.org'),
    own('no_more', 'ending'),
    own('set and redirect_router', 'setting'),
    own('deep', 'deep1'),
    own('endless', 'endless'),
    own('no_repeat_use', 'norepeat'),
    own('escaped', 'escaped'),
    own('qualify_preserve_domain', 'qualifies'),
    own('qualify_recipient', 'included'),
    own('a file', 'forward'),
    own('files that are not there', 'nofile', 'nodir'),
    own('expansions that fail', 'badexpand'),
    own('forced failure', 'forcedfail'),
    one('the percent hack', 'ann%example.org@hack.example'),
    one('an address with quotes', '"ann"@example.org', '"an\\n"@example.org'),
    one('a source route', '@far.example,@near.example:ann@example.org'),
  ],
};
