/** The lmtp driver: sockets of this host and programs, each recipient with an answer of its own. */
import { DROP, type PeerScript, SILENT } from '../../../../support/smtp-peer.ts';
import type { HopRow } from '../hops.ts';
import { from, one, redirect, type Scenario, type World } from './types.ts';
import { routersOf, transportsOf, type Way } from './ways.ts';

const RECIPIENTS: PeerScript['replies'] = {
  'RCPT TO:<ZED': '550-5.1.1 no zed here\r\n550 5.1.1 nor anywhere',
  'RCPT TO:<TMP': '450 4.2.0 try later',
};
const PLAIN: PeerScript = { lmtp: true, offers: ['PIPELINING', '8BITMIME', 'SIZE 100000'], replies: RECIPIENTS };
const saying = (replies: PeerScript['replies']): PeerScript => ({ ...PLAIN, replies: { ...RECIPIENTS, ...replies } });

/** By the name of the socket, and so of the domain. */
const SOCKETS: Readonly<Record<string, PeerScript>> = {
  plain: PLAIN,
  each: saying({
    '.': ['250 2.0.0 first', '552 5.2.2 full', '452-4.2.2 full\r\n452 4.2.2 for now', '250-2.0.0 well\r\n250 last'],
  }),
  quota: { ...PLAIN, offers: ['IGNOREQUOTA', 'PIPELINING'] },
  slowly: { ...PLAIN, offers: [] },
  busy: { ...PLAIN, greeting: '421 4.3.2 come again' },
  closed: { ...PLAIN, greeting: '554 5.3.2 no service' },
  gone: { ...PLAIN, greeting: DROP },
  mute: { ...PLAIN, greeting: SILENT },
  odd: { ...PLAIN, greeting: 'what is this' },
  nolhlo: saying({ LHLO: '502 5.5.1 no such command' }),
  waitlhlo: saying({ LHLO: '451 4.3.0 in a while' }),
  mail4: saying({ MAIL: '451 4.3.0 not from you now' }),
  mail5: saying({ MAIL: '550 5.7.1 not from you' }),
  mutemail: saying({ MAIL: SILENT }),
  rcptdrop: saying({ 'RCPT TO:<DROP': DROP }),
  data4: saying({ DATA: '451 4.3.0 no room' }),
  data5: saying({ DATA: '554 5.6.0 no data' }),
  dot4: saying({ '.': '451 4.3.0 not stored' }),
  dot5: saying({ '.': '554 5.6.0 not taken' }),
  dotdrop: saying({ '.': DROP }),
  dotmute: saying({ '.': SILENT }),
  dotodd: saying({ '.': 'yes' }),
};

const SOCKET_OPTIONS: Readonly<Record<string, string>> = {
  each: 'batch_max = 10',
  quota: 'ignore_quota\nbatch_max = 10',
  mute: 'timeout = 1s',
  mutemail: 'timeout = 1s',
  dotmute: 'timeout = 1s',
  rcptdrop: 'batch_max = 10',
  data5: 'batch_max = 10',
  data4: 'batch_max = 10',
};

const hops = (): readonly HopRow[] => Object.entries(SOCKETS).map(([socket, script]) => ({ socket, script }));

