/** A host at the border: domains completed and translated, hosts that are itself in every form, copies of routing, programs. */
import type { RouteConfiguration } from '../configurations.ts';

export const BORDERS: RouteConfiguration = {
  name: 'borders',
  main: `qualify_domain = bo.test
allow_domain_literals
domainlist mine = @ : @[] : bo.test
hostlist nets = <; 198.51.100.0/24 ; 2001:db8::/48 ; 192.0.2.82
hosts_treat_as_local = treated.border.test : *.mine.border.test
local_interfaces = <; 127.0.0.1 ; ::1
extra_local_interfaces = <; 192.0.2.201 ; 2001:db8:1::1
dns_ipv4_lookup = v4only.border.test
dns_again_means_nonexist = again.broken.test
dns_csa_use_reverse = no
untrusted_set_sender = *`,
  routers: `
widened:
  driver = dnslookup
  local_parts = w1
  widen_domains = no.such : wide.test : border.test
  no_qualify_single
  no_search_parents
  transport = remote_smtp
widened_rewriting:
  driver = dnslookup
  local_parts = w2
  widen_domains = "<; \${lc:$domain}x.test ; border.test"
  rewrite_headers = no
  transport = remote_smtp
  address_data = was $domain
widened_bad:
  driver = dnslookup
  local_parts = w3
  widen_domains = \${if eq{$domain}{force}{\${if eq{1}{2}{x}fail}}{\${lookup{x}lsearch{/none/none}}}}
  transport = remote_smtp
secondary:
  driver = dnslookup
  local_parts = sec
  check_secondary_mx
  transport = remote_smtp
  self = send
  more = no
secondary_pass:
  driver = dnslookup
  local_parts = secp
  check_secondary_mx
  transport = remote_smtp
  self = pass
  pass_router = told
mx_only:
  driver = dnslookup
  local_parts = mxo
  mx_domains = ! nomx.test : *.test
  mx_fail_domains = x.broken.test : gone.test
  transport = remote_smtp
mx_fail:
  driver = dnslookup
  local_parts = mxf
  mx_fail_domains = *
  fail_defer_domains = gone.test
  transport = remote_smtp
  cannot_route_message = mxf cannot do $domain
srv_both:
  driver = dnslookup
  local_parts = srv
  check_srv = smtp
  mx_domains = *.border.test
  srv_fail_domains = x.broken.test
  ignore_target_hosts = +nets
  transport = remote_smtp
srv_forced:
  driver = dnslookup
  local_parts = srvf
  check_srv = \${if eq{$domain}{one.test}{}{\${if eq{$domain}{two.test}{\${if eq{1}{2}{x}fail}}{_smtp._tcp}}}}
  transport = remote_smtp
ignoring:
  driver = dnslookup
  local_parts = ign
  ignore_target_hosts = \${if eq{$domain}{two.test}{mx2.two.test}{\${if eq{$domain}{force.border.test}{\${if eq{1}{2}{x}fail}}{+nets : !192.0.2.11 : 192.0.2.0/28}}}}
  transport = remote_smtp
  cannot_route_message = all hosts of $domain ignored ($host)
families:
  driver = dnslookup
  local_parts = fam
  ipv4_only = \${if match{$domain}{^m}}
  ipv4_prefer = ! *.test
  transport = remote_smtp
self_a:
  driver = dnslookup
  local_parts = sa
  self = reroute: rewrite : Two.Test
  transport = remote_smtp
self_b:
  driver = dnslookup
  local_parts = sb
  self = reroute: bo.test
  transport = remote_smtp
self_c:
  driver = manualroute
  local_parts = sc
  route_list = *.border.test 192.0.2.201 ; one.test [2001:db8:1::1] ; two.test <;2001:db8:1::1 ; * treated.border.test:192.0.2.5
  self = pass
  transport = remote_smtp
  host_find_failed = ignore
self_c_told:
  driver = redirect
  local_parts = sc
  allow_fail
  data = :fail: self at $self_hostname by $router_name
self_d:
  driver = manualroute
  local_parts = sd
  route_data = x.mine.border.test : 192.0.2.6
  self = fail
  transport = remote_smtp
self_e:
  driver = manualroute
  local_parts = se
  route_data = 192.0.2.6 : y.mine.border.test
  self = defer
  transport = remote_smtp
self_f:
  driver = ipliteral
  local_parts = sf
  self = send
  transport = remote_smtp
self_g:
  driver = ipliteral
  local_parts = sg
  self = pass
  transport = remote_smtp
copying:
  driver = manualroute
  local_parts = ^cp
  same_domain_copy_routing
  condition = \${if !eq{$local_part}{cpno}}
  set = r_who = $local_part
  address_data = \${uc:$local_part}
  route_data = \${if eq{$local_part}{cp1}{192.0.2.41}{192.0.2.42}}
  headers_add = X-Who: $local_part
  errors_to = \${if eq{$local_part}{cp4}{x@one.test}fail}
  transport = \${if eq{$local_part}{cp3}{remote_override}{remote_smtp}}
many:
  driver = redirect
  local_parts = all
  data = cp1@$domain, cp2@$domain, cpno@$domain, cp3@$domain, cp4@$domain
literals:
  driver = ipliteral
  local_parts = lit
  ignore_target_hosts = <; 10.0.0.0/8 ; fe80::/10 ; 192.0.2.0/30
  self = send
  transport = remote_smtp
told:
  driver = redirect
  local_parts = ^w : ^s : ^tr : ^mx : ^ign : lit
  allow_fail
  data = :fail: told: $local_part at $domain self=<$self_hostname> data=<$address_data>
rest:
  driver = dnslookup
  transport = remote_smtp
  ignore_target_hosts = +nets
`,
  addresses: [
    ...['wide', 'host', 'one.test', 'nosuch', 'wb', 'null', 'Wide', 'x.broken.test', 'wide.', 'local'].flatMap((d) => [
      `w1@${d}`,
      `w2@${d}`,
    ]),
    'w3@force',
    'w3@one.test',
    'w2@wideb',
    ...['one.test', 'backup.test', 'local.test', 'nomx.test', 'loop.test', 'two.test', 'waits.test'].flatMap((d) => [
      `sec@${d}`,
      `secp@${d}`,
    ]),
    'sec@shared.test',
    ...[
      'one.test',
      'nomx.test',
      'gone.test',
      'x.broken.test',
      'null.test',
      'alias.test',
      'nosuch.test',
      'border.test',
      'text.test',
      'waitspartly.test',
      'partly.test',
    ].flatMap((d) => [`mxo@${d}`, `mxf@${d}`]),
    ...[
      'service.test',
      'noservice.test',
      'one.test',
      'two.test',
      'p.border.test',
      'q.border.test',
      'r.border.test',
      'x.broken.test',
      'nomx.test',
      'a.border.test',
    ].flatMap((d) => [`srv@${d}`, `srvf@${d}`]),
    ...[
      'one.test',
      'two.test',
      'ignored.test',
      'allignored.test',
      'many.test',
      'equal.test',
      'force.border.test',
      'nomx.test',
      'backup.test',
    ].map((d) => `ign@${d}`),
    ...[
      'many.test',
      'equal.test',
      'nomx.test',
      'v4only.border.test',
      'v6only.border.test',
      'm6.border.test',
      'both.border.test',
      'two.test',
    ].map((d) => `fam@${d}`),
    ...[
      'local.test',
      'backup.test',
      'loop.test',
      'shared.test',
      'one.test',
      'treated.border.test',
      'k.border.test',
      'second.border.test',
    ].flatMap((d) => [`sa@${d}`, `sb@${d}`]),
    ...['a.border.test', 'one.test', 'two.test', 'x.test'].flatMap((d) => [`sc@${d}`, `sd@${d}`, `se@${d}`]),
    ...[
      '[127.0.0.1]',
      '[127.0.0.2]',
      '[192.0.2.201]',
      '[2001:db8:1::1]',
      '[IPv6:2001:db8:1::1]',
      '[::1]',
      '[0.0.0.0]',
      '[255.255.255.255]',
      '[IPv6:::]',
      '[IPv6:::ffff:127.0.0.1]',
      '[ipv6:FE80::1]',
      '[10.1.1.1]',
      '[192.0.2.3]',
      '[192.0.2.4]',
      '[IPv4:192.0.2.4]',
      '[1.2.3]',
      '[01.2.3.4]',
      '[192.0.2.4.]',
      '[192.0.2.4/32]',
      '[::g]',
      '[IPv6:192.0.2.4]',
    ].flatMap((d) => [`lit@${d}`, `sf@${d}`, `sg@${d}`]),
    ...['one.test', 'Two.Test', 'nosuch.test'].flatMap((d) => [`all@${d}`, `cp1@${d}`, `cp4@${d}`, `cpno@${d}`]),
    ...[
      'again.broken.test',
      'x.broken.test',
      'allignored.test',
      'v4only.border.test',
      'cnamemx.border.test',
      'cnameself.border.test',
      'longchain.border.test',
      'empty.border.test',
      'sixteen.border.test',
      'odd.border.test',
      'pref.border.test',
      'twice.border.test',
      'caps.border.test',
    ].map((d) => `u@${d}`),
  ],
  localParts: ['u'],
  domains: ['one.test'],
};

