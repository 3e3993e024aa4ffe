/** A gateway that asks the DNS: exchangers and what may be wrong with them, services, names that are completed, hosts that are itself. */
import type { RouteConfiguration } from '../configurations.ts';

export const GATEWAY: RouteConfiguration = {
  name: 'gateway',
  main: `qualify_domain = gw.test
domainlist to_self = self1.gate.test : self2.gate.test : @mx_primary/ignore=127.0.0.0/8
domainlist secondary = @mx_secondary
domainlist any_mx = @mx_any/ignore=192.0.2.0/24
allow_mx_to_ip = false
dns_check_names_pattern = (?i)^(?>(?(1)\\.|())[^\\W](?>[a-z0-9/_-]*[^\\W])?)+(\\.?)$
dns_dnssec_ok = 0
allow_utf8_domains`,
  routers: `
asked:
  driver = redirect
  local_parts = mxlists
  allow_fail
  data = :fail: primary=\${if match_domain{$domain}{+to_self}{y}{n}} secondary=\${if match_domain{$domain}{+secondary}{y}{n}} any=\${if match_domain{$domain}{+any_mx}{y}{n}}
srv:
  driver = dnslookup
  local_parts = srv
  check_srv = \${if match{$domain}{^sub}{submission}{smtp}}
  srv_fail_domains = *.broken.test
  fail_defer_domains = srvfail.gate.test
  transport = remote_smtp
mxonly:
  driver = dnslookup
  local_parts = mxonly
  mx_domains = *
  transport = remote_smtp
  cannot_route_message = no MX for $domain
defers:
  driver = dnslookup
  local_parts = defers
  fail_defer_domains = ! null.test : *
  transport = remote_smtp
  no_more
single:
  driver = dnslookup
  local_parts = single
  qualify_single
  search_parents = no
  transport = remote_smtp
wide:
  driver = dnslookup
  local_parts = wide : widest
  widen_domains = \${if eq{$local_part}{widest}{nowhere.test}{corp.gate.test}} : gate.test
  qualify_single = false
  transport = remote_smtp
same:
  driver = dnslookup
  local_parts = same
  same_domain_copy_routing
  transport = remote_smtp
four:
  driver = dnslookup
  local_parts = four
  ipv4_only = yes
  transport = remote_smtp
fourfirst:
  driver = dnslookup
  local_parts = fourfirst
  ipv4_prefer = $local_part
  transport = remote_smtp
ignore6:
  driver = dnslookup
  local_parts = ignore
  ignore_target_hosts = <; 2001:db8::/32 ; *.two.test ; 192.0.2.60/30
  transport = remote_smtp
  self = send
freeze:
  driver = dnslookup
  local_parts = freeze
  transport = remote_smtp
defer:
  driver = dnslookup
  local_parts = defer
  self = defer
  transport = remote_smtp
fail:
  driver = dnslookup
  local_parts = fail
  self = fail
  transport = remote_smtp
send:
  driver = dnslookup
  local_parts = send
  self = send
  transport = remote_smtp
pass:
  driver = dnslookup
  local_parts = pass
  self = pass
  pass_on_timeout
  transport = remote_smtp
reroute:
  driver = dnslookup
  local_parts = reroute
  self = reroute: one.test
  transport = remote_smtp
rewrite:
  driver = dnslookup
  local_parts = rewrite
  self = reroute:rewrite:local.gate.test
  transport = remote_smtp
second:
  driver = dnslookup
  local_parts = second
  check_secondary_mx
  transport = remote_smtp
  self = pass
listed:
  driver = accept
  domains = local.gate.test : @ : @[]
  transport = local_delivery
literal:
  driver = ipliteral
  domains = !@[]
  transport = remote_smtp
told:
  driver = redirect
  local_parts = pass : second
  allow_defer
  data = :defer: came by $local_part: self=<$self_hostname> host=<$host>
usual:
  driver = dnslookup
  transport = remote_smtp
  dnssec_require_domains = need.gate.test
  cannot_route_message = cannot route <$local_part> at <$domain>
`,
  addresses: [
    ...[
      'one.test',
      'local.test',
      'backup.test',
      'shared.test',
      'null.test',
      'nomx.test',
      'x.broken.test',
      'nosuch.test',
      'loop.test',
    ].map((d) => `mxlists@${d}`),
    ...[
      'service.test',
      'noservice.test',
      'one.test',
      'x.broken.test',
      'sub.gate.test',
      'srvfail.gate.test',
      'many.gate.test',
      'weights.gate.test',
      'nosuch.test',
      '[192.0.2.1]',
    ].map((d) => `srv@${d}`),
    ...['one.test', 'nomx.test', 'null.test', 'alias.test', 'text.test', 'alias2.gate.test'].map((d) => `mxonly@${d}`),
    ...[
      'null.test',
      'nomx.test',
      'nosuch.test',
      'gone.test',
      'text.test',
      'x.broken.test',
      'cname-loop.gate.test',
      'dangling.gate.test',
      '_bad_.test',
    ].map((d) => `defers@${d}`),
    ...['one', 'host', 'one.test', 'gate', 'localhost', 'mail.sat.test'].map((d) => `single@${d}`),
    ...['wideA', 'host', 'a.b', 'gate.test', 'nosuch', 'one.test', 'null'].flatMap((d) => [`wide@${d}`, `widest@${d}`]),
    ...['one.test', 'many.test', 'many.gate.test', 'three.gate.test', 'v6.gate.test', 'mapped.gate.test'].flatMap(
      (d) => [`same@${d}`, `four@${d}`, `fourfirst@${d}`, `ignore@${d}`],
    ),
    ...['freeze', 'defer', 'fail', 'send', 'pass', 'reroute', 'rewrite', 'second'].flatMap((l) => [
      `${l}@local.test`,
      `${l}@backup.test`,
      `${l}@loop.test`,
    ]),
    'second@one.test',
    'second@equalself.gate.test',
    'pass@waits.test',
    'pass@x.broken.test',
    'defer@x.broken.test',
    ...[
      'zero.gate.test',
      'samehost.gate.test',
      'dup.gate.test',
      'wild1.wild.test',
      'a.b.wild.test',
      'toip.test',
      'toip6.gate.test',
      'chain.gate.test',
      'mxalias.gate.test',
      'txtonly.gate.test',
      'under_score.test',
      '-lead.gate.test',
      'trail-.gate.test',
      'dot.gate.test.',
      'UPPER.Gate.Test',
      'xn--bcher-kva.gate.test',
      'bücher.gate.test',
      'need.gate.test',
      'slash/x.gate.test',
      'star*.gate.test',
      'sp ace.test',
      'root',
      'test',
      '.',
      'localhost',
      'mail.sat.test',
      'MAIL.sat.test',
      '[127.0.0.1]',
      '[192.0.2.9]',
      '[IPv6:::1]',
      'nullmore.gate.test',
      'empty-mx.gate.test',
      'partlylocal.gate.test',
      'lowlocal.gate.test',
      '1.2.3.4',
      '3.test',
      'a.3',
    ].map((d) => `u@${d}`),
  ],
  localParts: ['u'],
  domains: ['one.test'],
};

