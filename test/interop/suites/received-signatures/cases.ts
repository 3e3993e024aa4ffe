/** Messages with signatures: every tag right and wrong, every kind of key record, several at once, and what was changed on the way. */

import { type HandSigned, signByHand } from './hand-signer.ts';
import type { KeyName, Keys } from './keys.ts';

export interface Case {
  readonly name: string;
  /** CRLF line ends, one character an octet. */
  readonly message: string;
}

const FROM = 'From: Joe <joe@signed.example>';
const FIELDS = [
  FROM,
  'To: Suzie <suzie@d.example>',
  'Subject:  Is   dinner\r\n\t ready?',
  'Date: Thu, 26 Nov 2026 00:00:00 +0000',
  'Message-ID: <1@signed.example>',
];
const BODY = 'Hi.\r\n\r\nWe lost \t the game.  \r\n\r\nJoe.\r\n\r\n\r\n';
const H = 'h=from:to:subject:date:message-id';

interface Written extends Partial<HandSigned> {
  readonly by?: KeyName;
  /** Of the whole message. */
  readonly change?: (message: string) => string;
  /** Signatures above. */
  readonly above?: readonly string[];
}

/** @param tags  with `bh` and `b` to be filled in */
const tags = (more: string, { a = 'rsa-sha256', s = 'small', d = 'signed.example' } = {}): string =>
  `v=1; a=${a}; d=${d}; s=${s}; ${more}`;

const WHOLE = `c=relaxed/relaxed; ${H}; bh; b`;

export function signatureCases({ keys, records }: Keys): readonly Case[] {
  const sign = (written: Written & { readonly tags: string }): string =>
    signByHand({ fields: FIELDS, body: BODY, key: keys[written.by ?? 'small'], ...written });
  const make = (name: string, said: string, written: Written = {}): Case => {
    const { fields = FIELDS, body = BODY, change = (text) => text, above = [] } = written;
    const signature = sign({ ...written, tags: said });
    return { name, message: change([...above, signature, ...fields, '', body].join('\r\n')) };
  };
  const unsigned = (name: string, ...above: readonly string[]): Case => ({
    name,
    message: [...above, ...FIELDS, '', BODY].join('\r\n'),
  });
  const good = sign({ tags: tags(WHOLE) });
  const ed = sign({ tags: tags(WHOLE, { a: 'ed25519-sha256', s: 'ed' }), by: 'ed' });
  const foreign = sign({ tags: tags(WHOLE, { s: 'none' }) });
  const wrongBody = sign({ tags: tags(WHOLE), body: 'Another.\r\n' });
  const unread = 'DKIM-Signature: v=1; a=rsa-sha256; s=small; b=AAAA';
  return [
    ...algorithms(make),
    ...selectorsOf(records).map((s) =>
      make(`key record ${s}`, tags(WHOLE, { s, a: algorithmFor(s) }), { by: signerFor(s) }),
    ),
    make('identity below the key t=s', tags(`i=joe@sub.signed.example; ${WHOLE}`, { s: 'strict' })),
    make('identity of the key t=s', tags(`i=joe@signed.example; ${WHOLE}`, { s: 'strict' })),
    ...['simple/simple', 'simple/relaxed', 'relaxed/simple', 'relaxed/relaxed', 'relaxed', 'simple'].map((c) =>
      make(`c=${c}`, tags(`c=${c}; ${H}; bh; b`)),
    ),
    make('c= left out', tags(`${H}; bh; b`)),
    ...['nofws', 'relaxed/nofws', 'RELAXED/Relaxed', 'relaxed/', '/relaxed', ''].map((c) =>
      make(`c=${c} that is none`, tags(`c=${c}; ${H}; bh; b`), { canon: 'relaxed/relaxed' }),
    ),
    ...bodies(make),
    ...values(make),
    ...fieldsSigned(make),
    ...writing(make),
    ...changes(make),
    unsigned('two good ones', good, ed),
    unsigned('the same twice', good, good),
    unsigned('a good one below a wrong one', wrongBody, good),
    unsigned('a wrong one below a good one', good, wrongBody),
    unsigned('one without a key above', foreign, good),
    unsigned('one that cannot be read above', unread, good),
    unsigned('one that cannot be read below', good, unread),
    unsigned('three of three kinds', wrongBody, foreign, ed),
    unsigned('of two domains', sign({ tags: tags(WHOLE, { d: 'other.example' }) }), good),
    ...[19, 20, 22].map((count) => unsigned(`${count} of them`, ...Array.from({ length: count }, () => good))),
    unsigned(
      'of three domains',
      ...['other.example', 'sub.signed.example'].map((d) => sign({ tags: tags(WHOLE, { d }) })),
      good,
    ),
    unsigned(
      'of three domains, the last one wrong',
      ...['other.example', 'sub.signed.example'].map((d) => sign({ tags: tags(WHOLE, { d }) })),
      wrongBody,
    ),
    unsigned('no signature'),
    unsigned('an empty one', 'DKIM-Signature:'),
    unsigned('words only', 'DKIM-Signature: signed by Joe'),
    unsigned('only of old', 'DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; s=small; d=signed.example; b=AAAA'),
    { name: 'no From at all', message: [good, ...FIELDS.slice(1), '', BODY].join('\r\n') },
    { name: 'a From more', message: [good, 'From: eve@x.example', ...FIELDS, '', BODY].join('\r\n') },
    { name: 'a From more, below', message: [good, ...FIELDS, 'From: eve@x.example', '', BODY].join('\r\n') },
  ];
}

