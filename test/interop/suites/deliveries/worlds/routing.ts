/** Every router with each of its options, and every generic option of routers: the first part of a domain chooses. */
import { from, one, type World } from './types.ts';

const HEAD = `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
allow_domain_literals
dsn_advertise_hosts = *
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
acl_smtp_expn = accept
delay_warning =
keep_environment =
begin acl
rcpt:
  warn local_parts = ^v_
       !verify = recipient
       add_header = X-Recipient: $local_part: $acl_verify_message
  warn local_parts = sender
       !verify = sender
       add_header = X-Sender: $sender_address: $sender_verify_failure $acl_verify_message
  accept
`;

/** A router for local parts of this host, to a mailbox that shows what came of it. */
const here = (name: string, options: string, transport = 'facts'): string =>
  `${name}:\n  driver = accept\n  domains = +local_domains\n  transport = ${transport}\n${indented(options)}`;

/** A router for `NAME.example`. */
const away = (name: string, options: string, driver = 'manualroute'): string =>
  `w_${name}:\n  driver = ${driver}\n  domains = ${name}.example\n  transport = out\n${indented(options)}`;

/** A router for a domain of the DNS. */
const looked = (name: string, domains: string, options = ''): string =>
  `d_${name}:\n  driver = dnslookup\n  domains = ${domains}\n  transport = out\n${indented(options)}`;

const indented = (lines: string): string =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `  ${line}\n`)
    .join('');

const CONDITIONS = (folder: string): string =>
  [
    here(
      'c_data',
      `local_parts = lsearch;${folder}/people
condition = \${if eq{$sender_address_domain}{example.org}}
condition = \${if eq{$local_part_data}{first}}
require_files = ${folder}/people : !${folder}/nobody
address_data = about $local_part
set = r_one = \${uc:$local_part}
set = r_two = two
debug_print = R: c_data for $local_part`,
    ),
    here('c_declines', 'local_parts = c_declines\naddress_data = ${if eq{a}{b}{x}fail}'),
    here('c_senders', 'local_parts = c_senders\nsenders = bob@example.org : *@trusted.example'),
    here('c_files', `local_parts = c_files\nrequire_files = ${folder}/nobody`),
    here('c_affixes', 'local_parts = pat\nlocal_part_prefix = real- : *--\nlocal_part_suffix = +* : -v'),
    here(
      'c_optional',
      'local_parts = sam\nlocal_part_prefix = real-\nlocal_part_prefix_optional\nlocal_part_suffix = +*\nlocal_part_suffix_optional',
    ),
    here('c_caseful', 'local_parts = Capital\ncaseful_local_part'),
    here('c_caseless', 'local_parts = lower'),
    'c_nomore:\n  driver = redirect\n  local_parts = nomore\n  data =\n  no_more\n',
    'c_nomore_expanded:\n  driver = redirect\n  local_parts = maymore\n  data =\n  more = ${if eq{$sender_address_local_part}{bob}}\n  cannot_route_message = no more for $sender_address\n',
    here('c_accepted', 'local_parts = nomore : maymore : passed : c_senders\nlog_as_local = false'),
    here('c_home', `local_parts = home\nrouter_home_directory = ${folder}/home\naddress_data = $home`),
    here('c_transport', 'local_parts = chosen', '${if eq{$sender_address_local_part}{bob}{second}{facts}}'),
    here('c_unknown', 'local_parts = notransport', '${if eq{a}{b}{x}{nowhere}}'),
    here('c_quiet', 'local_parts = quiet\ndisable_logging'),
    here('c_errors', 'local_parts = errors\nerrors_to = owner@example.org'),
    here('c_noerrors', 'local_parts = noerrors\nerrors_to ='),
    here(
      'c_headers',
      'local_parts = headers\nheaders_add = "X-One: 1\\nX-Two: $local_part"\nheaders_add = X-Three: 3\nheaders_remove = x-gone : x-any*\nheaders_remove = subject',
    ),
    here('c_copy', 'local_parts = copied\nunseen = ${if eq{$sender_address_local_part}{bob}{no}{yes}}', 'second'),
    here('c_copied', 'local_parts = copied'),
  ].join('');

