/** A host that hands everything on: each option and each way of writing hosts that manualroute has. */
import type { RouteConfiguration } from '../configurations.ts';

export const RELAYS: RouteConfiguration = {
  name: 'relays',
  main: `qualify_domain = rel.test
hostlist ours = 192.0.2.11 : 192.0.2.12
domainlist pairs = pa.test : pb.test
extra_local_interfaces = 192.0.2.200`,
  routers: `
words:
  driver = manualroute
  local_parts = words
  transport = remote_smtp
  route_list = a.words.test mx1.one.test bydns ; \\
    b.words.test  mx1.one.test  byname remote_override ; \\
    c.words.test  "mx1.one.test : mx1.two.test" no_randomize ; \\
    d.words.test  'mx1.one.test:192.0.2.5' ; \\
    e.words.test  "< mx1.one.test < 2001:db8::5" ; \\
    f.words.test  <+mx1.one.test+[2001:db8::6]:26+192.0.2.6 ; \\
    g.words.test  mx1.one.test::26:192.0.2.6::27 ; \\
    h.words.test  [192.0.2.8]:28 : [2001:db8::8]:29 ; \\
    i.words.test  two.test/MX ; \\
    j.words.test  two.test/mx::2600 : one.test/MX ; \\
    k.words.test  null.test/MX ; \\
    l.words.test  gone.test/MX:192.0.2.9 ; \\
    m.words.test  many.test ipv4_only ; \\
    n.words.test  many.test ipv4_prefer ; \\
    o.words.test  "" ; \\
    p.words.test  $domain.none.test ; \\
    q.words.test  192.0.2.5 nosuchtransport ; \\
    r.words.test  192.0.2.5 byname bydns ; \\
    s.words.test  127.0.0.1:192.0.2.5 ; \\
    t.words.test  192.0.2.5:127.0.0.1:192.0.2.6 ; \\
    u.words.test  192.0.2.5:192.0.2.200:192.0.2.6 ; \\
    v.words.test  192.0.2.5:+:192.0.2.6 ; \\
    w.words.test  192.0.2.5:192.0.2.5:mx1.one.test:192.0.2.11 ; \\
    x.words.test  2001:0db8:0::0005 ; \\
    y.words.test  1.2.3 ; \\
    z.words.test
  host_find_failed = fail
patterns:
  driver = manualroute
  local_parts = pat
  transport = remote_smtp
  route_list = *.star.test 192.0.2.30 ; \\
    ^\\N^re(\\d)-(\\w+)\\.test$\\N  host$1.$2.test:192.0.2.31 byname ; \\
    +pairs 192.0.2.32 ; \\
    !*.not.test 192.0.2.33 ; \\
    "quoted.not.test" 192.0.2.34 ; \\
    lsearch;@FOLDER@/table "$value" ; \\
    partial-lsearch;@FOLDER@/table "\${extract{1}{,}{$value}}:\${extract{2}{,}{$value}}"
  host_find_failed = ignore
found:
  driver = manualroute
  local_parts = ^hff-
  route_data = nowhere.gone.test:\${if match{$local_part}{two}{192.0.2.40}}
  host_find_failed = decline
  condition = \${if eq{\${sg{$local_part}{^hff-}{}}}{decline}}
  transport = remote_smtp
found_defer:
  driver = manualroute
  local_parts = hff-defer : hff-defer-two
  route_data = nowhere.gone.test:\${if match{$local_part}{two}{192.0.2.40}}
  host_find_failed = defer
  transport = remote_smtp
found_freeze:
  driver = manualroute
  local_parts = hff-freeze
  route_data = nowhere.gone.test
  transport = remote_smtp
found_pass:
  driver = manualroute
  local_parts = hff-pass
  route_data = nowhere.gone.test
  host_find_failed = pass
  no_more
  transport = remote_smtp
found_ignore:
  driver = manualroute
  local_parts = hff-ignore : hff-ignore-two : hff-pass
  route_data = nowhere.gone.test:\${if match{$local_part}{two}{192.0.2.40}}
  host_find_failed = ignore
  host_all_ignored = fail
  transport = remote_smtp
ignoring_decline:
  driver = manualroute
  local_parts = hai-decline : hai-some
  ignore_target_hosts = 192.0.2.0/28 : 2001:db8::/32
  route_data = 192.0.2.5:mx1.one.test:\${if match{$local_part}{some}{smarthost.test}}
  host_all_ignored = decline
  transport = remote_smtp
ignoring_pass:
  driver = manualroute
  local_parts = hai-pass
  ignore_target_hosts = <; ! 192.0.2.6 ; 0.0.0.0/0
  route_data = 192.0.2.5
  host_all_ignored = pass
  transport = remote_smtp
ignoring_freeze:
  driver = manualroute
  local_parts = hai-freeze
  ignore_target_hosts = *
  route_data = 192.0.2.5
  host_all_ignored = freeze
  transport = remote_smtp
self_words:
  driver = manualroute
  local_parts = self-freeze : self-frozen
  route_data = 127.0.0.1
  transport = remote_smtp
self_defer:
  driver = manualroute
  local_parts = self-defer
  route_data = here.local.test
  self = defer
  transport = remote_smtp
self_fail:
  driver = manualroute
  local_parts = self-fail
  route_data = 192.0.2.200
  self = fail
  transport = remote_smtp
self_pass:
  driver = manualroute
  local_parts = self-pass
  route_data = 127.0.0.2:192.0.2.5
  self = pass
  pass_router = after
  transport = remote_smtp
self_send:
  driver = manualroute
  local_parts = self-send
  route_data = 127.0.0.1::2525 : 192.0.2.5
  self = send
  transport = remote_smtp
self_reroute:
  driver = manualroute
  local_parts = self-reroute
  route_data = 127.0.0.1
  self = reroute: second.test
  transport = remote_smtp
self_rewrite:
  driver = manualroute
  local_parts = self-rewrite
  route_data = localhost
  self = reroute: rewrite: third.test
  transport = remote_smtp
pipes:
  driver = manualroute
  local_parts = local
  route_list = * "one host:other host" ; x.test y
  transport = address_pipe
random:
  driver = manualroute
  local_parts = random
  route_list = one.random.test 192.0.2.5 ; no.test 192.0.2.5:192.0.2.6:192.0.2.7
  transport = remote_smtp
data_forms:
  driver = manualroute
  local_parts = data
  route_data = \${lookup{$domain}lsearch{@FOLDER@/data}}
  same_domain_copy_routing
  host_find_failed = pass
  fallback_hosts = fallback.test : 192.0.2.102
  transport = remote_smtp
verifying:
  driver = manualroute
  local_parts = verify
  verify_only
  route_list = *
hostless:
  driver = manualroute
  local_parts = nohost
  route_list = *
  transport = remote_override
second:
  driver = manualroute
  domains = second.test : third.test
  route_list = * mx2.two.test ipv4_only
  transport = remote_smtp
after:
  driver = accept
  local_parts = self-pass : hff-pass : hai-pass : data
  transport = lmtp_delivery
  cannot_route_message = never said
last:
  driver = accept
  condition = false
  transport = local_delivery
  cannot_route_message = rest: $local_part at $domain\${if def:self_hostname{ ($self_hostname)}}
`,
  files: {
    table: 'value.test: mx1.one.test\n*.parts.test: 192.0.2.50,192.0.2.51\nlonely.test:\nbad.test: ${bad\n',
    data: 'ip.test: 192.0.2.60\nname.test: mx1.one.test byname\nboth.test: mx1.one.test:192.0.2.61 remote_override\nempty.test:\nodd.test: "mx1.one.test:mx2.two.test" ipv4_only bydns\nword.test: 192.0.2.5 wrong\nsemi.test: 192.0.2.5 ; 192.0.2.6\nmx.test: two.test/MX bydns\nport.test: <; 192.0.2.5]26\nv6.test: <; 2001:db8::1 ; [2001:db8::2]:26\nlost.test: nowhere.gone.test\nbroken.test: x.broken.test\n',
  },
  addresses: [
    ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `words@${letter}.words.test`),
    ...[
      'a.star.test',
      'star.test',
      're1-two.test',
      're12-two.test',
      're3-one.test',
      'pa.test',
      'PB.test',
      'x.not.test',
      'quoted.not.test',
      'not.test',
      'value.test',
      'a.parts.test',
      'parts.test',
      'lonely.test',
    ].map((domain) => `pat@${domain}`),
    'pat@A.not.test',
    'hff-decline@x.test',
    'hff-defer@x.test',
    'hff-defer-two@x.test',
    'hff-freeze@x.test',
    'hff-pass@x.test',
    'hff-ignore@x.test',
    'hff-ignore-two@x.test',
    'hff-other@x.test',
    'hai-decline@x.test',
    'hai-some@x.test',
    'hai-pass@x.test',
    'hai-freeze@x.test',
    'hai-none@x.test',
    'self-freeze@x.test',
    'self-defer@x.test',
    'self-fail@x.test',
    'self-pass@x.test',
    'self-send@x.test',
    'self-reroute@x.test',
    'self-rewrite@x.test',
    'SELF-Rewrite@X.test',
    'self-frozen',
    'local@x.test',
    'local@a',
    'random@one.random.test',
    'random@no.test',
    'random@other.test',
    ...['ip', 'name', 'both', 'empty', 'odd', 'word', 'semi', 'mx', 'port', 'v6', 'lost', 'broken', 'absent'].map(
      (name) => `data@${name}.test`,
    ),
    'verify@x.test',
    'nohost@x.test',
    'any@second.test',
    'any@third.test',
    'rest@x.test',
    'rest',
    '"odd words"@c.words.test',
    'words@C.WORDS.TEST',
    'words@[192.0.2.5]',
    'words+x@a.words.test',
  ],
  localParts: ['words'],
  domains: ['a.words.test'],
};