export const GATEWAY_ZONE = `
_submission._tcp.sub.gate.test. SRV 0 5 587 mx1.one.test.
sub.gate.test. A 192.0.2.111
_smtp._tcp.srvfail.gate.test. SRV 1 1 25 nowhere.gone.test.
_smtp._tcp.many.gate.test. SRV 10 0 1025 mx1.one.test.
_smtp._tcp.many.gate.test. SRV 20 0 2025 mx1.two.test.
_smtp._tcp.many.gate.test. SRV 30 0 3025 v6.gate.test.
many.gate.test. MX 10 mx1.one.test.
many.gate.test. MX 20 v6.gate.test.
many.gate.test. MX 30 mx2.two.test.
_smtp._tcp.weights.gate.test. SRV 5 0 25 mx1.two.test.
_smtp._tcp.weights.gate.test. SRV 6 100 26 mx1.two.test.
weights.gate.test. TXT "x"
alias2.gate.test. CNAME alias3.gate.test.
alias3.gate.test. CNAME nomx.test.
cname-loop.gate.test. CNAME cname-pool.gate.test.
cname-pool.gate.test. CNAME cname-loop.gate.test.
dangling.gate.test. CNAME nowhere.gone.test.
host.gate.test. A 192.0.2.112
wideA.corp.gate.test. A 192.0.2.113
a.b.gate.test. MX 5 host.gate.test.
three.gate.test. A 192.0.2.61
three.gate.test. A 192.0.2.70
v6.gate.test. AAAA 2001:db8::99
mapped.gate.test. MX 5 v6.gate.test.
mapped.gate.test. MX 5 three.gate.test.
equalself.gate.test. MX 10 here.local.test.
equalself.gate.test. MX 20 mx1.one.test.
zero.gate.test. MX 0 mx1.one.test.
zero.gate.test. MX 65535 mx1.two.test.
samehost.gate.test. MX 10 mx1.one.test.
samehost.gate.test. MX 20 mx1.one.test.
dup.gate.test. MX 10 a.double.test.
dup.gate.test. MX 20 mx1.one.test.
dup.gate.test. MX 30 b.double.test.
toip6.gate.test. MX 10 192.0.2.1.
toip6.gate.test. MX 20 mx1.one.test.
chain.gate.test. CNAME chain1.gate.test.
chain1.gate.test. CNAME chain2.gate.test.
chain2.gate.test. CNAME chain3.gate.test.
chain3.gate.test. MX 10 mx1.one.test.
mxalias.gate.test. MX 10 alias3.gate.test.
txtonly.gate.test. TXT "v=spf1 -all"
-lead.gate.test. A 192.0.2.114
trail-.gate.test. A 192.0.2.115
dot.gate.test. A 192.0.2.116
upper.gate.test. A 192.0.2.117
xn--bcher-kva.gate.test. MX 10 mx1.one.test.
need.gate.test. MX 10 mx1.one.test.
slash\\/x.gate.test. A 192.0.2.118
nullmore.gate.test. MX 0 .
nullmore.gate.test. MX 10 mx1.one.test.
partlylocal.gate.test. MX 10 mx1.one.test.
partlylocal.gate.test. MX 20 mixed.gate.test.
partlylocal.gate.test. MX 30 mx1.two.test.
mixed.gate.test. A 192.0.2.119
mixed.gate.test. A 127.0.0.1
lowlocal.gate.test. MX 10 mixed.gate.test.
lowlocal.gate.test. MX 20 mx1.two.test.
local.gate.test. A 192.0.2.120
3.test. A 192.0.2.121
`;