const VERIFIED = [
  here('v_norcpt', 'local_parts = v_norcpt\nno_verify_recipient'),
  here('v_none', 'local_parts = v_none\nno_verify'),
  here('v_only', 'local_parts = v_only\nverify_only'),
  here('v_failrcpt', 'local_parts = v_failrcpt\nfail_verify_recipient'),
  here('v_failboth', 'local_parts = v_failboth\nfail_verify'),
  here('v_nosender', 'local_parts = nosender\nno_verify_sender'),
  here('v_failsender', 'local_parts = failsender\nfail_verify_sender'),
  here('v_noaddress', 'local_parts = noaddress\nno_address_test'),
  'v_noexpn:\n  driver = redirect\n  local_parts = noexpn : expn\n  no_expn\n  data = ann\n',
  'v_expn:\n  driver = redirect\n  local_parts = expn\n  data = bob, sam\n',
].join('');

const manual = (hop: number, dead: number): string =>
  [
    away('list', 'route_list = other.example x ; list.example 127.0.0.2::HOP byname ; * y'),
    away('data', 'route_data = ${if eq{$local_part}{none}{}{127.0.0.2::HOP byname}}'),
    away('words', 'route_list = * 127.0.0.2::HOP byname wordy\nsame_domain_copy_routing'),
    away('several', 'route_list = "* 127.0.0.2::DEAD:127.0.0.3::DEAD:127.0.0.4::DEAD byname"\nhosts_randomize'),
    away('groups', 'route_list = "* 127.0.0.5::DEAD:+:127.0.0.6::HOP randomize byname"'),
    away('separated', 'route_list = "* <+127.0.0.7:DEAD+127.0.0.8:HOP byname"'),
    away('mx', 'route_list = * plain.test/mx::HOP'),
    away('bydns', 'route_list = * two.hosts.test::HOP bydns'),
    away('ignored', 'route_list = "* 127.0.0.2::HOP:127.0.0.3::HOP byname"\nignore_target_hosts = 127.0.0.2'),
    ...['decline', 'defer', 'fail', 'freeze', 'pass'].map((what) =>
      away(
        `all${what}`,
        `route_list = * 127.0.0.2 byname\nignore_target_hosts = 127.0.0.0/8\nhost_find_failed = ignore\nhost_all_ignored = ${what}`,
      ),
    ),
    ...['decline', 'defer', 'fail', 'freeze', 'pass', 'ignore'].map((what) =>
      away(`none${what}`, `route_list = * nowhere.hosts.test byname\nhost_find_failed = ${what}`),
    ),
    away('someignored', 'route_list = * nowhere.hosts.test:127.0.0.2::HOP byname\nhost_find_failed = ignore'),
    ...['freeze', 'defer', 'fail', 'pass', 'reroute: example.org', 'reroute: rewrite: example.org'].map((what) =>
      away(`self${what.replace(/example\.org|\W+/g, '')}`, `route_list = * 127.0.0.1 byname\nself = ${what}`),
    ),
    away('selfsend', 'route_list = * 127.0.0.1::HOP byname\nself = send'),
    away('passes', 'route_list = * 127.0.0.1 byname\nself = pass\npass_router = w_taken'),
    away('fallback', 'route_list = * 127.0.0.9::DEAD byname\nfallback_hosts = 127.0.0.10::DEAD : 127.0.0.11::HOP'),
    away('lasthop', 'route_list = * 127.0.0.2::HOP byname\ndsn_lasthop'),
    away('aslocal', 'route_list = * 127.0.0.2::HOP byname\nlog_as_local'),
    away(
      'owned',
      'route_list = * 127.0.0.2::HOP byname\nerrors_to = owner@example.org\nheaders_add = X-Owned: $domain',
    ),
    away('bylocal', 'route_list = * nowhere.hosts.test byname\nhost_find_failed = defer\nretry_use_local_part'),
    away('bydomain', 'route_list = * nowhere.hosts.test byname\nhost_find_failed = defer\nno_retry_use_local_part'),
    'w_taken:\n  driver = accept\n  domains = passes.example\n  local_parts = passed\n  transport = facts\n',
  ]
    .join('')
    .replaceAll('HOP', String(hop))
    .replaceAll('DEAD', String(dead));