type Make = (name: string, said: string, written?: Written) => Case;

const selectorsOf = (records: Keys['records']): readonly string[] => [
  ...new Set(records.map(([selector]) => selector)),
  'none',
];

const isOfEd = (selector: string): boolean => ['ed', 'edspki', 'typeleft'].includes(selector);
const algorithmFor = (selector: string): string => (isOfEd(selector) ? 'ed25519-sha256' : 'rsa-sha256');
const signerFor = (selector: string): KeyName =>
  isOfEd(selector) ? 'ed' : selector === 'rsa' || selector === 'tiny' || selector === 'large' ? selector : 'small';

const algorithms = (make: Make): readonly Case[] => [
  ...(['rsa', 'small', 'tiny', 'large'] as const).flatMap((by) =>
    ['sha1', 'sha256', 'sha512'].map((hash) =>
      make(`rsa-${hash}, ${by}`, tags(WHOLE, { a: `rsa-${hash}`, s: by }), { by }),
    ),
  ),
  ...['sha1', 'sha256', 'sha512'].map((hash) =>
    make(`ed25519-${hash}`, tags(WHOLE, { a: `ed25519-${hash}`, s: 'ed' }), { by: 'ed' }),
  ),
  ...[
    'rsa',
    'sha256',
    'rsa-md5',
    'dsa-sha256',
    'RSA-SHA256',
    'rsa-sha256-x',
    'rsa_sha256',
    '-',
    '',
    'rsa-',
    'rsa--sha256',
  ].map((a) => make(`a=${a}`, tags(WHOLE, { a }), { hash: 'sha256' })),
  make('a= left out', `v=1; d=signed.example; s=small; ${WHOLE}`),
  make('a= of the other key', tags(WHOLE, { a: 'ed25519-sha256' })),
  make('a= of the other key, of Ed25519', tags(WHOLE, { s: 'ed' }), { by: 'ed' }),
  make('a= another than was signed with', tags(WHOLE, { a: 'rsa-sha512' }), { hash: 'sha256' }),
  make('sha512 of a key for sha512 alone', tags(WHOLE, { a: 'rsa-sha512', s: 'sha512only' })),
  make('sha1 of a key for sha1 alone', tags(WHOLE, { a: 'rsa-sha1', s: 'sha1only' })),
];

const bodies = (make: Make): readonly Case[] =>
  Object.entries({
    'no body': '',
    'one empty line': '\r\n',
    'empty lines alone': '\r\n\r\n\r\n',
    'blanks alone': ' \t\r\n \r\n',
    'no line end at the end of dots': '..\r\n.\t.\r\n...x\r\n',
    'blanks at the end': 'text \t \r\n\r\n \r\n',
    long: `${'word  '.repeat(150)}\r\n${'x'.repeat(900)}\r\n`,
    octets: 'caf\xc3\xa9 \xff\x80\r\n',
    'bare LF': 'one\ntwo\r\n',
  }).flatMap(([name, body]) =>
    ['simple/simple', 'relaxed/relaxed'].map((c) =>
      make(`body: ${name}, ${c}`, tags(`c=${c}; ${H}; bh; b`), {
        body: body === '..\r\n.\t.\r\n...x\r\n' ? body : body,
      }),
    ),
  );

