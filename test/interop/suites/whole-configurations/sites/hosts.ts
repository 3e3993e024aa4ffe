/** Hosts that are ourselves, hosts by IPv6, literals, and lists of hosts in every notation. */
import { a, aaaa, mx } from '../../../framework/name-server.ts';
import { command, mail, type Site } from '../types.ts';

const SELVES = ['pass', 'reroute', 'send', 'fail', 'defer', 'freeze', 'rewrite'] as const;

export const hosts: Site = {
  name: 'hosts-and-literals',
  // -bh is a command of its own here; 0.0.0.0 is nobody; the words of a bounce about an address as MX.
  differing: 9,
  interfaces: '<; NET.1 ; [NET6:1]:25',
  zone: ({ net, net6, zone }) => ({
    ...Object.fromEntries(SELVES.map((name) => [`${name}.${zone}`, [mx(10, `self.${zone}`), mx(20, `plain.${zone}`)]])),
    [`six-first.${zone}`]: [mx(10, `six.${zone}`), mx(20, `plain.${zone}`)],
    [`equal.${zone}`]: [mx(10, `both.${zone}`), mx(10, `self.${zone}`)],
    [`deadsix.${zone}`]: [mx(10, `dead6.${zone}`), mx(20, `plain.${zone}`)],
    [`dead6.${zone}`]: [aaaa(`${net6}:99`)],
    [`address.${zone}`]: [a(`${net}.11`)],
    [`address6.${zone}`]: [aaaa(`${net6}:11`)],
    [`zero.${zone}`]: [mx(10, `zerohost.${zone}`)],
    [`zerohost.${zone}`]: [a('0.0.0.0')],
    [`back.${zone}`]: [mx(10, `self6.${zone}`), mx(20, `modern.${zone}`)],
    [`self6.${zone}`]: [aaaa(`${net6}:1`)],
    [`toself.${zone}`]: [mx(10, `127.0.0.1`)],
  }),
  configuration: `
domainlist local_domains = @ : @[] : home.example
allow_domain_literals
acl_smtp_rcpt = check
log_selector = +incoming_interface +outgoing_interface +outgoing_port +all_parents +smtp_confirmation
recipient_unqualified_hosts = NET.1
begin acl
check:
  warn  domains = @mx_any/ignore=NET.99
        logwrite = $domain is mx_any
  warn  domains = @mx_primary
        logwrite = $domain is mx_primary
  warn  domains = @mx_secondary
        logwrite = $domain is mx_secondary
  warn  domains = @[]
        logwrite = $domain is a literal of ours
  warn  domains = +local_domains
        logwrite = $domain is local
  warn  hosts = <; NET6:0/112
        logwrite = client $sender_host_address at $received_ip_address $received_port by IPv6
  accept
begin routers
literal:
  driver = ipliteral
  domains = ! +local_domains
  transport = smtp
  self = fail
${SELVES.map(
  (name) => `self_${name}:
  driver = dnslookup
  domains = ${name}.ZONE
  self = ${name === 'rewrite' ? 'reroute: rewrite: box@home.example' : name === 'reroute' ? 'reroute: home.example' : name}
  transport = ${name === 'send' ? 'smtp_self' : 'smtp'}
  pass_router = passed
  more = ${name === 'pass' ? 'no' : 'yes'}
`,
).join('')}by_mx:
  driver = dnslookup
  domains = *.ZONE
  ignore_target_hosts = <; 0.0.0.0 ; 127.0.0.0/16
  transport = smtp
  no_more
listed:
  driver = manualroute
  domains = ! +local_domains
  transport = ${'$'}{if eq{$domain}{override.example}{overridden}{smtp}}
  route_data = ${'$'}{lookup{$domain}lsearch{FOLDER/routes}}
  host_find_failed = fail
  self = pass
passed:
  driver = redirect
  local_parts = ! box
  domains = ! home.example
  data = box+$self_hostname@home.example
local:
  driver = accept
  domains = +local_domains
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
begin transports
smtp:
  driver = smtp
  connect_timeout = 2s
  interface = ${'$'}{if eq{$domain}{interface.example}{<; NET.77 ; NET6:10}{}}
smtp_self:
  driver = smtp
  allow_localhost
  hosts_max_try = 3
overridden:
  driver = smtp
  hosts = <; NET6:11 ; NET.10
  hosts_override
box:
  driver = appendfile
  user = mail
  file = FOLDER/box/mbox
  create_file = anywhere
  headers_add = X-For: $local_part$local_part_suffix@$domain
begin retry
* * F,1h,1s
`,
  files: {
    routes: `six.example: <; NET6:11 ; NET.10
port.example: plain.ZONE::25:modern.ZONE
plus.example: dead.ZONE:+:plain.ZONE:modern.ZONE randomize
bracket.example: <; [NET6:10]:25
mx.example: mail6.ZONE/mx bydns
name.example: both.ZONE byname
four.example: both.ZONE ipv4_only
pref.example: both.ZONE ipv4_prefer
me.example: NET.1:plain.ZONE
override.example: dead.ZONE
interface.example: plain.ZONE
bad.example: <; not a host
none.example: nowhere.ZONE
lit.example: [NET.10]
`,
  },
  steps: [
    ...SELVES.filter((name) => name !== 'send').map((name) => mail(`self = ${name}`, { to: [`a@${name}.ZONE`] })),
    mail('@[]', { to: ['box@[NET.1]', 'box@[IPv6:NET6:1]'] }),
    mail('literals of others', { to: ['a@[NET.10]', 'a@[IPv6:NET6:11]'] }),
    mail('literals of bad form', { to: ['a@[NET.300]', 'a@[IPv6:zz]', 'a@[]', 'a@[NET.10', 'a@[1.2]'] }),
    mail('a literal of nobody', { to: ['a@[NET.9]'] }),
    mail('six first', { to: ['a@six-first.ZONE', 'a@deadsix.ZONE'] }),
    mail('equal', { to: ['a@equal.ZONE'] }),
    mail('ourselves by IPv6', { to: ['a@back.ZONE'] }),
    mail('addresses alone', { to: ['a@address.ZONE', 'a@address6.ZONE'] }),
    mail('ignored addresses', { to: ['a@zero.ZONE'] }),
    mail('an address as MX', { to: ['a@toself.ZONE'] }),
    ...[
      'six',
      'port',
      'plus',
      'none',
      'bracket',
      'mx',
      'name',
      'four',
      'pref',
      'me',
      'override',
      'interface',
      'bad',
      'lit',
    ].map((name) => mail(`a list: ${name}`, { to: [`a@${name}.example`] })),
    mail('by IPv6', { to: ['box@home.example'] }, { six: true }),
    mail('unqualified', { to: ['box'] }),
    mail('unqualified from elsewhere', { to: ['box'] }, { from: 7 }),
    command('-bp', { anyOrder: true }),
    command(
      '-bt a@six.example a@[NET.10] a@[IPv6:NET6:11] a@name.example a@four.example a@pref.example a@equal.ZONE a@lit.example a@bracket.example a@me.example',
    ),
    command(
      '-bt box@[NET.1] a@fail.ZONE a@pass.ZONE a@reroute.ZONE a@freeze.ZONE a@defer.ZONE a@send.ZONE a@bad.example',
    ),
    command('-bv a@fail.ZONE a@[NET.10] box@[NET.1] box'),
    command('-bP local_interfaces', { hide: false }),
    command('-be', {
      words: [
        '-be',
        '${if isip{NET6:1}{y}{n}} ${mask:NET6:1/64} ${ipv6norm:NET6:1} ${reverse_ip:NET6:1}',
        '${ipv6denorm:NET6:1} ${if match_ip{NET6:1}{<; NET6:0/120}{y}{n}}',
        '${lookup dnsdb{aaaa=six.ZONE}} ${lookup dnsdb{>, mxh=six-first.ZONE}}',
      ],
    }),
    command('-bh NET6:7', {
      title: '-bh by IPv6',
      words: ['-bh', 'NET6:7'],
      input: 'EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<box@home.example>\r\nQUIT\r\n',
    }),
    command('-qff', { afterMs: 1100 }),
    command('-Mrm ID'),
  ],
};
