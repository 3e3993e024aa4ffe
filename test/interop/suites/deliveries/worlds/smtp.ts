/** Options of the smtp transport that say whom it calls and what it says there, a way each. */
import { createServer, type Socket } from 'node:net';
import { formatSigningKey, generateSigningKey } from '../../../../../src/core/pki/issue.ts';
import { DROP, type PeerScript, SILENT, SLOW } from '../../../../support/smtp-peer.ts';
import { startFullPort } from '../full-port.ts';
import type { HopRow } from '../hops.ts';
import { startSocks } from '../socks-hop.ts';
import { from, one, redirect, type Scenario, type World } from './types.ts';
import { routersOf, transportsOf, type Way } from './ways.ts';

const USUAL = ['allow_localhost', 'hosts_avoid_tls = *', 'hosts_try_fastopen =', 'connection_max_messages = 1'];

const RECIPIENTS: PeerScript['replies'] = {
  'RCPT TO:<ZED': '550 5.1.1 no zed here',
  'RCPT TO:<TMP': '450 4.2.0 try later',
};
const PLAIN: PeerScript = { offers: ['SIZE 100000', '8BITMIME', 'PIPELINING'], replies: RECIPIENTS };

/** By turns: what is said to the first who come, and then the last of it. */
function inTurn(...said: readonly string[]): () => string {
  let turn = 0;
  return () => said[Math.min(turn++, said.length - 1)]!;
}

const hops = (): readonly HopRow[] => [
  { script: PLAIN },
  {
    script: {
      offers: ['SIZE', '8BITMIME', 'PIPELINING', 'CHUNKING', 'PRDR', 'DSN', 'AUTH PLAIN', 'SMTPUTF8'],
      prdr: true,
      replies: { ...RECIPIENTS, AUTH: '235 you are' },
    },
  },
  {
    script: {
      lmtp: true,
      offers: ['IGNOREQUOTA', 'PIPELINING', '8BITMIME'],
      replies: { ...RECIPIENTS, '.': ['250 2.0.0 first', '552 5.2.2 full', '452 4.2.2 full now', '250 2.0.0 last'] },
    },
  },
  { script: { greeting: SILENT } },
  { script: { ...PLAIN, replies: { '.': SILENT, QUIT: SILENT } } },
  { start: startFullPort },
  { start: startDeafHop },
  { script: { ...PLAIN, replies: { MAIL: '451 4.3.0 later' } }, address: '127.0.0.2' },
  { script: PLAIN, address: '0.0.0.0' },
  { start: startSocks },
  { script: PLAIN },
  { script: { ...PLAIN, replies: { '.': `${SLOW}250 2.0.0 in the end` } } },
  { script: { ...PLAIN, replies: { 'RCPT TO:<TMP': inTurn('450 4.2.0 try later', '250 2.1.5 ok') } } },
  { script: { ...PLAIN, replies: { 'RCPT TO:<TMP': inTurn('450 4.2.0 try later', '250 2.1.5 ok') } } },
  { script: { ...PLAIN, replies: { DATA: DROP } } },
  // One each for those who fail here, or nobody.
  ...[15, 16, 17, 18].map(() => ({ script: PLAIN })),
  ...[19, 20, 21, 22, 23].map(() => ({ start: startNobody })),
  { script: PLAIN },
  { script: PLAIN },
  { script: PLAIN },
];

const signing = (folder: string): string =>
  [
    'dkim_domain = signer.example',
    'dkim_selector = one : two',
    `dkim_private_key = ${folder}/dkim.key`,
    'dkim_sign_headers = From:Subject:Message-Id',
  ].join('\n');

