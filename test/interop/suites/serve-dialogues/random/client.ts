/** Clients who mostly know how: they secure, authenticate, and hand in messages; some of what they say is wrong. */
import { between, chance, type Draw, one, several } from '../../dialogues/random/draw.ts';
import type { Offers } from './configuration.ts';
import { message } from './messages.ts';

const SENDERS = [
  ...['a@b.example', 'a@b.example', 'x+y@b.example', 'later@b.example', 'drop@b.example', 'defer@b.example'],
  ...[
    'fake@b.example',
    'gone@b.example',
    'no@b.example',
    '',
    'ann',
    'a@our.example',
    'A.B@X.B.Example',
    '\xc3\xbc@b.example',
  ],
  ...[
    '"q s"@b.example',
    'a@[10.1.2.3]',
    'a@elsewhere.example',
    'a@b.example.',
    'a@xn--bcher-kva.example',
    'a@b\xc3\xbccher.example',
  ],
];
const RECIPIENTS = [
  ...['c@d.example', 'c@d.example', 'C@D.Example', 'x%y@d.example', 'unqualified', 'postmaster', 'e@our.example'],
  ...[
    '"q"@d.example',
    'c@[10.1.2.3]',
    '\xc3\xbc@d.example',
    'c@d..example',
    'c d@d.example',
    'c@d.example.',
    '',
    '@d.example:c@e.example',
  ],
];
const MAIL_WORDS = [
  ...['SIZE=100', 'SIZE=400', 'SIZE=99999', 'BODY=8BITMIME', 'BODY=7BIT', 'BODY=BINARYMIME', 'SMTPUTF8', 'PRDR'],
  ...[
    'RET=HDRS',
    'RET=FULL',
    'ENVID=a+2Bb',
    'AUTH=<>',
    'AUTH=a@b.example',
    'AUTH=ann+40b',
    'FOO',
    'SIZE=x',
    'PRDR SMTPUTF8',
  ],
];
const RCPT_WORDS = [
  ...['NOTIFY=NEVER', 'NOTIFY=SUCCESS,FAILURE', 'NOTIFY=DELAY', 'ORCPT=rfc822;c@d.example'],
  ...['NOTIFY=FAILURE ORCPT=rfc822;x+2By@z', 'ORCPT=utf-8;x', 'NOTIFY=x', 'FOO=1'],
];
const NAMES = [
  ...['client.example', 'client.example', 'x', 'bad.example', '[10.1.2.3]', 'a_b', 'our.example', 'liar.example'],
  ...['[IPv6:::1]', '', 'a b', '\xc3\xbc.example'],
];
const ODDITIES = [
  ...[
    'NOOP',
    'NOOP x',
    'RSET',
    'RSET',
    'HELP',
    'VRFY c@d.example',
    'VRFY',
    'EXPN c',
    'ETRN #x',
    'ETRN',
    'FOO',
    '',
    'STARTTLS',
  ],
  ...[
    'AUTH',
    'AUTH X',
    'AUTH PLAIN =',
    'DATA',
    'BDAT 0',
    'BDAT 0 LAST',
    'BDAT x',
    'MAIL',
    'RCPT',
    'QUIT x',
    'TURN',
    'XCLIENT x',
  ],
];

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const sent = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Of each mechanism, what may be said in a session. */
const EXCHANGES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  PLAIN: [
    [`AUTH PLAIN ${base64('\0ann\0secret')}`],
    [`AUTH PLAIN ${base64('\0ann\0secret')}`],
    ['AUTH PLAIN', base64('\0ann\0secret')],
    ['AUTH PLAIN', '*'],
    ['AUTH PLAIN', '!!'],
    ['auth plain', ''],
    [`AUTH PLAIN ${base64('\0ann\0wrong')}`],
    [`AUTH PLAIN ${base64('\0later\0secret')}`],
    [`AUTH PLAIN ${base64('ann')}`],
    [`AUTH PLAIN ${base64('z\0a"n\\n <x>\0secret')}`],
  ],
  LOGIN: [
    ['AUTH LOGIN', base64('ann'), base64('secret')],
    [`AUTH LOGIN ${base64('ann')}`, base64('secret')],
    ['AUTH LOGIN', base64('ann'), base64('wrong')],
    ['AUTH LOGIN', base64('ann'), '*'],
    ['AUTH login', 'no base64', ''],
    ['AUTH LOGIN =', '=', base64('secret')],
  ],
  'CRAM-MD5': [
    ['!cram ann secret'],
    ['!cram ann secret'],
    ['!cram ann wrong'],
    ['!cram bob secret'],
    ['AUTH CRAM-MD5', base64('no-digest')],
    ['AUTH CRAM-MD5', base64('ann 0123')],
    ['AUTH CRAM-MD5', '*'],
    [`AUTH CRAM-MD5 ${base64('early')}`],
  ],
  EXTERNAL: [
    [`AUTH EXTERNAL ${base64('ann')}`],
    ['AUTH EXTERNAL', base64('ann')],
    ['AUTH EXTERNAL ='],
    ['AUTH EXTERNAL', '*'],
    [`AUTH EXTERNAL ${base64('bob')}`],
  ],
  TLS: [['AUTH TLS']],
  NTLM: [
    ['AUTH NTLM', '*'],
    ['AUTH NTLM', base64('NTLMSSP\0')],
    ['AUTH NTLM TlRMTVNTUAABAAAABzIAAAYABgAgAAAAAAAAACYAAABET01BSU4=', '*'],
    ['AUTH NTLM !'],
  ],
};