const waysTo = (folder: string): readonly Way[] => [
  ...Object.keys(SOCKETS).map((name) => over(name, `socket = ${folder}/${name}`, SOCKET_OPTIONS[name])),
  over('pairs', `socket = ${folder}/plain`, 'batch_max = 2'),
  over('all', `socket = ${folder}/plain`, 'batch_max = 100'),
  over('noquota', `socket = ${folder}/quota`, 'no_ignore_quota'),
  over('quotaless', `socket = ${folder}/plain`, 'ignore_quota'),
  over('expanded', `socket = ${folder}/\${if eq{$local_part}{x}{plain}{slowly}}`, 'batch_max = 100'),
  over('unexpanded', 'socket = ${lookup{x}lsearch{/no/such}}'),
  over('forced', 'socket = ${if eq{a}{b}{x}fail}'),
  over('nowhere', `socket = ${folder}/nothing`),
  over('nosocket', `socket = ${folder}/talk`),
  over('program', `command = /bin/sh ${folder}/talk ${folder}/box/said`, 'batch_max = 10'),
  over('words', `command = "/bin/sh ${folder}/talk ${folder}/box/said '$local_part of $domain' $recipients"`),
  over('noprogram', `command = ${folder}/nothing`),
  over('notprogram', `command = ${folder}/talk`),
  over('failing', 'command = /bin/false'),
  over('mutter', 'command = /bin/echo what is this'),
  over('asleep', 'command = /bin/sleep 20', 'timeout = 1s'),
  over('wrong', 'command = ${if eq{a}{b}{x}fail}'),
  over('byhost', `command = /bin/sh ${folder}/talk ${folder}/box/said`, 'home_directory = /\ncurrent_directory = /usr'),
  over(
    'generic',
    `socket = ${folder}/plain`,
    'headers_add = X-To: $local_part\nheaders_remove = x-gone\nreturn_path = back@example.org\nreturn_path_add\ndelivery_date_add\nenvelope_to_add\nheaders_rewrite = all@example.org everybody@example.org t',
  ),
  over('filtered', `socket = ${folder}/plain`, 'transport_filter = /bin/sed s/body/corpse/'),
  over('badlyfiltered', `socket = ${folder}/plain`, 'transport_filter = /bin/false'),
  over('small', `socket = ${folder}/plain`, 'message_size_limit = 100'),
  over('heads', `socket = ${folder}/plain`, 'headers_only'),
  over('bodies', `socket = ${folder}/plain`, 'body_only'),
  over('affixed', `socket = ${folder}/plain`, 'rcpt_include_affixes'),
];

const over = (name: string, where: string, options = ''): Way => ({
  name,
  driver: 'lmtp',
  options: `${where}\n${options}`,
  router: 'local_part_suffix = +*\nlocal_part_suffix_optional',
});

const configuration: World['configuration'] = ({ folder }) => {
  const ways = waysTo(folder);
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
dsn_advertise_hosts = *
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${redirect('list', 'data = x@all.example, y@all.example, zed@all.example')}
${routersOf(ways)}
local:
  driver = accept
  domains = +local_domains
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
${transportsOf(ways, [])}
begin retry
* * F,2h,15m
`;
};

const to = (title: string, ...names: readonly string[]): Scenario =>
  one(title, ...names.map((name) => (name.includes('@') ? name : `x@${name}.example`)));

const several = (title: string, domain: string, ...names: readonly string[]): Scenario =>
  one(title, ...names.map((name) => `${name}@${domain}.example`));

/** It writes down what it hears, where it is and with which words it was started. */
const TALK = `cr=$(printf '\\r')
say() { printf '%s\\r\\n' "$1"; }
file=$1
shift
note() { echo "$1" >> $file; }
note "in $(pwd) with $# words: $*"
say '220 program'
taken=0
while IFS= read -r line; do
  line=\${line%"$cr"}
  note "$line"
  case $line in
  LHLO*) say '250-program'; say '250 PIPELINING' ;;
  'RCPT TO:<zed'*) say '550 no zed' ;;
  RCPT*) taken=$((taken + 1)); say '250 ok' ;;
  DATA) say '354 go on'
    while IFS= read -r line && [ "$line" != ".$cr" ]; do note "\${line%"$cr"}"; done
    while [ $taken -gt 0 ]; do say "250 taken $taken"; taken=$((taken - 1)); done ;;
  QUIT) say '221 bye'; exit 3 ;;
  *) say '250 ok' ;;
  esac