export const BORDERS_ZONE = `
treated.border.test. A 192.0.2.150
x.mine.border.test. A 192.0.2.151
y.mine.border.test. A 192.0.2.152
wide.border.test. MX 10 mx1.one.test.
host.border.test. A 192.0.2.153
wb.border.test. MX 5 here.local.test.
local.border.test. A 127.0.0.1
border.test. MX 10 mx1.two.test.
_smtp._tcp.p.border.test. SRV 0 0 25 a.ignored.test.
_smtp._tcp.p.border.test. SRV 1 0 26 mx1.one.test.
_smtp._tcp.q.border.test. SRV 0 0 25 .
q.border.test. MX 1 mx1.one.test.
_smtp._tcp.r.border.test. SRV 5 1 2525 here.local.test.
_smtp._tcp.r.border.test. SRV 6 1 2526 mx1.one.test.
a.border.test. A 192.0.2.154
force.border.test. MX 1 a.ignored.test.
v4only.border.test. A 192.0.2.155
v4only.border.test. AAAA 2001:db8::155
v6only.border.test. AAAA 2001:db8:2::156
m6.border.test. MX 1 v6only.border.test.
both.border.test. A 192.0.2.157
both.border.test. AAAA 2001:db8:2::157
k.border.test. MX 5 treated.border.test.
k.border.test. MX 5 mx1.one.test.
second.border.test. MX 5 mx1.one.test.
second.border.test. MX 6 x.mine.border.test.
second.border.test. MX 7 mx1.two.test.
cnamemx.border.test. CNAME two.test.
cnameself.border.test. CNAME local.test.
longchain.border.test. CNAME l1.border.test.
l1.border.test. CNAME l2.border.test.
l2.border.test. CNAME l3.border.test.
l3.border.test. CNAME l4.border.test.
l4.border.test. CNAME l5.border.test.
l5.border.test. CNAME l6.border.test.
l6.border.test. CNAME l7.border.test.
l7.border.test. CNAME l8.border.test.
l8.border.test. CNAME l9.border.test.
l9.border.test. CNAME l10.border.test.
l10.border.test. CNAME one.test.
odd.border.test. MX 10 under_score.test.
odd.border.test. MX 20 \\*.star.border.test.
odd.border.test. MX 30 mx1.one.test.
pref.border.test. MX 10 mx1.one.test.
pref.border.test. MX 20 mx1.two.test.
pref.border.test. MX 20 a.border.test.
pref.border.test. MX 30 nowhere.gone.test.
twice.border.test. MX 10 both.border.test.
twice.border.test. MX 20 both.border.test.
caps.border.test. MX 10 Both.BORDER.test.
${Array.from({ length: 16 }, (_, at) => `sixteen.border.test. MX ${at} h${at}.sixteen.border.test.\nh${at}.sixteen.border.test. A 192.0.3.${at + 1}\n`).join('')}`;