const DNS = [
  looked(
    'literalno',
    'wide.sub : plainly.sub',
    'widen_domains = nowhere.test : wider.test\ncondition = ${if eq{$domain}{wide.sub}}',
  ),
  looked(
    'plainly',
    'plainly.sub',
    'widen_domains = wider.test\nno_rewrite_headers\nno_qualify_single\nsearch_parents = false',
  ),
  looked('mx', 'plain.test : address.test : null.test : gone.test : six.test : nodomain.test'),
  looked('needsmx', 'needsmx.test', 'mx_domains = *.test'),
  looked('six4', 'six4.test', 'ipv4_only = ${if eq{$domain}{six4.test}}'),
  looked('sixlast', 'sixlast.test', 'ipv4_prefer = yes'),
  looked('secondary', 'secondary.test : notsecondary.test', 'check_secondary_mx\nself = send'),
  looked('service', 'service.test : noservice.test', 'check_srv = smtp'),
  looked('broken', 'a.broken.test'),
  looked('passed', 'b.broken.test', 'pass_on_timeout\npass_router = d_taken'),
  looked('mxfails', 'c.broken.test', 'mx_fail_domains = c.broken.test\nmx_domains = *'),
  looked(
    'srvfails',
    'd.broken.test',
    'check_srv = smtp\nsrv_fail_domains = d.broken.test\nmx_fail_domains = *\nmx_domains = *',
  ),
  looked('srvonly', 'e.broken.test', 'check_srv = smtp\nmx_fail_domains = *\nmx_domains = *'),
  looked('waits', 'waits.test', 'fail_defer_domains = waits.test'),
  looked('ignored', 'ignored.test', 'ignore_target_hosts = 127.0.0.2'),
  looked('allignored', 'allignored.test', 'ignore_target_hosts = 127.0.0.2'),
  looked('secure', 'secure.test', 'dnssec_require_domains = *'),
  looked('copied', 'copied.test', 'same_domain_copy_routing\ndnssec_request_domains = !*'),
  looked('self', 'self.test', 'self = fail'),
  looked('selfpass', 'selfpass.test', 'self = pass\npass_router = d_taken'),
  'd_taken:\n  driver = accept\n  domains = b.broken.test : selfpass.test\n  local_parts = passed\n  transport = facts\n',
  'd_literal:\n  driver = ipliteral\n  domains = [127.0.0.2] : [127.0.0.3]\n  ignore_target_hosts = 127.0.0.3\n  transport = out\n',
].join('');

const ASKED = (folder: string): string => `
q_asks:
  driver = queryprogram
  domains = asks.example
  command = /bin/sh ${folder}/answer $local_part "$local_part at $domain"
  command_user = Debian-exim
  command_group = Debian-exim
  current_directory = /usr
  timeout = 1s
  transport = facts
q_passed:
  driver = accept
  domains = asks.example
  local_parts = pass : declines
  address_data = after
  transport = facts
q_looks:
  driver = iplookup
  domains = looks.example
  hosts = 127.0.0.2 : 127.0.0.1
  port = 7778
  protocol = tcp
  timeout = 1s
  query = who is $local_part?
  response_pattern = ^(\\w+) is
  reroute = $1@example.org
q_unanswered:
  driver = iplookup
  domains = unanswered.example
  hosts = 127.0.0.1
  port = 7
  protocol = tcp
  optional
q_awaited:
  driver = iplookup
  domains = unanswered.example
  local_parts = waits
  hosts = 127.0.0.1
  port = 7
  protocol = tcp
q_after:
  driver = accept
  domains = unanswered.example
  transport = facts
`;

const ANSWERS = `case $1 in
accepts) echo "ACCEPT TRANSPORT=out HOSTS=127.0.0.2 LOOKUP=byname DATA=\\"kept with it\\"" ;;
dns) echo "ACCEPT transport=out hosts=two.hosts.test lookup=bydns" ;;
here) echo "ACCEPT data=$3" ;;
redirects) echo "REDIRECT ann@example.org, bob@example.org" ;;
declines) echo DECLINE ;;
pass) echo PASS ;;
fails) echo "FAIL in $(pwd)" ;;
defers) echo "DEFER $2" ;;
freezes) echo "FREEZE for good" ;;
errs) echo "ERROR it is" ;;
nonsense) echo "WHO knows" ;;
silent) ;;
status) exit 3 ;;
slow) sleep 4 ;;
esac
`;

