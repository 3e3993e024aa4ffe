/** To other hosts, as a relay of some size is set: whom it tries, how long, how many at once, and what it says. */
import { DROP, type PeerScript, SILENT, SLOW } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { from, one, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const USUAL = ['hosts_avoid_tls = *', 'hosts_try_fastopen ='];

const REFUSES: PeerScript['replies'] = {
  'RCPT TO:<ZED': '550 5.1.1 no zed',
  'RCPT TO:<TMP': '450 4.2.0 later',
  'RCPT TO:<TOOMANY': '452 4.5.3 too many',
};
const PLAIN: PeerScript = { offers: ['SIZE 50000', 'PIPELINING', '8BITMIME'], replies: REFUSES };
const RICH: PeerScript = {
  offers: ['SIZE', 'PIPELINING', '8BITMIME', 'CHUNKING', 'DSN', 'SMTPUTF8', 'AUTH PLAIN LOGIN', 'PRDR', 'HELP', 'ETRN'],
  prdr: true,
  replies: { ...REFUSES, AUTH: '235 yes' },
};
const LMTP: PeerScript = {
  lmtp: true,
  offers: ['PIPELINING', '8BITMIME', 'SIZE', 'IGNOREQUOTA'],
  replies: { ...REFUSES, '.': ['250 2.1.5 one', '552 5.2.2 over quota', '451 4.3.0 busy', '250 2.1.5 four'] },
};

const rows = (): readonly HopRow[] => [
  { script: PLAIN, address: '0.0.0.0' },
  { script: RICH, address: '0.0.0.0' },
  { script: LMTP },
  { script: { ...PLAIN, greeting: SILENT }, address: '0.0.0.0' },
  { script: { ...PLAIN, replies: { '.': SILENT, QUIT: SILENT } } },
  { script: { ...PLAIN, replies: { MAIL: '421 4.3.2 shutting down' } }, address: '0.0.0.0' },
  { script: { ...PLAIN, replies: { '.': '552 5.3.4 too big for me' } } },
  { script: { ...PLAIN, replies: { DATA: DROP } } },
  { script: { ...PLAIN, offers: ['SIZE 300', 'PIPELINING'] } },
  { script: { offers: [], replies: { ...REFUSES, EHLO: '502 5.5.1 no such thing' } } },
  {
    script: {
      offers: ['PIPELINING'],
      replies: { MAIL: '553 5.1.8 bad sender', RCPT: '503 5.5.1 no sender', DATA: '503 5.5.1 no sender' },
    },
  },
  { script: { offers: ['PIPELINING'], replies: { ...REFUSES, DATA: '554 5.5.1 no valid recipients' } } },
  { script: { ...PLAIN, replies: { '.': `${SLOW}250 2.0.0 at last` } } },
  { script: { ...PLAIN, greeting: '220-peer.test\r\n220-with many\r\n220 lines' } },
  { script: { ...PLAIN, greeting: '554 5.7.1 you are listed' }, address: '0.0.0.0' },
  { script: { ...PLAIN, replies: { RCPT: '250 2.1.5 ok', '.': '250' } } },
  { script: { ...PLAIN, replies: { RCPT: 'nonsense' } } },
  {
    script: {
      offers: ['SIZE', 'PIPELINING'],
      replies: { RSET: '421 4.4.2 enough', 'RCPT TO:<ZED': '550 5.1.1 no zed' },
    },
  },
  { script: { ...RICH, replies: { ...REFUSES, AUTH: '535 5.7.8 no' } } },
  {
    script: {
      offers: ['PIPELINING', 'DSN'],
      replies: { 'RCPT TO:<ZED': '550 5.1.1 no zed', '.': '451 4.3.0 disk full' },
    },
  },
];

const waysTo = (hop: readonly number[], dead: number, folder: string): readonly Way[] => {
  const at = (index: number, address = '127.0.0.1'): string => `${address}::${hop[index]}`;
  const gone = `127.0.0.4::${dead}`;
  return [
    { name: 'plain', route: at(0) },
    { name: 'rich', route: at(1) },
    { name: 'backup', route: `${at(14, '127.0.0.5')} : ${at(0)}` },
    { name: 'busybackup', route: `${at(5, '127.0.0.6')} : ${at(0)}` },
    { name: 'deadbackup', route: `${gone} : ${at(0)}` },
    { name: 'alldead', route: `127.0.0.7::${dead} : 127.0.0.8::${dead}` },
    { name: 'fallen', route: `127.0.0.9::${dead}`, options: `fallback_hosts = 127.0.0.10::${dead} : ${at(0)}` },
    { name: 'routerfall', route: `127.0.0.11::${dead}`, router: `fallback_hosts = ${at(0)}` },
    {
      name: 'maxtry',
      route: [12, 13, 14]
        .map((last) => `127.0.0.${last}::${dead}`)
        .concat(at(0))
        .join(' : '),
      options: 'hosts_max_try = 2',
    },
    {
      name: 'hardlimit',
      route: [15, 16, 17]
        .map((last) => `127.0.0.${last}::${dead}`)
        .concat(at(0))
        .join(' : '),
      options: 'hosts_max_try_hardlimit = 3',
    },
    { name: 'cutoff', route: `127.0.0.18::${dead}`, options: 'no_delay_after_cutoff' },
    { name: 'lmtp', route: at(2), options: `protocol = lmtp\nport = ${hop[2]}` },
    { name: 'lmtpquota', route: at(2), options: `protocol = lmtp\nport = ${hop[2]}\nlmtp_ignore_quota\nmax_rcpt = 2` },
    { name: 'mute', route: at(3, '127.0.0.19'), options: 'command_timeout = 1s' },
    {
      name: 'mutetimes',
      route: at(3, '127.0.0.20'),
      options: 'command_timeout = 1s\nretry_include_ip_address = false',
    },
    { name: 'mutedot', route: at(4), options: 'final_timeout = 1s' },
    { name: 'toobig', route: at(6) },
    { name: 'drops', route: at(7) },
    { name: 'small', route: at(8), options: 'size_addition = 200' },
    { name: 'nosize', route: at(8), options: 'size_addition = -1' },
    { name: 'old', route: at(9) },
    { name: 'badsender', route: at(10) },
    { name: 'novalid', route: at(11) },
    { name: 'slowdot', route: at(12), options: 'final_timeout = 20s' },
    { name: 'wordy', route: at(13) },
    { name: 'bare250', route: at(15) },
    { name: 'nonsense', route: at(16) },
    { name: 'norset', route: at(17) },
    { name: 'noauth', route: at(18), options: 'hosts_try_auth = *' },
    { name: 'mustauth', route: at(18, '127.0.0.21'), options: 'hosts_require_auth = *' },
    {
      name: 'auth',
      route: at(1),
      options:
        'hosts_try_auth = 10.0.0.0/8 : 127.0.0.1\nauthenticated_sender = "$local_part+x@$domain"\nauthenticated_sender_force = false',
    },
    { name: 'nopipe', route: at(1), options: 'hosts_avoid_pipelining = *' },
    { name: 'noesmtp', route: at(1), options: 'hosts_avoid_esmtp = *' },
    { name: 'nochunk', route: at(1), options: 'hosts_try_chunking =\nhosts_try_prdr = *' },
    { name: 'helo', route: at(0), options: 'helo_data = "$primary_hostname.$transport_name.$host"' },
    { name: 'helobad', route: at(0), options: 'helo_data = ${expand:\\${if eq{a}}}' },
    { name: 'few', route: at(0), options: 'max_rcpt = 3\nconnection_max_messages = 0' },
    { name: 'single', route: at(0), options: 'max_rcpt = 1\nconnection_max_messages = 2' },
    {
      name: 'domains',
      route: at(0),
      domains: '*.domains.example',
      options: 'multi_domain = ${if eq{$sender_address_local_part}{ann}}',
    },
    { name: 'interface', route: at(0), options: 'interface = 127.0.0.33' },
    { name: 'interfacebad', route: at(0, '127.0.0.34'), options: 'interface = 198.51.100.7' },
    { name: 'ports', route: '127.0.0.1', options: `port = \${if eq{$local_part}{other}{${hop[1]}}{${hop[0]}}}` },
    { name: 'badport', route: '127.0.0.1', options: 'port = nosuchservice' },
    { name: 'hosts', options: `hosts = <; 127.0.0.35::${dead} ; ${at(0)}` },
    { name: 'override', route: at(5), options: `hosts = ${at(0)}\nhosts_override` },
    { name: 'randomly', options: `hosts = 127.0.0.36::${dead} : 127.0.0.37::${dead}\nhosts_randomize` },
    { name: 'byfile', options: `hosts = \${lookup{$domain}lsearch{${folder}/ways}{$value}{127.0.0.1}}` },
    { name: 'unfound', options: 'hosts = no.such.host.invalid\ngethostbyname' },
    { name: 'serial', route: at(0), options: 'serialize_hosts = *\nmax_parallel = 1' },
    { name: 'long', route: at(0), options: 'message_linelength_limit = 100' },
    { name: 'dots', route: at(0), options: 'body_only = false' },
    { name: 'headersonly', route: at(0), options: 'headers_only' },
    { name: 'bodyonly', route: at(0), options: 'body_only' },
    { name: 'filter', route: at(0), options: 'transport_filter = /bin/sed -e s/body/BODY/' },
    { name: 'filterbad', route: at(0), options: 'transport_filter = /bin/false' },
    { name: 'limited', route: at(0), options: 'message_size_limit = 100' },
    { name: 'keepalive', route: at(0), options: 'keepalive = false\ndscp = af21\ndns_qualify_single = false' },
    { name: 'dsn', route: at(19) },
  ];
};

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
remote_max_parallel = 1
remote_sort_domains = b.domains.example:a.domains.example
delay_warning =
smtputf8_advertise_hosts = *
keep_environment =
begin routers
${routersOf(waysTo(hops, dead, folder))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/ann
${transportsOf(waysTo(hops, dead, folder), USUAL)}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^user^secret
login:
  driver = plaintext
  public_name = LOGIN
  client_send = : user : secret
begin retry
cutoff.example * F,1s,1s
* * F,2h,15m
`;

const to = (name: string, ...parts: string[]): Scenario =>
  one(
    parts.length === 0 ? name : `${name}: ${parts.join(' ')}`,
    ...(parts.length === 0 ? ['x'] : parts).map((part) => `${part}@${name}.example`),
  );

export const onward: World = {
  name: 'onward',
  configuration,
  isInFullAlone: true,
  furnish: async () => ({ hops: rows }),
  files: { ways: 'byfile.example: 127.0.0.1\n' },
  scenarios: [
    ...['plain', 'rich', 'backup', 'busybackup', 'deadbackup', 'alldead', 'maxtry', 'hardlimit'].map((name) =>
      to(name),
    ),
    { ...to('cutoff'), runs: ['-q', '-q'] },
    to('plain', 'x', 'zed', 'tmp', 'toomany'),
    to('plain', 'zed', 'zed2'),
    to('rich', 'x', 'zed', 'tmp'),
    to('lmtp', 'a', 'b', 'c', 'd'),
    to('lmtpquota', 'a', 'b', 'c', 'zed', 'd'),
    ...[
      'mute',
      'mutetimes',
      'mutedot',
      'toobig',
      'drops',
      'small',
      'nosize',
      'old',
      'badsender',
      'novalid',
      'slowdot',
      'wordy',
      'bare250',
      'nonsense',
    ].map((name) => to(name)),
    { ...to('small', 'big'), body: `${'q'.repeat(70)}\n`.repeat(8) },
    to('old', 'x', 'zed'),
    to('badsender', 'x', 'y'),
    to('novalid', 'zed', 'zed1'),
    ...['noauth', 'mustauth', 'nopipe', 'noesmtp', 'nochunk', 'helo'].map((name) => to(name)),
    to('few', 'a', 'b', 'c', 'd', 'e', 'f', 'g'),
    to('single', 'a', 'b', 'c'),
    from('bob@example.org', 'several domains apart', 'x@a.domains.example', 'x@b.domains.example'),
    ...['interfacebad', 'ports', 'badport', 'override', 'randomly', 'byfile', 'serial'].map((name) => to(name)),
    to('ports', 'other'),
    { ...to('long'), body: `${'l'.repeat(150)}\n` },
    { ...to('dots'), body: '..\n...\n..x\ny.\n' },
    ...['headersonly', 'bodyonly', 'filter', 'filterbad', 'limited', 'keepalive'].map((name) => to(name)),
    {
      ...one('a DSN of one who waits', 'x@dsn.example NOTIFY=SUCCESS,DELAY', 'zed@dsn.example NOTIFY=FAILURE'),
      mail: 'RET=HDRS ENVID=dd',
    },
    { ...one('eight bits', 'x@plain.example', 'x@old.example'), mail: 'BODY=8BITMIME', body: 'na\xefve\n' },
    one(
      'many hosts',
      'x@plain.example',
      'x@rich.example',
      'x@alldead.example',
      'x@toobig.example',
      'zed@few.example',
      'ann@example.org',
    ),
    { ...one('all again', 'x@alldead.example', 'tmp@plain.example', 'x@mute.example'), runs: ['-q', '-qf'] },
  ],
};