const values = (make: Make): readonly Case[] => [
  ...[
    ...['x=1', 'x=1600000000', 'x=4000000000', 'x=99999999999', 'x=', 'x=abc', 'x=12abc', 'x=-5', 'x= 4000000000 '],
    ...['t=1', 't=1600000000', 't=4000000000', 't=', 't=abc', 't=-1', 't=99999999999999999999'],
    ...['t=4000000000; x=1600000000', 't=1600000000; x=1600000001', 't=5; x=5'],
    ...['l=0', 'l=4', 'l=19', 'l=9999', 'l=', 'l=abc', 'l=-1', 'l=5x'],
    ...['i=@signed.example', 'i=joe@signed.example', 'i=joe@sub.signed.example', 'i=joe@other.example', 'i=joe', 'i='],
    ...['i=joe=40signed.example', 'i=j=3Doe@signed.example', 'i=JOE@SIGNED.EXAMPLE', 'i=@signed.example.'],
    ...['q=dns/txt', 'q=dns', 'q=dns/other', 'q=', 'q=dns/other:dns/txt', 'q=DNS/TXT'],
    ...['z=From:joe=40x|Subject:a=20b', 'z=', 'z=nonsense=ZZ', 'n=a note', 'zz=1', 'A=1', 'r=y', 'g=x'],
  ].map((more) => make(`with ${more}`, tags(`${more}; ${WHOLE}`))),
  ...['v=2', 'v=', 'v=0.5', 'v= 1 ', 'v=1.0', 'v=01'].map((v) =>
    make(`${v}`, `${v}; a=rsa-sha256; d=signed.example; s=small; ${WHOLE}`),
  ),
  make('v= left out', `a=rsa-sha256; d=signed.example; s=small; ${WHOLE}`),
  make('v= last', `a=rsa-sha256; d=signed.example; s=small; ${WHOLE}; v=1`),
  make('d= left out', `v=1; a=rsa-sha256; s=small; ${WHOLE}`),
  make('s= left out', `v=1; a=rsa-sha256; d=signed.example; ${WHOLE}`),
  ...[
    'SIGNED.Example',
    'signed.example.',
    'sub.signed.example',
    '',
    'signed',
    'a b.example',
    'b\xc3\xbccher.example',
    '-x.example',
    'a..b',
  ].map((d) => make(`d=${d}`, tags(WHOLE, { d }))),
  ...['SMALL', 'a.b', '', 'sm all', 'under_score', '*'].map((s) => make(`s=${s}`, tags(WHOLE, { s }))),
  make('bh= left out', tags(`c=relaxed/relaxed; ${H}; b`)),
  make('bh= empty', tags(`c=relaxed/relaxed; ${H}; bh=; b`)),
  make('bh= that is none', tags(`c=relaxed/relaxed; ${H}; bh=***; b`)),
  make('bh= too short', tags(`c=relaxed/relaxed; ${H}; bh=AAAA; b`)),
  make('b= left out', tags(`c=relaxed/relaxed; ${H}; bh`)),
  make('b= empty', tags(`c=relaxed/relaxed; ${H}; bh; b=`)),
  make('b= that is none', tags(`c=relaxed/relaxed; ${H}; bh; b=***`)),
  make('b= too short', tags(`c=relaxed/relaxed; ${H}; bh; b=AAAA`)),
  make('a tag twice', tags(`v=1; ${WHOLE}`)),
  make('d= twice', tags(`d=other.example; ${WHOLE}`)),
  make('h= twice', tags(`h=from; ${WHOLE}`)),
  make('b= first', `b; v=1; a=rsa-sha256; d=signed.example; s=small; c=relaxed/relaxed; ${H}; bh`),
];

const fieldsSigned = (make: Make): readonly Case[] => [
  ...[
    ...[
      'from',
      'From:To:Subject',
      'to:subject',
      'from:from',
      'from:to:to:to',
      'from:x-none',
      'from:',
      ':from',
      'from::to',
      '',
    ],
    ...[
      'from : to : subject',
      'from:dkim-signature',
      'FROM',
      'from:received',
      'from;to',
      '*',
      'from:reply-to:sender:cc',
    ],
  ].map((h) => make(`h=${h}`, tags(`c=relaxed/relaxed; h=${h}; bh; b`))),
  make('h= left out', tags('c=relaxed/relaxed; bh; b')),
  make('fields that come twice, one signed', tags('c=relaxed/relaxed; h=from:x-a; bh; b'), {
    fields: [...FIELDS, 'X-A: one', 'X-A: two'],
  }),
  make('fields that come twice, both signed', tags('c=relaxed/relaxed; h=from:x-a:x-a; bh; b'), {
    fields: [...FIELDS, 'X-A: one', 'X-A: two'],
  }),
  make('fields that come twice, signed thrice', tags('c=simple/simple; h=from:x-a:x-a:x-a; bh; b'), {
    fields: [...FIELDS, 'X-A: one', 'X-A: two'],
  }),
  ...['simple', 'relaxed'].flatMap((how) =>
    [
      'X-A:none',
      'X-A:   ',
      'X-A:',
      'X-A : blank before',
      'x-a:\tx \t y \t',
      'X-A: one\r\n two\r\n\t three ',
      'X-A:\r\n on the next line',
      'X-A: caf\xc3\xa9 \xff',
      'X-A: a:b:c',
    ].map((field) =>
      make(`field <${field.replaceAll('\r\n', '|')}>, ${how}`, tags(`c=${how}/simple; h=from:x-a; bh; b`), {
        fields: [FROM, field],
      }),
    ),
  ),
];