const waysTo = (hop: readonly number[], dead: number, folder: string): readonly Way[] => {
  const at = (index: number, address = '127.0.0.1'): string => `${address}::${hop[index]}`;
  return [
    { name: 'plain', route: at(0) },
    { name: 'rich', route: at(1) },
    { name: 'helo', route: at(0), options: 'helo_data = me.$host_address.$domain' },
    {
      name: 'helosent',
      route: at(0),
      options: 'helo_data = ${if def:sending_ip_address{[$sending_ip_address]}{none}}',
    },
    { name: 'helonone', route: at(16), options: 'helo_data = ${if eq{a}{b}{x}fail}' },
    { name: 'afterhelo', route: at(16) },
    { name: 'port', route: '127.0.0.1', options: `port = \${if eq{$domain}{port.example}{${hop[0]}}{1}}` },
    { name: 'interface', route: at(0), options: 'interface = <; ::1 ; 127.0.0.7' },
    { name: 'noesmtp', route: at(1), options: 'hosts_avoid_esmtp = 127.0.0.0/8' },
    { name: 'nopipes', route: at(1), options: 'hosts_avoid_pipelining = ! 10.0.0.0/8 : *' },
    { name: 'nochunks', route: at(1), options: 'hosts_try_chunking = !127.0.0.1' },
    { name: 'noprdr', route: at(1), options: 'hosts_try_prdr = ${if eq{$host_address}{127.0.0.1}{}{*}}' },
    {
      name: 'auth',
      route: at(1),
      options: 'hosts_try_auth = 127.0.0.1\nauthenticated_sender = ${if eq{$local_part}{x}{me.$domain}fail}',
    },
    { name: 'mustauth', route: at(15), options: 'hosts_require_auth = *' },
    {
      name: 'forced',
      route: at(0),
      options: 'authenticated_sender = someone@example.net\nauthenticated_sender_force',
    },
    { name: 'noreply', route: at(3), options: 'command_timeout = 1s' },
    { name: 'noend', route: at(4), options: 'final_timeout = 1s' },
    { name: 'noconnect', route: at(5), options: 'connect_timeout = 1s' },
    { name: 'deaf', route: at(6), options: 'data_timeout = 1s' },
    { name: 'few', route: at(0), options: 'max_rcpt = 2' },
    { name: 'all', route: at(0), options: 'max_rcpt = 0' },
    { name: 'mixed', route: at(0), domains: '*.mixed.example' },
    { name: 'apart', route: at(0), domains: '*.apart.example', options: 'multi_domain = false' },
    { name: 'size', route: at(0), options: 'size_addition = 17' },
    { name: 'nosize', route: at(0), options: 'size_addition = -1' },
    { name: 'lines', route: at(0), options: 'message_linelength_limit = 40' },
    { name: 'lmtp', route: at(2), options: `protocol = lmtp\nport = ${hop[2]}` },
    { name: 'noquota', route: at(2), options: `protocol = lmtp\nport = ${hop[2]}\nlmtp_ignore_quota` },
    { name: 'own', options: `hosts = 127.0.0.1\nport = ${hop[0]}` },
    { name: 'override', route: at(21), options: `hosts = ${at(0)}\nhosts_override` },
    { name: 'noown' },
    { name: 'emptyown', options: 'hosts = ${if eq{a}{b}{x}}' },
    { name: 'fallback', route: at(22), options: `fallback_hosts = ${at(23)} : ${at(0)}` },
    { name: 'random', options: `hosts = 127.0.0.21 : 127.0.0.22 : + : 127.0.0.1\nport = ${hop[8]}\nhosts_randomize` },
    { name: 'tryone', route: `${at(7, '127.0.0.2')}:${at(0)}`, options: 'hosts_max_try = 1' },
    { name: 'tryhard', route: `${at(7, '127.0.0.2')}:${at(0)}`, options: 'hosts_max_try_hardlimit = 1' },
    { name: 'trytwo', route: `${at(7, '127.0.0.2')}:${at(0)}`, options: 'hosts_max_try = 2' },
    { name: 'here', options: `hosts = 127.0.0.1\nport = ${hop[0]}\nno_allow_localhost` },
    { name: 'pair', route: at(12) },
    { name: 'nopair', route: at(13), options: 'no_address_retry_include_sender' },
    { name: 'cutoff', route: at(19) },
    { name: 'nocutoff', route: at(20), options: 'no_delay_after_cutoff' },
    { name: 'series', route: at(10), options: 'connection_max_messages = 2' },
    { name: 'onebyone', route: at(11), options: 'serialize_hosts = 127.0.0.1' },
    { name: 'alive', route: at(0), options: 'keepalive = false' },
    { name: 'down', route: at(0), options: 'utf8_downconvert = 1' },
    { name: 'nodown', route: at(24), options: 'utf8_downconvert = 0' },
    { name: 'maybedown', route: at(0), options: 'utf8_downconvert = -1' },
    { name: 'downrich', route: at(1), options: 'utf8_downconvert = ${if eq{$domain}{downrich.example}{1}{0}}' },
    { name: 'socks', route: at(0), options: `socks_proxy = 127.0.0.1 port=${hop[9]} auth=name name=me pass=secret` },
    { name: 'socksbad', route: at(25), options: `socks_proxy = 127.0.0.1 port=${hop[9]} auth=name name=me pass=wrong` },
    {
      name: 'socksdead',
      route: at(0),
      options: `socks_proxy = 127.0.0.1 port=${dead} pri=2 : 127.0.0.1 port=${hop[9]} auth=name name=me pass=secret`,
    },
    { name: 'byname', options: `hosts = localhost\nport = ${hop[0]}\ngethostbyname` },
    { name: 'dropdata', route: at(14) },
    {
      name: 'generic',
      route: at(0),
      options:
        'headers_add = X-To: $host $host_address\nheaders_remove = x-gone : ${if eq{a}{a}{x-also}}\nheaders_rewrite = all@example.org everybody@example.org t\nreturn_path = back+$local_part@example.org\nreturn_path_add\ndelivery_date_add\nenvelope_to_add\nmax_parallel = 1\ndebug_print = to $host',
    },
    { name: 'signed', route: at(0), options: `${signing(folder)}\ndkim_canon = simple\ndkim_hash = sha256` },
    { name: 'relaxed', route: at(0), options: `${signing(folder)}\ndkim_identity = who@sub.signer.example` },
    { name: 'stamped', route: at(0), options: `${signing(folder)}\ndkim_timestamps = 3600` },
    {
      name: 'strict',
      route: at(26),
      options: `dkim_domain = signer.example\ndkim_selector = s\ndkim_private_key = ${folder}/none.key\ndkim_strict = true`,
    },
    {
      name: 'lax',
      route: at(0),
      options: `dkim_domain = signer.example\ndkim_selector = s\ndkim_private_key = ${folder}/none.key`,
    },
    { name: 'headersonly', route: at(0), options: 'headers_only' },
    { name: 'bodyonly', route: at(0), options: 'body_only' },
    { name: 'small', route: at(0), options: 'message_size_limit = ${if eq{$local_part}{x}{100}{0}}' },
    { name: 'quiet', route: at(0), options: 'disable_logging' },
    { name: 'filter', route: at(0), options: 'transport_filter = /bin/sed s/body/corpse/' },
    { name: 'filterfails', route: at(17), options: 'transport_filter = /bin/false' },
    { name: 'filterslow', route: at(18), options: 'transport_filter = /bin/sleep 20\ntransport_filter_timeout = 1s' },
    {
      name: 'event',
      route: at(0),
      options: 'event_action = ${if eq{$event_name}{msg:delivery}{${acl{seen}{$event_name $event_data}}}}',
    },
  ];
};