done
`;

export const lmtp: World = {
  name: 'lmtp',
  configuration,
  furnish: async () => ({ hops }),
  files: { talk: TALK },
  isInFullAlone: true,
  scenarios: [
    to('socket', 'plain'),
    several('a conversation for each', 'plain', 'x', 'y'),
    several('batch_max = 2', 'pairs', 'a', 'b', 'c'),
    several('batch_max = 100', 'all', 'a', 'b', 'c'),
    several('each has an answer', 'each', 'a', 'b', 'c', 'd'),
    several('one of three is refused', 'all', 'a', 'zed', 'c'),
    several('one of three is put off', 'all', 'a', 'tmp', 'c'),
    several('all are refused', 'all', 'zed', 'zed2', 'zed3'),
    several('all are put off', 'all', 'tmp', 'tmp2'),
    several('one is refused, one put off', 'all', 'zed', 'tmp'),
    { ...several('tried again', 'all', 'tmp'), runs: ['-q', '-qf'] },
    to('ignore_quota', 'quota'),
    several('ignore_quota for two', 'quota', 'a', 'b'),
    to('no_ignore_quota', 'noquota'),
    to('ignore_quota that is not offered', 'quotaless'),
    several('socket that is expanded', 'expanded', 'x', 'y'),
    to('socket that cannot be expanded', 'unexpanded'),
    to('socket made to fail', 'forced'),
    to('a socket that is not there', 'nowhere'),
    to('a socket that is a file', 'nosocket'),
    to('no PIPELINING', 'slowly'),
    to('421 as greeting', 'busy'),
    to('554 as greeting', 'closed'),
    to('closed before the greeting', 'gone'),
    to('timeout', 'mute'),
    to('a greeting that is none', 'odd'),
    to('502 to LHLO', 'nolhlo'),
    to('451 to LHLO', 'waitlhlo'),
    to('451 to MAIL', 'mail4'),
    to('550 to MAIL', 'mail5'),
    to('timeout at MAIL', 'mutemail'),
    several('closed at the second RCPT', 'rcptdrop', 'a', 'drop'),
    several('451 to DATA', 'data4', 'a', 'b'),
    several('554 to DATA', 'data5', 'a', 'b'),
    to('451 behind the dot', 'dot4'),
    to('554 behind the dot', 'dot5'),
    to('closed behind the dot', 'dotdrop'),
    to('timeout behind the dot', 'dotmute'),
    to('an answer that is none', 'dotodd'),
    several('command', 'program', 'a', 'b', 'zed'),
    several('command with words', 'words', 'a'),
    to('command that is not there', 'noprogram'),
    to('command that is no program', 'notprogram'),
    to('command that ends at once', 'failing'),
    to('command that says something else', 'mutter'),
    to('command that says nothing', 'asleep'),
    to('command made to fail', 'wrong'),
    to('directories', 'byhost'),
    { ...to('options of every transport', 'generic'), header: 'X-Gone: a\nX-Stays: b\n' },
    to('a filter', 'filtered'),
    to('a filter that fails', 'badlyfiltered'),
    to('message_size_limit', 'small'),
    to('headers_only', 'heads'),
    to('body_only', 'bodies'),
    several('without rcpt_include_affixes', 'plain', 'x+more'),
    several('rcpt_include_affixes', 'affixed', 'x+more'),
    { ...to('lines with dots', 'plain'), body: '..\n.a\nb.\n..c\n' },
    { ...to('octets of eight bits', 'plain'), mail: 'BODY=8BITMIME', body: 'gr\u00fc\u00dfe\n' },
    one('a list', 'list@example.org'),
    from('', 'a bounce', 'x@plain.example'),
    from('', 'a bounce that is refused', 'zed@plain.example'),
    one('NOTIFY=SUCCESS', 'x@plain.example NOTIFY=SUCCESS'),
    one('NOTIFY=SUCCESS of two', 'x@all.example NOTIFY=SUCCESS', 'zed@all.example NOTIFY=SUCCESS,FAILURE'),
  ],
};
