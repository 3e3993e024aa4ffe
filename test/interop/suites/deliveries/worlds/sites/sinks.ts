/** Next hops that fail in odd ways: what is said in pieces, in many lines, with octets that are none of a reply's, or not at all. */
import { DROP, type PeerScript, SILENT } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { startInPieces } from '../../pieces-hop.ts';
import { differing, type KnownDifference, one, type Scenario, type World } from '../types.ts';
import { routersOf, transportsOf, type Way } from '../ways.ts';

type Replies = NonNullable<PeerScript['replies']>;

/** A name of a way, and what is heard at its end; and options of its transport. */
type Sink = readonly [name: string, row: HopRow, options?: string];

const OFFERS = ['SIZE', 'PIPELINING'];

const says = (replies: Replies, more: Partial<PeerScript> = {}): HopRow => ({
  script: { offers: OFFERS, replies, ...more },
});
const inPieces = (replies: Replies, cutsAfter?: number): HopRow => ({
  start: (port) =>
    startInPieces(port, { offers: OFFERS, replies }, { piece: 3, ...(cutsAfter !== undefined && { cutsAfter }) }),
});

const lines = (code: number, text: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${code}${index < count - 1 ? '-' : ' '}${text} ${index + 1}`).join(
    '\r\n',
  );

const SINKS: readonly Sink[] = [
  ['pieces', inPieces({ '.': lines(250, '2.0.0 taken', 3) })],
  ['piecesrefuse', inPieces({ 'RCPT TO:<B': lines(550, '5.1.1 nobody', 2) })],
  ['piecesmail', inPieces({ MAIL: lines(421, '4.3.2 going down', 2) })],
  ['piecesdot', inPieces({ '.': '451 4.3.0 not now' })],
  ['cuts', inPieces({}, 5000)],
  ['eight', says({ '.': lines(250, '2.0.0 line', 8) })],
  ['eightrefuse', says({ '.': lines(554, '5.6.0 line', 8) })],
  ['eightlater', says({ RCPT: lines(450, '4.2.0 line', 8) })],
  ['eightgreets', says({}, { greeting: lines(220, 'peer.test line', 8) })],
  ['nulgreets', says({}, { greeting: '220 pe\0er.test' })],
  ['nulmail', says({ MAIL: '550 5.1.8 no\0t you' })],
  ['nulrcpt', says({ RCPT: '450 4.2.0 wa\0it' })],
  ['nuldot', says({ '.': '250 2.0.0 ta\0ken' })],
  ['oneof', says({ 'RCPT TO:<B': '451 4.2.1 not b' })],
  ['twoof', says({ 'RCPT TO:<B': '550 5.1.1 no b', 'RCPT TO:<C': '450 4.2.1 not c' })],
  ['dot', says({ '.': '554 5.7.1 not this' })],
  ['dotdrop', says({ '.': DROP })],
  ['datadrop', says({ DATA: DROP })],
  ['quitsilent', says({ QUIT: SILENT })],
  ['quit421', says({ QUIT: '421 4.4.2 gone before' })],
  ['mixedcodes', says({ RCPT: '250-2.1.5 fine\r\n550 5.1.1 or not' })],
  ['twice', says({ MAIL: '250 2.1.0 yes\r\n250 2.1.0 yes again' })],
  ['blank', says({ RCPT: '\r\n250 2.1.5 behind a blank line' })],
  ['bare', says({ RCPT: '550 5.1.1 only\nLF' })],
  ['letters', says({ DATA: 'go ahead' })],
  ['hugesize', says({}, { offers: ['SIZE 99999999999999999999', 'PIPELINING'] })],
  ['sizeword', says({}, { offers: ['SIZE many', 'PIPELINING', '', 'X-\xfc'] })],
  ['data354', says({ DATA: '354-go\r\n354-on\r\n354 now' })],
  ['early', says({ DATA: '354 go on\r\n550 5.6.0 no more' })],
  ['code600', says({ RCPT: '600 what' })],
  ['code199', says({ MAIL: '199 hm' })],
];

const waysTo = (hops: readonly number[]): readonly Way[] =>
  SINKS.map(([name, , options = ''], index) => ({ name, route: `127.0.5.${index + 1}::${hops[index]}`, options }));

const to = (name: string, parts = 'x', more: Partial<Scenario> = {}): Scenario => ({
  ...one(parts === 'x' ? name : `${name}: ${parts}`, ...parts.split(' ').map((part) => `${part}@${name}.example`)),
  ...more,
});

const CODES = { because: 'a reply whose codes differ is none', lines: /./ };
const OTHER_CODES = { because: 'a code that RFC 5321 has not is no reply', lines: /\b(600|199)\b/ };
const AT_ONCE = { because: 'who refuses while a content is on its way is heard at once', lines: /./ };
const ASTRAY = { because: 'which reply is not to its command shows elsewhere', lines: /./ };

const KNOWN: Readonly<Record<string, KnownDifference>> = {
  code600: OTHER_CODES,
  code199: OTHER_CODES,
  early: AT_ONCE,
  mixedcodes: CODES,
  'mixedcodes: a b': CODES,
  twice: ASTRAY,
  'twice: a b': ASTRAY,
};

const BIG = 'A line of some length, of which there are many.\n'.repeat(2000);

export const sinks: World = {
  name: 'sinks',
  isInFullAlone: true,
  furnish: async () => ({
    hops: () => SINKS.map(([, row]) => (row.script === undefined ? row : { ...row, address: '0.0.0.0' })),
  }),
  configuration: ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${routersOf(waysTo(hops))}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/ann
${transportsOf(waysTo(hops), ['hosts_avoid_tls = *', 'hosts_try_fastopen =', 'connection_max_messages = 1'])}
begin retry
* * F,2h,15m
`,
  scenarios: differing(
    [
      ...SINKS.filter(([name]) => !['cuts', 'oneof', 'twoof'].includes(name)).map(([name]) => to(name)),
      to('cuts', 'x', { body: BIG }),
      to('oneof', 'a b c'),
      to('twoof', 'a b c'),
      to('dot', 'a b c'),
      to('piecesrefuse', 'a b c'),
      to('mixedcodes', 'a b'),
      to('twice', 'a b'),
      to('blank', 'a b'),
    ],
    KNOWN,
  ),
};