const configuration: World['configuration'] = ({ folder, hops: ports, dead }) => {
  const ways = waysTo(ports, dead, folder);
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
acl_smtp_rcpt = accept
acl_smtp_data = data
smtp_accept_queue_per_connection = 0
delay_warning =
queue_run_in_order
keep_environment =
begin acl
data:
  accept condition = \${if eq{$h_x-do:}{queue}}
         control = queue
  accept
seen:
  accept logwrite = EVENT $acl_arg1
begin routers
${redirect('list', 'data = x@plain.example, y@plain.example')}
${routersOf(ways)}
local:
  driver = accept
  domains = +local_domains
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
${transportsOf(ways, USUAL)}
begin retry
cutoff.example * F,1s,1h
nocutoff.example * F,1s,1h
* * F,2h,15m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^me^secret
`;
};

const to = (title: string, ...names: readonly string[]): Scenario =>
  one(title, ...names.map((name) => (name.includes('@') ? name : `x@${name}.example`)));

const QUEUED = 'X-Do: queue\n';

const scenarios: readonly Scenario[] = [
  to('helo_data', 'helo'),
  to('helo_data of the connection', 'helosent'),
  to('helo_data made to fail', 'helonone'),
  to('the host behind it', 'afterhelo'),
  to('a port that is expanded', 'port'),
  to('an interface', 'interface'),
  to('hosts_avoid_esmtp', 'noesmtp'),
  to('hosts_avoid_pipelining', 'nopipes', 'y@nopipes.example'),
  to('hosts_try_chunking', 'nochunks', 'rich'),
  to('hosts_try_prdr', 'noprdr', 'y@noprdr.example'),
  to('authenticated_sender', 'auth'),
  to('authenticated_sender made to fail', 'y@auth.example'),
  to('hosts_require_auth', 'mustauth'),
  to('authenticated_sender_force', 'forced'),
  to('command_timeout', 'noreply'),
  to('final_timeout', 'noend'),
  to('connect_timeout', 'noconnect'),
  { ...to('data_timeout', 'deaf'), body: `${'y'.repeat(75)}\n`.repeat(200_000) },
  to('max_rcpt', ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@few.example`)),
  to('max_rcpt = 0', ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@all.example`)),
  to('two domains', 'x@a.mixed.example', 'x@b.mixed.example'),
  to('two domains without multi_domain', 'x@a.apart.example', 'x@b.apart.example'),
  to('size_addition', 'size', 'nosize'),
  { ...to('message_linelength_limit', 'lines'), body: `${'y'.repeat(60)}\n` },
  to('a message whose lines are short enough', 'lines'),
  to('LMTP', ...['a', 'b', 'c', 'd'].map((name) => `${name}@lmtp.example`)),
  to('lmtp_ignore_quota', 'noquota'),
  to('hosts of the transport', 'own'),
  to('hosts_override', 'override'),
  to('no hosts', 'noown', 'emptyown'),
  to('fallback_hosts of the transport', 'fallback'),
  to('hosts_randomize', 'random'),
  { ...to('hosts_max_try', 'tryone', 'tryhard', 'trytwo'), runs: ['-qf'] },
  to('without allow_localhost', 'here'),
  {
    ...from('bob@example.org', 'a sender and a recipient wait together', 'tmp@pair.example'),
    before: [one('first', 'tmp@pair.example')],
    header: QUEUED,
    runs: ['-q'],
  },
  {
    ...from('bob@example.org', 'a recipient waits alone', 'tmp@nopair.example'),
    before: [one('first', 'tmp@nopair.example')],
    header: QUEUED,
    runs: ['-q'],
  },
  { ...to('the end of retrying', 'cutoff'), runs: ['-q'] },
  to('behind the end of retrying', 'cutoff'),
  { ...to('the end of retrying without delay_after_cutoff', 'nocutoff'), runs: ['-q'] },
  to('behind the end of retrying without delay_after_cutoff', 'nocutoff'),
  {
    ...to('connection_max_messages', 'a@series.example'),
    before: [1, 2, 3].map((name) => ({ ...to('before', `b${name}@series.example`), header: QUEUED })),
    header: QUEUED,
    runs: ['-qq'],
    differs: {
      because: 'four go at once, and a connection that is kept is of use to those who come later',
      lines: /^(?:hop 10|EHLO mx\.example\.org|ID\d .*\[127\.0\.0\.1\]:HOP10\*? )/,
    },
  },
  {
    ...to('serialize_hosts', 'a@onebyone.example'),
    before: [to('first', 'b@onebyone.example')],
    runs: ['-qf'],
  },
  to('keepalive', 'alive'),
  ...['down', 'nodown', 'maybedown', 'downrich'].map((name) => ({
    ...from('ünn@example.org', `utf8_downconvert, ${name}`, `ü@${name}.example`),
    mail: 'SMTPUTF8',
  })),
  to('socks_proxy', 'socks'),
  {
    ...to('socks_proxy that refuses', 'socksbad'),
    differs: {
      because: 'the proxy is named, and not "Permission denied"',
      lines: /Permission denied|the proxy does not take our name and password|socks auth failed/,
    },
  },
  to('the second socks_proxy', 'socksdead'),
  to('gethostbyname', 'byname'),
  to('a connection dropped at DATA', 'dropdata'),
  { ...to('options of every transport', 'generic'), header: 'X-Gone: a\nX-Also: b\nX-Stays: c\n' },
  to('dkim_domain, dkim_canon and dkim_hash', 'signed'),
  to('dkim_identity', 'relaxed'),
  to('dkim_timestamps', 'stamped'),
  {
    ...to('dkim_strict', 'strict'),
    differs: {
      because: 'Exim calls the host first, and tells of the file it could not open',
      lines: /Permission denied|DKIM: message could not be signed|none\.key$|^(?:hop 26|EHLO|MAIL|RCPT|DATA)\b/,
    },
  },
  {
    ...to('a key that is not there', 'lax'),
    differs: { because: 'the line says that it is about DKIM', lines: /unable to open file for reading/ },
  },
  to('headers_only', 'headersonly'),
  to('body_only', 'bodyonly'),
  to('message_size_limit', 'small', 'y@small.example'),
  to('disable_logging', 'quiet'),
  { ...to('lines with dots', 'plain'), body: '..\n.a\nb.\n..c\n' },
  to('a filter', 'filter'),
  to('a filter that fails', 'filterfails'),
  to('a filter that never ends', 'filterslow'),
  to('an action of a transport', 'event'),
];

export const smtp: World = {
  name: 'smtp',
  configuration,
  furnish: async () => ({ hops, files: { 'dkim.key': formatSigningKey(await generateSigningKey('rsa')) } }),
  forms: [
    // Of a signature the key, the form and the domain are compared.
    [
      /DKIM-Signature: v=1; a=([\w-]+);[^:]*?c=([\w/]+);\s+d=([\w.]+); s=(\w+);.*\n(?:[ \t].*\n)*/g,
      'DKIM-Signature: $1 $2 $3 $4\n',
    ],
    [/(T=(?:signed|relaxed|stamped)) S=\d+/g, '$1 S=n'],
  ],
  isInFullAlone: true,
  scenarios,
};

/** Whoever calls is refused. */
const startNobody = async (): ReturnType<NonNullable<HopRow['start']>> => ({ heard: () => [], close: () => {} });

/** It takes commands and then reads no more. */
async function startDeafHop(port: number): ReturnType<NonNullable<HopRow['start']>> {
  const talk = (socket: Socket): void => {
    socket.on('error', () => {});
    socket.write('220 hop.example ESMTP\r\n');
    socket.on('data', (octets) => {
      const command = octets.toString('latin1').slice(0, 4);
      socket.write(command === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
      if (command === 'DATA') socket.pause();
    });
  };
  const server = createServer(talk);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return { heard: () => [], close: () => void server.close() };
}