const greeting = (draw: Draw): string => `${chance(draw, 0.85) ? 'EHLO' : 'HELO'} ${one(draw, NAMES)}`.trimEnd();
const behind = (draw: Draw, words: readonly string[], share: number): string =>
  chance(draw, share) ? ` ${one(draw, words)}` : '';
const mail = (draw: Draw): string =>
  `MAIL FROM:<${one(draw, SENDERS)}>${behind(draw, MAIL_WORDS, 0.35)}${behind(draw, MAIL_WORDS, 0.1)}`;
const rcpt = (draw: Draw): string => `RCPT TO:<${one(draw, RECIPIENTS)}>${behind(draw, RCPT_WORDS, 0.25)}`;

/** The envelope and DATA in one piece, then the message where it is wanted. */
function batch(draw: Draw): readonly string[] {
  const envelope = [mail(draw), ...several(draw, 1, 3, () => rcpt(draw)), 'DATA'];
  return [
    `!send ${sent(`${envelope.join('\r\n')}\r\n`)}`,
    ...envelope.map(() => '!reply'),
    `!content ${sent(`${message(draw).join('\r\n')}\r\n.\r\n`)}`,
  ];
}

/** The message in chunks of any size, the last of which says so. */
function chunked(draw: Draw): readonly string[] {
  const octets = `${message(draw).join('\r\n')}\r\n`;
  const lines = [mail(draw), ...several(draw, 1, 2, () => rcpt(draw))];
  for (let at = 0; at < octets.length; ) {
    const size = Math.min(between(draw, 1, 90), octets.length - at);
    const last = at + size === octets.length && chance(draw, 0.8) ? ' LAST' : '';
    lines.push(`!send ${sent(`BDAT ${size}${last}\r\n${octets.slice(at, at + size)}`)}`, '!reply');
    at += size;
  }
  return chance(draw, 0.3) ? [...lines, 'BDAT 0 LAST'] : lines;
}

const plain = (draw: Draw): readonly string[] => [
  mail(draw),
  ...several(draw, 1, 3, () => rcpt(draw)),
  ...(chance(draw, 0.9) ? ['DATA', ...message(draw), '.'] : []),
];

function authenticated(draw: Draw, { mechanisms }: Offers): readonly string[] {
  const mechanism = mechanisms.length > 0 && chance(draw, 0.9) ? one(draw, mechanisms) : 'PLAIN';
  return one(draw, EXCHANGES[mechanism]!);
}

const TLS_NAMES = ['', '', 'our.example', 'other.example', 'bad.example'];
const SHOWN = ['client', 'client', 'stranger'];

function secured(draw: Draw, word: 'tls' | 'starttls', { asksForCertificates }: Offers): readonly string[] {
  const shows = chance(draw, asksForCertificates ? 0.7 : 0.1) ? [`!show ${one(draw, SHOWN)}`] : [];
  return [...shows, `!${word} ${one(draw, TLS_NAMES)}`.trimEnd()];
}

const PROXIES = [
  'PROXY TCP4 1.2.3.4 5.6.7.8 1111 25\r\n',
  'PROXY TCP4 10.7.1.1 5.6.7.8 1111 25\r\n',
  'PROXY TCP6 2001:db8::6 2001:db8::1 1111 25\r\n',
  'PROXY TCP4 1.2.3 5.6.7.8 1111 25\r\n',
  'PROXY FOO\r\n',
  '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x01\x02\x03\x04\x05\x06\x07\x08\x10\x10\0\x19',
  '\r\n\r\n\0\r\nQUIT\n\x20\0\0', // no LOCAL: an Exim that logs proxies dies of one
  '\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x06\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x10\x10\0\x19',
];

/** What comes before the first words of the server. */
function opening(draw: Draw, offers: Offers): readonly string[] {
  const proxied = offers.proxy ? [`!send ${sent(one(draw, PROXIES))}`] : [];
  const tls = offers.tls === 'on connect' ? secured(draw, 'tls', offers) : [];
  const lines = [...proxied, ...tls];
  return lines.length === 0 ? [] : [...lines, '!reply'];
}

function turn(draw: Draw, offers: Offers): readonly string[] {
  const kind = draw();
  if (kind < 0.3) return plain(draw);
  if (kind < 0.45) return batch(draw);
  if (kind < 0.57) return chunked(draw);
  if (kind < 0.7) return authenticated(draw, offers);
  if (kind < 0.78) return [greeting(draw)];
  return [one(draw, ODDITIES)];
}

/** Lines, as the client of these suites does them. */
export function conversation(draw: Draw, offers: Offers): readonly string[] {
  return [
    ...opening(draw, offers),
    ...(chance(draw, 0.93) ? [greeting(draw)] : []),
    ...(offers.tls === 'starttls' && chance(draw, 0.75) ? [...secured(draw, 'starttls', offers), greeting(draw)] : []),
    ...(offers.mechanisms.length > 0 && chance(draw, 0.8) ? authenticated(draw, offers) : []),
    ...several(draw, 1, 5, () => turn(draw, offers)).flat(),
    ...(chance(draw, 0.8) ? ['QUIT'] : []),
  ];
}