const configuration: World['configuration'] = ({ folder, hops, dead }) => `${HEAD}
begin routers
c_begin:
  driver = redirect
  local_parts = begin
  domains = +local_domains
  data = late
  redirect_router = c_late
c_early:
  driver = accept
  local_parts = late
  domains = +local_domains
  address_data = early
  transport = facts
c_late:
  driver = accept
  local_parts = late
  domains = +local_domains
  address_data = late
  transport = facts
${CONDITIONS(folder)}${VERIFIED}${manual(hops[0]!, dead)}${DNS}${ASKED(folder)}
rest:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : owner : sender
  transport = facts
  cannot_route_message = nobody of that name
begin transports
facts:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
  headers_add = "X-Facts: $local_part@$domain <$local_part_prefix> <$local_part_suffix> d=$domain_data l=$local_part_data \\
    a=$address_data r=$r_one,$r_two h=$home e=$return_path"
second:
  driver = appendfile
  file = ${folder}/box/second
out:
  driver = smtp
  allow_localhost
  port = ${hops[0]}
  connection_max_messages = 1
  hosts_avoid_tls = *
wordy:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
  headers_add = X-Wordy: $local_part
begin retry
*.example * F,1h,15m
* * F,2h,15m
`;

const at = (domain: string, ...localParts: string[]): string[] => localParts.map((part) => `${part}@${domain}`);
const own = (...localParts: string[]): string[] => at('example.org', ...localParts);
const examples = (...names: string[]): string[] => names.map((name) => `x@${name}.example`);

