/** What a next hop says at each stage of the conversation, and whether the one behind it in the list is asked instead. */
import { DROP, type PeerScript, SILENT } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { differing, from, type KnownDifference, one, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

const says = (replies: PeerScript['replies'] = {}, more: Partial<PeerScript> = {}): PeerScript => ({
  offers: ['SIZE', 'PIPELINING'],
  replies,
  ...more,
});

/** A name of a way, and what its first host says; the second takes all. */
type Stage = readonly [name: string, script: PeerScript, options?: string];

const OF_ENVELOPE: readonly Stage[] = [
  ['greet521', says({}, { greeting: '521 5.3.2 no mail here' })],
  ['greet451', says({}, { greeting: '451-4.3.2 wait\r\n451 4.3.2 a little' })],
  ['greetjunk', says({}, { greeting: 'hello there' })],
  ['greetcut', says({}, { greeting: `220-half${DROP}` })],
  ['ehlo550', says({ EHLO: '550 5.7.1 not you', HELO: '550 5.7.1 nor so' })],
  ['ehlo451', says({ EHLO: '451 4.7.1 greylisted', HELO: '250 hello' })],
  ['helo504', says({ EHLO: '504 no', HELO: '504 5.5.2 need fully-qualified hostname' })],
  ['helodrop', says({ EHLO: DROP })],
  ['mail421', says({ MAIL: '421-4.3.2 first\r\n421 4.3.2 second' })],
  ['mail530', says({ MAIL: '530 5.7.0 Authentication required' })],
  ['mail555', says({ MAIL: '555 5.5.4 unsupported parameter' })],
  ['mail452', says({ MAIL: '452 4.3.1 insufficient storage' })],
  ['mailjunk', says({ MAIL: 'what' })],
  ['rcpt421', says({ RCPT: '421 4.3.2 closing' })],
  ['rcpt421second', says({ 'RCPT TO:<B': '421 4.3.2 no more' })],
  ['rcpt551', says({ RCPT: '551-5.1.6 moved\r\n551-\r\n551 5.1.6 to <else@far.example>' })],
  ['rcpt252', says({ RCPT: '252 2.1.5 cannot verify' })],
  ['rcpt354', says({ RCPT: '354 what' })],
  ['rcptdrop', says({ 'RCPT TO:<B': DROP })],
  ['rcptbare', says({ RCPT: '550' })],
  ['rcptmixed', says({ 'RCPT TO:<A': '550-5.1.1 one\r\n550 5.1.1 two', 'RCPT TO:<B': '451 4.2.1 wait' })],
  [
    'rcptcodes',
    says({ 'RCPT TO:<A': '550-5.1.1 one\r\n451 4.1.1 two', 'RCPT TO:<B': '250-2.1.5 one\r\n550 5.1.1 two' }),
  ],
  ['mailcodes', says({ MAIL: '452-4.3.1 full\r\n550-5.3.1 full for good\r\n250 2.0.0 or not' })],
];

const OF_CONTENT: readonly Stage[] = [
  ['data250', says({ DATA: '250 strange' })],
  ['data550', says({ DATA: '550-5.7.1 rejected\r\n550 5.7.1 by policy' })],
  ['data421', says({ DATA: '421 4.3.0 busy' })],
  ['dot421', says({ '.': '421 4.3.0 busy' })],
  ['dot550', says({ '.': '550-5.7.1 It looks like spam.\r\n550-5.7.1\r\n550 5.7.1 See http://x.example/' })],
  ['dot354', says({ '.': '354 more' })],
  ['dot251', says({ '.': '251 2.0.0 forwarded' })],
  ['dotbare', says({ '.': '250 ' })],
  ['quit500', says({ QUIT: '500 never' })],
  ['nopipe', says({ RCPT: '550 5.1.1 gone', DATA: '354 still' })],
  ['nopipe4', says({ RCPT: '450 4.1.1 later', DATA: '354 still' })],
  ['nopipefails', says({ MAIL: '550 5.1.0 no', RCPT: '250 yes', DATA: '354 go' })],
  ['size552', says({ MAIL: '552 5.3.4 too large' })],
  ['dotcodes', says({ '.': '250-2.0.0 taken\r\n550 5.6.0 or refused' })],
  ['utf', says({ '.': '250 2.0.0 gr\xfc\xdfe' })],
  ['tab', says({ RCPT: '550 5.1.1\ttabbed  \t text\t' })],
  ['longest', says({ RCPT: `550 5.1.1 ${'long '.repeat(180)}` })],
  ['timeoutdata', says({ DATA: SILENT }), 'command_timeout = 1s'],
  ['bdat5', says({ 'BDAT LAST': '550 5.6.0 bad content' }, { offers: ['CHUNKING', 'PIPELINING'] })],
  ['bdat4', says({ 'BDAT LAST': '450 4.6.0 come again' }, { offers: ['CHUNKING'] })],
  ['bdat503', says({ 'BDAT LAST': '503 5.5.1 no BDAT' }, { offers: ['CHUNKING', 'SIZE 10000'] })],
  [
    'prdr',
    {
      prdr: true,
      offers: ['PRDR', 'PIPELINING'],
      replies: { '.': ['250 first', '550 5.7.1 second', '451 4.7.1 third', '250 2.0.0 all'] },
    },
    'hosts_try_prdr = *',
  ],
];

const rowsOf = (some: readonly Stage[]): readonly HopRow[] => [
  { script: says() },
  ...some.map(([, script]) => ({ script, address: '0.0.0.0' })),
];

const waysTo = (some: readonly Stage[], hop: readonly number[]): readonly Way[] =>
  some.flatMap(([name, , options = ''], index) => [
    { name, route: `127.0.3.${index + 1}::${hop[index + 1]}`, options },
    {
      name: `${name}two`,
      route: `127.0.4.${index + 1}::${hop[index + 1]} : 127.0.0.1::${hop[0]}`,
      options,
    },
  ]);

const configurationOf =
  (some: readonly Stage[]): World['configuration'] =>
  ({ folder, hops }) =>
    `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${routersOf(waysTo(some, hops))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/ann
${transportsOf(waysTo(some, hops), ['hosts_avoid_tls = *', 'hosts_try_fastopen ='])}
begin retry
* * F,2h,15m
`;

const to = (name: string, ...parts: string[]): Scenario =>
  one(
    parts.length === 0 ? name : `${name}: ${parts.join(' ')}`,
    ...(parts.length === 0 ? ['x'] : parts).map((part) => `${part}@${name}.example`),
  );

const OLDER = { because: 'Exim shows the end of the longer reply before it', lines: /nor so|need fully-qualified/ };
const CLOSES = { because: 'who says 421 is believed to be gone', lines: /./ };

const KNOWN: Readonly<Record<string, KnownDifference>> = {
  ehlo550: OLDER,
  ehlo550two: OLDER,
  helo504: OLDER,
  'rcpt421second: a b c': CLOSES,
  'rcpt421secondtwo: a b c': CLOSES,
  data250: { because: 'the host has no line of its own', lines: /pipelined DATA: 250 strange$/ },
};

const world = (name: string, some: readonly Stage[], scenarios: readonly Scenario[]): World => ({
  name,
  configuration: configurationOf(some),
  isInFullAlone: true,
  furnish: async () => ({ hops: () => rowsOf(some) }),
  scenarios: differing(scenarios, KNOWN),
});

const each = (names: string): readonly Scenario[] => names.split(' ').map((name) => to(name));

export const envelopes = world('envelopes', OF_ENVELOPE, [
  ...each(
    'greet521 greet451 greetjunk greetcut ehlo550 ehlo451 helo504 helodrop mail421 mail530 mail555 mail452 mailjunk rcpt421 rcpt551 rcpt252 rcpt354 rcptbare',
  ),
  ...each('greet521two greetcuttwo ehlo550two helodroptwo mail421two mail452two rcpt421two mailjunktwo'),
  to('rcpt421second', 'a', 'b', 'c'),
  to('rcpt421secondtwo', 'a', 'b', 'c'),
  to('rcptdrop', 'a', 'b', 'c'),
  to('rcptdroptwo', 'a', 'b', 'c'),
  to('rcptmixed', 'a', 'b', 'c'),
  to('rcptmixedtwo', 'a', 'b', 'c'),
  to('rcptmixed', 'a', 'a2'),
  to('rcptmixed', 'b', 'b2'),
  to('rcpt551', 'a', 'b'),
  to('rcptcodes', 'a', 'b', 'c'),
  to('rcptcodestwo', 'a', 'b'),
  to('mailcodes'),
  from('', 'a bounce to one who refuses', 'x@rcpt551.example', 'x@greet521.example'),
]);

export const contents = world('contents', OF_CONTENT, [
  ...each(
    'data250 data550 data421 dot421 dot550 dot354 dot251 dotbare quit500 nopipe nopipe4 nopipefails size552 dotcodes utf tab longest timeoutdata bdat5 bdat4 bdat503',
  ),
  ...each('data421two dot421two dot354two nopipe4two timeoutdatatwo bdat4two'),
  to('dot550', 'a', 'b'),
  to('prdr', 'a', 'b', 'c'),
  from('', 'a bounce to one who refuses', 'x@dot550.example'),
  { ...one('several', 'x@quit500.example', 'x@dot251.example', 'x@dot550.example'), runs: ['-qf'] },
]);