const writing = (make: Make): readonly Case[] => [
  ...['', '\r\n\t', '\r\n ', '   ', ' \r\n  '].flatMap((between) =>
    ['simple', 'relaxed'].map((how) =>
      make(`tags parted by <${between.replaceAll('\r\n', '|')}>, ${how}`, tags(`c=${how}/simple; ${H}; bh; b`), {
        between,
      }),
    ),
  ),
  make('a semicolon at the end', tags(`${WHOLE};`)),
  make('two semicolons', tags(`${WHOLE};;`)),
  make('a semicolon first', `;${tags(WHOLE)}`),
  make(
    'blanks around =',
    `v = 1; a = rsa-sha256; d = signed.example; s = small; c = relaxed/relaxed; h = from:to; bh; b`,
  ),
  make('names of tags in capitals', 'V=1; A=rsa-sha256; D=signed.example; S=small; H=from; bh; b'),
  ...['dkim-signature', 'DKIM-SIGNATURE', 'Dkim-Signature'].map((name) => make(`named ${name}`, tags(WHOLE), { name })),
  make('folds in h=', tags('c=relaxed/relaxed; h=from:\r\n to:\r\n\tsubject; bh; b')),
  make('folds in d=', tags(WHOLE, { d: 'signed\r\n .example' })),
];

const replaced =
  (from: RegExp | string, by: string) =>
  (message: string): string =>
    message.replace(from, by);

const changes = (make: Make): readonly Case[] => [
  ...(
    [
      ['a word of the body', replaced('game', 'match')],
      ['blanks of the body', replaced('lost \t the', 'lost the')],
      ['a line more', (message: string) => `${message}more\r\n`],
      ['empty lines more', (message: string) => `${message}\r\n\r\n`],
      ['the subject', replaced('dinner', 'supper')],
      ['blanks of the subject', replaced('Is   dinner', 'Is dinner')],
      ['the case of a name', replaced('Subject:', 'SUBJECT:')],
      ['folds of the subject', replaced('dinner\r\n\t ready', 'dinner ready')],
      ['a field taken away', replaced(/Date: .*\r\n/, '')],
      ['a field put in', replaced(/To: /, 'X-New: x\r\nTo: ')],
      ['the order of fields', replaced(/(To: .*\r\n)([\s\S]*?)(Message-ID: .*\r\n)/, '$3$2$1')],
      ['a folded signature', replaced(/ b=(.{40})/, ' b=$1\r\n\t')],
      ['blanks in the signature', replaced(/ b=(.{40})/, ' b= $1  ')],
      ['a folded body hash', replaced(/ bh=(.{20})/, ' bh=$1\r\n ')],
      ['a digit of b=', replaced(/ b=./, ' b=/')],
      ['a digit of bh=', replaced(/ bh=./, ' bh=/')],
      ['t= put in', replaced('v=1;', 'v=1; t=1700000000;')],
      ['d= to another', replaced('d=signed.example', 'd=other.example')],
      ['dots at the start of lines', (message: string) => `${message}.x\r\n`],
    ] as const
  ).flatMap(([name, change]) =>
    ['simple', 'relaxed'].map((how) =>
      make(`changed: ${name}, ${how}`, tags(`c=${how}/${how}; ${H}; bh; b`), { change }),
    ),
  ),
  ...['0', '19', '36', '300'].map((l) =>
    make(`a line more behind l=${l}`, tags(`l=${l}; c=simple/simple; ${H}; bh; b`), {
      change: (message) => `${message}more\r\n`,
    }),
  ),
];