export const routing: World = {
  name: 'routing',
  configuration,
  files: { people: 'max: first\nmoritz: second\n', answer: ANSWERS },
  isInFullAlone: true,
  scenarios: [
    one('data of lists, variables, conditions', ...own('max', 'moritz')),
    from('x@other.example', 'a condition that does not hold', ...own('max')),
    one('a router that declines by its data', ...own('c_declines')),
    from('bob@example.org', 'senders that fit', ...own('c_senders')),
    one('senders that do not fit', ...own('c_senders')),
    one('files that are not there', ...own('c_files')),
    one('prefixes and suffixes', ...own('real-pat+box', 'x--pat-v', 'pat+box', 'real-pat', 'pat')),
    one('prefixes and suffixes that may be missing', ...own('sam', 'real-sam', 'sam+box', 'real-sam+box', 'sam-v')),
    one('capitals', ...own('Capital', 'capital', 'Lower', 'lower', 'Nobody'), 'Nobody@nowhere.example'),
    one('quoted local parts', '"max"@example.org', '"no body"@example.org', '"x y"@list.example'),
    one('no_more, and no more by expansion', ...own('nomore', 'maymore')),
    from('bob@example.org', 'more by expansion', ...own('maymore')),
    one('router_home_directory', ...own('home')),
    from('bob@example.org', 'a transport by expansion', ...own('chosen')),
    one('a transport that is not there', ...own('chosen', 'notransport')),
    one('disable_logging and errors_to', ...own('quiet', 'errors', 'noerrors')),
    { ...one('headers added and removed', ...own('headers')), header: 'X-Gone: 1\nX-Any-One: 2\nX-Stays: 3\n' },
    one('unseen by expansion, true', ...own('copied')),
    from('bob@example.org', 'unseen by expansion, false', ...own('copied')),
    one('redirect_router', ...own('begin', 'late')),
    one('recipients verified by other routers', ...own('v_norcpt', 'v_none', 'v_only', 'v_failrcpt', 'v_failboth')),
    from('nosender@example.org', 'verify_sender', ...own('sender', 'nosender')),
    from('failsender@example.org', 'fail_verify_sender', ...own('sender')),
    from('v_failboth@example.org', 'fail_verify for a sender', ...own('sender')),
    from('v_none@example.org', 'verify for a sender', ...own('sender')),
    { ...one('address_test', ...own('noaddress')), runs: ['-bt noaddress@example.org', '-bv noaddress@example.org'] },
    { ...one('expn', ...own('expn')), asks: ['EXPN expn@example.org', 'EXPN noexpn@example.org'] },
    one('route_list, route_data', ...examples('list', 'data'), 'none@data.example'),
    one('a transport of a rule, and a copy', ...at('words.example', 'x', 'y')),
    one('hosts at random', ...examples('several')),
    one('groups of hosts at random', ...examples('groups', 'separated')),
    one('hosts by the DNS', ...examples('mx', 'bydns')),
    one('hosts that are ignored', ...examples('ignored', 'alldecline', 'alldefer', 'allfail', 'allpass')),
    one('host_all_ignored = freeze', ...examples('allfreeze')),
    one(
      'host_find_failed',
      ...examples('nonedecline', 'nonedefer', 'nonefail', 'nonepass', 'noneignore', 'someignored'),
    ),
    one('host_find_failed = freeze', ...examples('nonefreeze')),
    one('self', ...examples('selfdefer', 'selffail', 'selfpass', 'selfsend'), 'ann@selfreroute.example'),
    {
      ...one('self = reroute: rewrite:', 'bob@selfrerouterewrite.example'),
      header: 'Cc: bob@selfrerouterewrite.example\n',
    },
    one('self = freeze', ...examples('selffreeze')),
    one('pass_router', 'passed@passes.example', 'other@passes.example'),
    one('fallback_hosts', ...examples('fallback')),
    one('dsn_lasthop', 'x@lasthop.example NOTIFY=SUCCESS', 'x@list.example NOTIFY=SUCCESS'),
    one('log_as_local, errors_to, headers of a remote delivery', ...examples('aslocal', 'owned')),
    { ...one('retry_use_local_part', ...at('bylocal.example', 'x')), runs: ['-q'] },
    one('another local part of it', ...at('bylocal.example', 'y')),
    { ...one('no_retry_use_local_part', ...at('bydomain.example', 'x')), runs: ['-q'] },
    one('another local part of that', ...at('bydomain.example', 'y')),
    { ...one('a domain that is widened', 'x@wide.sub', 'x@plainly.sub'), header: 'Cc: x@wide.sub, x@plainly.sub\n' },
    one(
      'MX and addresses',
      'x@plain.test',
      'x@address.test',
      'x@null.test',
      'x@gone.test',
      'x@needsmx.test',
      'x@nodomain.test',
    ),
    one('IPv6 first, last, and not at all', 'x@six.test', 'x@six4.test', 'x@sixlast.test'),
    one('check_secondary_mx', 'x@secondary.test', 'x@notsecondary.test'),
    one('check_srv', 'x@service.test', 'x@noservice.test'),
    one(
      'names that fail',
      ...['a', 'c', 'd', 'e'].map((name) => `x@${name}.broken.test`),
      'passed@b.broken.test',
      'y@b.broken.test',
    ),
    one('fail_defer_domains', 'x@waits.test'),
    one('ignore_target_hosts', 'x@ignored.test', 'x@allignored.test'),
    one('DNSSEC that is required', 'x@secure.test'),
    one('same_domain_copy_routing', 'x@copied.test', 'y@copied.test'),
    one('self of the DNS', 'x@self.test', 'passed@selfpass.test', 'y@selfpass.test'),
    one('addresses as domains', 'x@[127.0.0.2]', 'x@[127.0.0.3]', 'x@[127.0.0.5]'),
    one('a program that accepts', ...at('asks.example', 'accepts', 'dns', 'here')),
    one('a program that redirects, declines, passes', ...at('asks.example', 'redirects', 'declines', 'pass')),
    one('a program that fails, defers, errs', ...at('asks.example', 'fails', 'defers', 'errs')),
    one('a program that freezes', ...at('asks.example', 'freezes')),
    one('a program that is wrong', ...at('asks.example', 'nonsense', 'silent', 'status')),
    one('a program that is slow', ...at('asks.example', 'slow')),
    one('a service that is asked', ...at('looks.example', 'ann', 'bob')),
    one('a service that is not there', ...at('unanswered.example', 'x', 'waits')),
  ],
};
