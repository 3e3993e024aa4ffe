/** What is said to a next hop to its last word, at each stage of a conversation that goes wrong. */

import { formatPem, formatSigningKey } from '../../../../../../src/core/pki/issue.ts';
import { ocspWorld } from '../../../../../support/ocsp.ts';
import { DROP, type PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const USUAL = ['SIZE 100000', 'PIPELINING', '8BITMIME'];
const at = (replies: NonNullable<PeerScript['replies']>, offers: readonly string[] = USUAL): PeerScript => ({
  offers,
  replies,
});

const HOPS: Readonly<Record<string, PeerScript>> = {
  fine: at({}),
  greet421: { greeting: '421 4.3.2 too busy' },
  greet450: { greeting: '450 4.3.2 not just now' },
  greet554: { greeting: '554 5.7.1 No SMTP service here' },
  greetmulti: { greeting: '220-welcome\r\n220-to us\r\n220 peer.test', offers: USUAL },
  ehlo421: at({ EHLO: '421 4.7.0 helo later' }),
  ehlo550: at({ EHLO: '550 5.7.1 your helo is not liked', HELO: '550 5.7.1 your helo is not liked either' }),
  ehlo502: at({ EHLO: '502 5.5.1 unknown', HELO: '250 hello then' }),
  ehlo500drop: at({ EHLO: '500 5.5.1 unknown', HELO: DROP }),
  mail421: at({ MAIL: '421 4.7.0 mail later, closing' }),
  mail421np: at({ MAIL: '421 4.7.0 mail later, closing' }, ['SIZE 100000']),
  mail450: at({ MAIL: '450 4.7.1 sender greylisted' }),
  mail552: at({ MAIL: '552 5.3.4 message too big for us' }),
  mailsize: at({}, ['SIZE 10', 'PIPELINING']),
  rcpt421: at({ RCPT: ['250 ok', '421 4.7.0 too many errors', '250 ok'] }),
  rcpt421np: at({ RCPT: ['250 ok', '421 4.7.0 too many errors', '250 ok'] }, ['SIZE']),
  rcptdrop: at({ RCPT: ['250 ok', DROP] }, ['SIZE']),
  rcptall5: at({ RCPT: '550 5.1.1 nobody' }),
  rcptall4: at({ RCPT: '450 4.1.1 nobody now' }),
  data421: at({ DATA: '421 4.3.0 going down' }),
  data450: at({ DATA: '450 4.3.0 not the data' }),
  data554: at({ DATA: '554 5.3.0 never the data' }),
  dot421: at({ '.': '421 4.3.0 going down now' }),
  dot450: at({ '.': '450 4.2.0 try the content later' }),
  dot552: at({ '.': '552-5.3.4 the content\r\n552 5.3.4 is too big' }),
  datadrop: at({ DATA: DROP }),
  maildrop: at({ MAIL: DROP }),
  ehlodrop: at({ EHLO: DROP, HELO: DROP }),
  chunk: at({}, [...USUAL, 'CHUNKING']),
  chunk5: at({ 'BDAT LAST': '554 5.6.0 not this chunk' }, [...USUAL, 'CHUNKING']),
  chunkdsn: at({}, [...USUAL, 'CHUNKING', 'DSN', 'SMTPUTF8']),
  nonsense: at({ MAIL: 'hello there' }),
  utf: at({}, [...USUAL, 'SMTPUTF8']),
  no8bit: at({}, ['SIZE']),
};
const NAMES = Object.keys(HOPS);

const configuration: World['configuration'] = ({ folder, hops, dead }) => {
  const hop = (name: string): number => hops[NAMES.indexOf(name)]!;
  const tls = (index: number): number => hops[NAMES.length + index]!;
  const ways: readonly Way[] = [
    ...NAMES.map((name) => ({ name, route: `127.0.0.1::${hop(name)}` })),
    { name: 'second', route: `127.0.0.1::${hop('greet421')} : 127.0.0.2::${hop('fine')}` },
    { name: 'secondrcpt', route: `127.0.0.1::${hop('rcptall4')} : 127.0.0.2::${hop('fine')}` },
    { name: 'secondmail', route: `127.0.0.1::${hop('mail450')} : 127.0.0.2::${hop('fine')}` },
    { name: 'seconddot', route: `127.0.0.1::${hop('dot450')} : 127.0.0.2::${hop('fine')}` },
    { name: 'seconddead', route: `127.0.0.1::${dead} : 127.0.0.2::${hop('fine')}` },
    { name: 'both', route: `127.0.0.1::${dead} : 127.0.0.2::${hop('greet421')}` },
    { name: 'second5', route: `127.0.0.1::${hop('greet554')} : 127.0.0.2::${hop('fine')}` },
    { name: 'secondboth5', route: `127.0.0.1::${hop('ehlo550')} : 127.0.0.2::${hop('greet554')}` },
    { name: 'fallen', route: `127.0.0.1::${dead}`, router: `fallback_hosts = 127.0.0.2::${hop('fine')}` },
    { name: 'maxrcpt', route: `127.0.0.1::${hop('fine')}`, options: 'max_rcpt = 2' },
    { name: 'oneeach', route: `127.0.0.1::${hop('rcptall4')}`, options: 'max_rcpt = 1' },
    { name: 'kept', route: `127.0.0.1::${hop('fine')}`, options: 'connection_max_messages = 5' },
    {
      name: 'headers',
      route: `127.0.0.1::${hop('fine')}`,
      options: 'headers_add = X-Host: $host $host_address\nheaders_remove = Subject\nreturn_path = <>',
    },
    { name: 'helo', route: `127.0.0.1::${hop('fine')}`, options: 'helo_data = client.${lc:$host_address}.example' },
    { name: 'shortlines', route: `127.0.0.1::${hop('fine')}`, options: 'message_linelength_limit = 50' },
    { name: 'toobig', route: `127.0.0.1::${hop('fine')}`, options: 'message_size_limit = 100' },
    { name: 'badlimit', route: `127.0.0.1::${hop('fine')}`, options: 'message_size_limit = ${if eq{a}{a}{lots}}' },
    { name: 'badhelo', route: `127.0.0.1::${hop('fine')}`, options: 'helo_data = ${if eq{a}{b}{x}fail}' },
    { name: 'badheader', route: `127.0.0.1::${hop('fine')}`, options: 'headers_add = ${lookup{x}lsearch{/nosuch}}' },
    { name: 'interface', route: `127.0.0.1::${hop('fine')}`, options: 'interface = 127.0.0.9' },
    { name: 'badinterface', route: `127.0.0.1::${hop('fine')}`, options: 'interface = 192.0.2.9' },
    { name: 'tls', route: `localhost::${tls(0)}` },
    { name: 'tlsnone', route: `localhost::${tls(0)}`, options: 'hosts_avoid_tls = *' },
    { name: 'tlswrong', route: `localhost::${tls(1)}` },
    { name: 'tlsmust', route: `localhost::${tls(1)}`, options: 'tls_verify_hosts = *' },
    { name: 'tlsclear', route: `127.0.0.1::${hop('fine')}`, options: 'hosts_require_tls = *' },
    { name: 'tlsafter', route: `localhost::${tls(2)}` },
    { name: 'tlsrefuse', route: `localhost::${tls(3)}` },
    { name: 'tlsrefusemust', route: `localhost::${tls(3)}`, options: 'hosts_require_tls = *' },
    { name: 'tls12', route: `localhost::${tls(4)}` },
    { name: 'tlsmissing', route: `localhost::${tls(0)}`, options: 'tls_certificate = /nosuch/cert' },
  ];
  const plain = [
    'allow_localhost',
    'hosts_try_fastopen =',
    'connection_max_messages = 1',
    `tls_verify_certificates = ${folder}/roots.pem`,
  ];
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
disable_ipv6
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
remote_max_parallel = 1
keep_environment =
delay_warning =
begin routers
${routersOf(ways)}
local:
  driver = accept
  domains = +local_domains
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
${transportsOf(ways, plain)}
begin retry
* * F,2h,15m
`;
};

const to = (title: string, ...names: string[]): Scenario =>
  one(title, ...names.map((name) => (name.includes('@') ? name : `x@${name}.example`)));
const three = (name: string): Scenario =>
  one(`three at ${name}`, ...['a', 'b', 'c'].map((who) => `${who}@${name}.example`));

async function furnish() {
  const pki = await ocspWorld('p256', new Date());
  const issue = (name: string) => pki.issue({ subject: name, dnsNames: [name] });
  const [good, other] = await Promise.all([issue('localhost'), issue('elsewhere.example')]);
  const chain = (held: typeof good) => ({
    key: formatSigningKey(held.key),
    cert: [held.der, pki.issuer.der].map((der) => formatPem('CERTIFICATE', der)).join(''),
  });
  const secure = at({}, [...USUAL, 'STARTTLS']);
  const rows = [
    { tls: chain(good), script: secure },
    { tls: chain(other), script: secure },
    {
      tls: chain(good),
      script: at({ RCPT: ['550 5.1.1 no', '250 ok'], '.': '250 2.0.0 Ok: queued as 4ABC' }, [
        ...USUAL,
        'STARTTLS',
        'CHUNKING',
        'DSN',
      ]),
    },
    { tls: chain(good), script: at({ STARTTLS: '501 5.5.2 no tls for you' }, [...USUAL, 'STARTTLS']) },
    { tls: { ...chain(good), minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const, script: secure },
  ];
  return {
    files: { 'roots.pem': formatPem('CERTIFICATE', pki.root.der) },
    hops: () => [...NAMES.map((name) => ({ script: HOPS[name]!, address: '0.0.0.0' })), ...rows],
  };
}

const WITHOUT_QUIT = {
  because: 'who has no name to greet with hangs up before the greeting, and Exim says QUIT behind it',
  lines: /^QUIT$/,
};

export const lastWords: World = {
  name: 'lastwords',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  isLogOrdered: true,
  keepsQuit: true,
  furnish,
  forms: [
    [/\bX=(TLS1\.\d):[^\s:]+:\d+/g, 'X=$1'],
    [/TLS session: .*$/gm, 'TLS session: its fault'],
  ],
  scenarios: [
    ...NAMES.filter((name) => !/^(utf|no8bit)/.test(name)).map(three),
    { ...to('eight bits', 'no8bit', 'fine'), mail: 'BODY=8BITMIME', body: 'gr\xfc\xdfe\n' },
    { ...to('UTF-8', 'utf', 'fine'), mail: 'SMTPUTF8', header: 'X-Utf: \xc3\xbc\n' },
    ...[
      'second',
      'secondrcpt',
      'secondmail',
      'seconddot',
      'seconddead',
      'both',
      'second5',
      'secondboth5',
      'fallen',
      'maxrcpt',
      'oneeach',
      'kept',
      'headers',
      'helo',
      'shortlines',
      'toobig',
      'badlimit',
      'badhelo',
      'badheader',
      'interface',
      'badinterface',
      'tls',
      'tlsnone',
      'tlswrong',
      'tlsmust',
      'tlsclear',
      'tlsafter',
      'tlsrefuse',
      'tlsrefusemust',
      'tls12',
      'tlsmissing',
    ].map((name) => ({ ...three(name), ...(name === 'badhelo' && { differs: WITHOUT_QUIT }) })),
    {
      ...one(
        'DSN at chunkdsn',
        'a@chunkdsn.example NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@c.example',
        'b@chunkdsn.example NOTIFY=NEVER',
        'c@fine.example NOTIFY=SUCCESS',
      ),
      mail: 'RET=HDRS ENVID=q+2Br',
    },
    from('', 'nobody at fine', 'a@fine.example'),
    from('"odd one"@example.org', 'an odd sender', '"b c"@fine.example', 'a+b@fine.example'),
  ],
};
