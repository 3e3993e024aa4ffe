/** Dialogues: what a client says, line by line, and what it is told. The words are Exim's; the interop suite compares. */
import { describe, expect, it } from 'vitest';
import { createServerSession } from '../../../../src/core/smtp/index.ts';
import { ALL_OFFERS, CONFIG, play, replies } from '../../../support/smtp-session.ts';

const EHLO = 'EHLO client.test';
const hello = '250 mx.example.test Hello client.test [192.0.2.1]';

/** After EHLO, whose reply is left out. */
const afterEhlo = (lines: readonly string[]) => replies([EHLO, ...lines]).slice(1);

describe('HELO and EHLO (RFC 5321 §4.1.1.1)', () => {
  it('tell what is offered, in Exim order', () => {
    expect(replies([EHLO])).toEqual([
      [
        '250-mx.example.test Hello client.test [192.0.2.1]',
        '250-SIZE 1048576',
        '250-8BITMIME',
        '250-DSN',
        '250-ETRN',
        '250-VRFY',
        '250-EXPN',
        '250-PIPELINING',
        '250-PIPECONNECT',
        '250-AUTH PLAIN LOGIN',
        '250-CHUNKING',
        '250-PRDR',
        '250-SMTPUTF8',
        '250 HELP',
      ].join('\n'),
    ]);
    expect(replies(['HELO client.test'])).toEqual([hello]);
  });
  it('limits are told (RFC 9422 §4), and SIZE without a number where there is none (RFC 1870 §4)', () => {
    const offers = { size: 0, limits: { mailMax: 5, rcptMax: 100 } };
    expect(replies(['EHLO x'], { config: { offers } })[0]).toContain('250-SIZE\n250 LIMITS MAILMAX=5 RCPTMAX=100');
  });
  it.each(['EHLO', 'EHLO a_b', 'EHLO a b', 'EHLO [foo]', 'EHLO [192.0.2.256]', 'EHLO é'])('%j is no name', (line) => {
    expect(replies([line])).toEqual(['501 Syntactically invalid EHLO argument(s)']);
  });
  it.each(['HELO x', 'HELO [192.0.2.1]', 'HELO [IPv6:2001:db8::1]', 'helo x'])('%j is one', (line) => {
    expect(replies([line])[0]).toMatch(/^250 /);
  });
  it('of LMTP is LHLO (RFC 2033 §4.1)', () => {
    const lmtp = { config: { protocol: 'lmtp' as const } };
    expect(replies(['EHLO x', 'LHLO x'], lmtp)).toEqual([
      '500 unrecognized command',
      expect.stringMatching(/^250-mx.example.test Hello x/),
    ]);
    expect(replies(['LHLO x'])).toEqual(['500 unrecognized command']);
  });
});

describe('a message of so many octets', () => {
  const limits = { errors: 3, unknownCommands: 3, messageOctets: 12 };
  const offers = { ...ALL_OFFERS, size: 0 };
  const end = (lines: readonly string[], countsLfs: boolean): string => {
    const config = { offers, limits: { ...limits, countsLfs } };
    return replies([EHLO, 'MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', ...lines], { config }).at(-1) ?? '';
  };

  it('may have more on the wire where a line end is one octet', () => {
    const twelve = ['12345', '67890', '.'];
    expect([end(['DATA', ...twelve], true).slice(0, 3), end(['DATA', ...twelve], false).slice(0, 3)]).toEqual([
      '250',
      '552',
    ]);
    expect(end(['DATA', '12345', '678901', '.'], true)).toMatch(/^552/);
  });
});

describe('a transaction (RFC 5321 §3.3)', () => {
  it('is MAIL, RCPT, DATA and the dot', () => {
    const lines = ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA', 'hello', '..', '.', 'QUIT'];
    expect(afterEhlo(lines)).toEqual([
      '250 OK',
      '250 Accepted',
      '354 Enter message, ending with "." on a line by itself',
      '250 OK',
      '221 mx.example.test closing connection',
    ]);
    expect(play([`HELO x\r\n${lines.join('\r\n')}\r\n`]).messages).toEqual(['hello\r\n.\r\n']);
  });
  it.each<[string, readonly string[], string]>([
    ['MAIL twice', ['MAIL FROM:<>', 'MAIL FROM:<>'], '503 sender already given'],
    ['no address', ['MAIL FROM:'], '501 MAIL must have an address operand'],
    ['no domain', ['MAIL FROM:<a>'], '501 <a>: sender address must contain a domain'],
    ['no bracket', ['MAIL FROM:<a@b'], "501 <a@b: '>' missing at end of address"],
    ['no local part', ['MAIL FROM:<@b>'], '501 <@b>: no local part'],
    ['an empty domain', ['MAIL FROM:<a@>'], '501 <a@>: domain missing or malformed'],
    [
      'a bad parameter',
      ['MAIL FROM:<a@b> FOO=BAR'],
      '501 <a@b> FOO=BAR: malformed address: FOO=BAR may not follow <a@b> ',
    ],
    ['a bad BODY', ['MAIL FROM:<a@b> BODY=9BIT'], '501 invalid data for BODY'],
    ['a bad RET', ['MAIL FROM:<a@b> RET=X'], '501 Value for RET is invalid'],
    ['RET twice', ['MAIL FROM:<a@b> RET=FULL RET=FULL'], '501 RET can be specified once only'],
    ['SIZE too large', ['MAIL FROM:<a@b> SIZE=1048577'], '552 Message size exceeds maximum permitted'],
    ['SIZE without a number', ['MAIL FROM:<a@b> SIZE=many'], '250 OK'],
    ['SIZE below zero', ['MAIL FROM:<a@b> SIZE=-1'], '552 Message size exceeds maximum permitted'],
    ['a word behind a bad one', ['MAIL FROM:<a@b> BODY=9BIT RET=HDRS'], '501 invalid data for BODY'],
    ['an address behind a bad word', ['MAIL FROM:<a@> BODY=9BIT'], '501 invalid data for BODY'],
    ['ENVID that is no xtext', ['MAIL FROM:<a@b> ENVID=a+b'], '250 OK'],
    ['AUTH that is no xtext', ['MAIL FROM:<a@b> AUTH=a+b'], '501 invalid data for AUTH'],
    ['a blank within quotes', ['MAIL FROM:<"a SIZE=3"@b>'], '250 OK'],
    ['NOTIFY that ends with a comma', ['MAIL FROM:<>', 'RCPT TO:<a@b> NOTIFY=DELAY,'], '250 Accepted'],
    [
      'NEVER beside others',
      ['MAIL FROM:<>', 'RCPT TO:<a@b> NOTIFY=NEVER,DELAY'],
      '501 Invalid value for NOTIFY parameter',
    ],
    ['ORCPT that is no xtext', ['MAIL FROM:<>', 'RCPT TO:<a@b> ORCPT=rfc822;a+b'], '250 Accepted'],
    [
      'an unknown word of RCPT',
      ['MAIL FROM:<>', 'RCPT TO:<a@b> FOO'],
      '501 <a@b>=FOO: malformed address: =FOO may not follow <a@b>',
    ],
    ['RCPT first', ['RCPT TO:<a@b>'], '503 sender not yet given'],
    ['RCPT to nobody', ['MAIL FROM:<>', 'RCPT TO:<>'], '501 <>: missing or malformed local part'],
    ['RCPT without address', ['MAIL FROM:<>', 'RCPT TO:'], '501 RCPT must have an address operand'],
    ['RCPT without domain', ['MAIL FROM:<>', 'RCPT TO:<a>'], '501 <a>: recipient address must contain a domain'],
    ['postmaster', ['MAIL FROM:<>', 'RCPT TO:<PostMaster>'], '250 Accepted'],
    ['a bad NOTIFY', ['MAIL FROM:<>', 'RCPT TO:<a@b> NOTIFY=X'], '501 Invalid value for NOTIFY parameter'],
    ['DATA first', ['DATA'], '503 valid RCPT command must precede DATA'],
    ['BDAT first', ['BDAT 0'], '503 valid RCPT command must precede BDAT'],
    ['PRDR', ['MAIL FROM:<> PRDR'], '250 OK, PRDR Requested'],
    ['a blank behind the colon', ['mail from: <a@b>'], '250 OK'],
    ['no brackets', ['MAIL FROM:a@b'], '250 OK'],
    ['something behind DATA', ['DATA x'], '501 unexpected argument data'],
    ['a blank before the verb', [' NOOP'], '500 unrecognized command'],
    ['a tab behind the verb', ['MAIL\tFROM:<>'], '500 unrecognized command'],
    ['a verb that is none', ['XYZZY'], '500 unrecognized command'],
    ['MAIL without FROM', ['MAIL <a@b>'], '500 unrecognized command'],
    ['a NUL', ['NO\0OP'], '501 NUL characters are not allowed in SMTP commands'],
    ['NOOP with words', ['NOOP foo'], '250 OK'],
    ['RSET', ['MAIL FROM:<>', 'RSET'], '250 Reset OK'],
    [
      'a second EHLO forgets',
      ['MAIL FROM:<>', 'RCPT TO:<a@b>', 'HELO x', 'DATA'],
      '503 valid RCPT command must precede DATA',
    ],
  ])('%s', (_, lines, last) => {
    expect(afterEhlo(lines).at(-1)).toBe(last);
  });
  it('MAIL may come without HELO, or not', () => {
    expect(replies(['MAIL FROM:<>'])).toEqual(['250 OK']);
    expect(replies(['MAIL FROM:<>'], { config: { requiresHelo: true } })).toEqual(['503 HELO or EHLO required']);
  });
  it('parameters are for EHLO (RFC 5321 §4.1.1.11)', () => {
    expect(replies(['HELO x', 'MAIL FROM:<a@b> SIZE=3'])[1]).toMatch(/^501 .*may not follow/);
  });
  it('parameters that were not offered are unknown, or go unheard', () => {
    const bare = { config: { offers: {} } };
    const mail = (parameter: string) => replies([EHLO, `MAIL FROM:<a@b> ${parameter}`], bare)[1];
    for (const parameter of ['SIZE=3', 'BODY=8BITMIME', 'AUTH=<>', 'PRDR', 'RET=NONE', 'ENVID=x'])
      expect(mail(parameter)).toBe('250 OK');
    expect(mail('REQUIRETLS')).toMatch(/^501 .*may not follow/);
    expect(mail('SMTPUTF8')).toBe('501 SMTPUTF8 used when not advertised');
    expect(replies([EHLO, 'MAIL FROM:<>', 'RCPT TO:<a@b> NOTIFY=NEVER'], bare)[2]).toMatch(/^501 .*may not follow/);
  });
  it('REQUIRETLS is for TLS (RFC 8689 §4.2)', () => {
    const offering = { config: { offers: { ...ALL_OFFERS, requireTls: true } } };
    expect(replies([EHLO, 'MAIL FROM:<a@b> REQUIRETLS'], offering)[1]).toBe('530 REQUIRETLS needs TLS');
  });
  it('a client that pipelines hears again what its recipients were refused with', () => {
    const policy = ({ kind }: { kind: string }) => (kind === 'rcpt' ? ({ outcome: 'refuse' } as const) : undefined);
    expect(replies([EHLO, 'MAIL FROM:<>', 'RCPT TO:<a@b>', 'DATA'], { policy }).slice(2)).toEqual([
      '550 Administrative prohibition',
      '503-All RCPT commands were rejected with this error:\n503-Administrative prohibition\n503 Valid RCPT command must precede DATA',
    ]);
  });
  it('so many recipients and no more (RFC 5321 §4.5.3.1.10)', () => {
    const config = { limits: { errors: 3, unknownCommands: 3, recipients: 1 } };
    const said = replies(['MAIL FROM:<>', 'RCPT TO:<a@b>', 'RCPT TO:<c@b>', 'DATA'], { config });
    expect(said.slice(1)).toEqual(['250 Accepted', '452 too many recipients', expect.stringMatching(/^354 /)]);
  });
  it('so many messages, then 421 and the connection stays', () => {
    const config = { limits: { errors: 3, unknownCommands: 3, messages: 1 } };
    const message = ['MAIL FROM:<>', 'RCPT TO:<a@b>', 'DATA', '.'];
    expect(replies([...message, 'MAIL FROM:<>', 'NOOP'], { config }).slice(-2)).toEqual([
      '421 too many messages in this connection',
      '250 OK',
    ]);
  });
});

describe('what is borne, and what is not', () => {
  it('the fourth error is the last', () => {
    const { said, isClosed, events } = play(['MAIL FROM:\r\n'.repeat(5)]);
    expect(isClosed).toBe(true);
    expect(said).toMatch(/501-MAIL must have an address operand\r\n501 Too many syntax or protocol errors\r\n$/);
    expect(events).toEqual([{ kind: 'ended', why: 'errors' }]);
  });
  it('the fourth unknown command is, too', () => {
    const { said } = play(['X\r\n'.repeat(5)]);
    expect(said).toMatch(/(500 unrecognized command\r\n){3}500 Too many unrecognized commands\r\n$/);
  });
  it('commands that bring no mail on are counted where that is wanted; ordinary ones are free once', () => {
    const config = { limits: { errors: 3, unknownCommands: 3, nonMailCommands: 1 } };
    expect(replies(['EHLO x', 'RSET', 'NOOP', 'RSET'], { config }).at(-1)).toBe('554 Too many nonmail commands');
  });
  it('a line that never ends is not kept, and a long one is an error (RFC 5321 §4.5.3.1.4)', () => {
    const { said } = play(['EHLO x\r\n', ...Array.from({ length: 100 }, () => 'x'.repeat(10_000)), '\r\nNOOP\r\n']);
    expect(said).toMatch(/500 command line too long\r\n250 OK\r\n$/);
    expect(replies([`NOOP ${'x'.repeat(505)}`])).toEqual(['250 OK']);
    expect(replies([`NOOP ${'x'.repeat(506)}`])).toEqual(['500 command line too long']);
    expect(replies([EHLO, `NOOP ${'x'.repeat(1000)}`]).at(-1)).toBe('250 OK');
  });
  it('a command that ends with LF alone is refused, or taken, as configured', () => {
    expect(play(['NOOP\nNOOP\r\n']).said).toMatch(/^220 .*\r\n554 LF alone at the end of a command.*\r\n$/);
    expect(play(['NOOP\nNOOP\r\n'], { config: { bare: 'normalise' } }).said).toMatch(/(250 OK\r\n){2}$/);
  });
  it('what a peer said never breaks out of a reply', () => {
    const { said } = play(['MAIL FROM:<a\r@b>\r\n', 'MAIL FROM:<\u001b[31m@b>\r\n']);
    expect(said.replaceAll('\r\n', '')).not.toMatch(/[\x00-\x1f]/);
  });
});

describe('synchronization (RFC 5321 §4.3.1, RFC 2920 §3.1)', () => {
  const sync = { config: { enforcesSync: true, offers: { pipelining: true } } };
  const error = /554 SMTP synchronization error\r\n$/;
  it('commands that may be pipelined are', () => {
    expect(play(['EHLO x\r\n', 'MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n'], sync).said).toMatch(/354 .*\r\n$/);
  });
  it.each([
    ['behind EHLO', ['EHLO x\r\nNOOP\r\n']],
    ['behind DATA', ['EHLO x\r\n', 'MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\nhello\r\n.\r\n']],
    ['without EHLO', ['MAIL FROM:<>\r\nRCPT TO:<a@b>\r\n']],
    ['behind what is no command', ['GET / HTTP/1.1\r\nHost: x\r\n']],
  ])('input %s is none', (_, pieces) => {
    const { said, events } = play(pieces, sync);
    expect(said).toMatch(error);
    expect(events.at(-1)).toEqual({ kind: 'ended', why: 'sync-error' });
  });
  it('who may talk early may do so up to the first DATA or BDAT, as with Exim', () => {
    const early = { config: { enforcesSync: true, offers: { pipelining: true, pipeConnect: true, chunking: true } } };
    const { said } = play(['EHLO x\r\nNOOP\r\nNOOP\r\n', 'DATA\r\n', 'NOOP\r\nNOOP\r\n'], early);
    expect(said).toMatch(/250 OK\r\n250 OK\r\n503 [^\r]*\r\n554 SMTP synchronization error\r\n$/);
    expect(play(['EHLO x\r\nBDAT 1 LAST\r\nxNOOP\r\nNOOP\r\n'], early).said).toMatch(error);
  });
});

describe('STARTTLS (RFC 3207)', () => {
  const offers = { startTls: true, auth: ['PLAIN'], requireTls: true, pipelining: true };
  it('forgets the client, is not offered again, and what was said behind it in clear is gone (CVE-2011-0411)', () => {
    const { said } = play(
      ['EHLO x\r\nSTARTTLS\r\nMAIL FROM:<evil@x.test>\r\n', 'MAIL FROM:<a@b> REQUIRETLS\r\nEHLO x\r\nSTARTTLS\r\n'],
      {
        config: { offers },
      },
    );
    expect(said.split('220 TLS go ahead\r\n')[1]).toBe(
      '501 <a@b> REQUIRETLS: malformed address: REQUIRETLS may not follow <a@b> \r\n' +
        '250-mx.example.test Hello x [192.0.2.1]\r\n250-PIPELINING\r\n250-AUTH PLAIN\r\n250 REQUIRETLS\r\n' +
        '503 STARTTLS command used when not advertised\r\n',
    );
  });
  it('may be refused', () => {
    const policy = ({ kind }: { kind: string }) => (kind === 'starttls' ? ({ outcome: 'refuse' } as const) : undefined);
    expect(replies(['EHLO x', 'STARTTLS'], { config: { offers }, policy })[1]).toBe('454 TLS currently unavailable');
  });
});

describe('AUTH (RFC 4954)', () => {
  const policy = (question: { kind: string; initial?: Uint8Array; response?: Uint8Array }) => {
    if (question.kind !== 'auth' && question.kind !== 'auth-response') return undefined;
    const given = question.initial ?? question.response;
    if (given === undefined) return { outcome: 'challenge', challenge: Buffer.from('Username:') } as const;
    return Buffer.from(given).toString() === 'ann'
      ? ({ outcome: 'accept', identity: 'ann' } as const)
      : ({ outcome: 'refuse' } as const);
  };
  it.each<[readonly string[], string]>([
    [['AUTH LOGIN', 'YW5u'], '235 Authentication succeeded'],
    [['AUTH login YW5u'], '235 Authentication succeeded'],
    [['AUTH LOGIN', 'eA=='], '535 Incorrect authentication data'],
    [['AUTH LOGIN ='], '535 Incorrect authentication data'],
    [['AUTH LOGIN', '*'], '501 Authentication cancelled'],
    [['AUTH LOGIN', '!'], '501 Invalid base64 data'],
    [['AUTH PLAIN !!'], '501 Invalid base64 data'],
    [['AUTH FOO'], '504 FOO authentication mechanism not supported'],
    [['AUTH LOGIN YW5u', 'AUTH LOGIN'], '503 already authenticated'],
    [['MAIL FROM:<>', 'AUTH LOGIN'], '503 not permitted in mail transaction'],
    [['AUTH LOGIN', 'YW5u', 'NOOP'], '250 OK'],
  ])('%j ends with %j', (lines, last) => {
    expect(replies([EHLO, ...lines], { policy }).at(-1)).toBe(last);
  });
  it('is for who was offered it', () => {
    expect(replies(['AUTH PLAIN'])).toEqual(['503 AUTH command used when not advertised']);
  });
  it('challenges in base64', () => {
    expect(replies([EHLO, 'AUTH LOGIN'], { policy }).at(-1)).toBe('334 VXNlcm5hbWU6');
  });
});

describe('parameters that Exim does not mind', () => {
  it.each(['SIZE=abc', 'SIZE=1k', 'PRDR=x', 'BODY=', 'RET=', 'AUTH=', 'body='])('%s of MAIL', (parameter) => {
    expect(afterEhlo([`MAIL FROM:<a@b> ${parameter}`])[0]).toMatch(/^250 OK/);
  });
  it('NOTIFY= of RCPT; a SIZE below zero is above all limits', () => {
    expect(afterEhlo(['MAIL FROM:<a@b>', 'RCPT TO:<c@d> NOTIFY='])[1]).toBe('250 Accepted');
    expect(afterEhlo(['MAIL FROM:<a@b> SIZE=-1'])[0]).toMatch(/^552 /);
  });
  it('others stay wrong', () => {
    expect(afterEhlo(['MAIL FROM:<a@b> RET=X'])[0]).toMatch(/^501 /);
    expect(afterEhlo(['MAIL FROM:<a@b> ENVID='])[0]).toBe('250 OK');
    expect(afterEhlo(['MAIL FROM:<a@b> SIZE'])[0]).toBe('250 OK');
    expect(afterEhlo(['MAIL FROM:<a@b> SMTPUTF8=x'])[0]).toMatch(/^501 /);
  });
});

describe('BDAT (RFC 3030 §2)', () => {
  const start = 'EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n';
  const after = (text: string) => {
    const { said, messages } = play([start + text]);
    return { said: said.split('250 Accepted\r\n')[1], messages };
  };
  it('is as many octets as it says, whatever they are', () => {
    const { said, messages } = after('BDAT 7\r\nQUIT\r\n.BDAT 3 LAST\r\n\r\n.NOOP\r\n');
    expect(said).toBe('250 7 byte chunk received\r\n250- 3 byte chunk, total 10\r\n250 OK\r\n250 OK\r\n');
    expect(messages).toEqual(['QUIT\r\n.\r\n.']);
  });
  it('may be empty, and last', () => {
    expect(after('BDAT 0\r\nBDAT 0 LAST\r\n').messages).toEqual(['']);
  });
  it.each([
    ['no size', 'BDAT\r\n', '501 missing size for BDAT command\r\n'],
    [
      'MAIL between',
      'BDAT 2\r\nxxMAIL FROM:<>\r\nNOOP\r\nBDAT 6\r\nQUIT\r\nRSET\r\n',
      '250 2 byte chunk received\r\n503 only BDAT permissible after non-LAST BDAT\r\n503 only RSET accepted now\r\n503 only RSET accepted now\r\n250 Reset OK\r\n',
    ],
    ['NOOP between', 'BDAT 2\r\nxxNOOP\r\n', '250 2 byte chunk received\r\n250 OK\r\n'],
    ['too much', 'BDAT 1048577\r\n', ''],
  ])('%s', (_, text, said) => {
    expect(after(text).said).toBe(said);
  });
  const inChunks = (bare: 'refuse' | 'keep' | 'normalise', text: string, mail = 'MAIL FROM:<a@b>') =>
    play([`EHLO x\r\n${mail}\r\nRCPT TO:<c@d>\r\n${text}`], {
      config: { bare, offers: { ...ALL_OFFERS, binaryMime: true } },
    });
  it.each([
    ['LF', 'BDAT 3\r\na\nbBDAT 2 LAST\r\n\r\n', 'a\r\nb\r\n'],
    ['CR', 'BDAT 3\r\na\rbBDAT 2 LAST\r\n\r\n', 'a\r\nb\r\n'],
    ['CR at the very end', 'BDAT 2\r\na\rBDAT 0 LAST\r\n', 'a\r\n'],
    ['CR at the end of the last chunk', 'BDAT 2 LAST\r\na\r', 'a\r\n'],
  ])('%s alone is refused, kept, or made CRLF as in DATA', (_, text, normal) => {
    const refused = inChunks('refuse', text);
    expect(refused.said).toMatch(/554 CR or LF alone in the message/);
    expect([refused.messages, refused.events[0]]).toEqual([[], { kind: 'abandoned', why: 'bare-line-end' }]);
    expect(inChunks('keep', text).messages).toEqual([text.replace(/BDAT.*\r\n/g, '')]);
    expect(inChunks('normalise', text).messages).toEqual([normal]);
  });
  it('CRLF over two chunks is one, and BINARYMIME has no lines', () => {
    const split = 'BDAT 2\r\na\rBDAT 2 LAST\r\n\nb';
    for (const bare of ['refuse', 'normalise'] as const) {
      expect(inChunks(bare, split).messages).toEqual(['a\r\nb']);
      expect(inChunks(bare, 'BDAT 3 LAST\r\n\n\r\n', 'MAIL FROM:<a@b> BODY=BINARYMIME').messages).toEqual(['\n\r\n']);
    }
  });
  it('octets of a BDAT that is refused are no commands', () => {
    const { said } = play(['EHLO x\r\nBDAT 12\r\nMAIL FROM:<>NOOP\r\n']);
    expect(said).toMatch(/503 valid RCPT command must precede BDAT\r\n250 OK\r\n$/);
    // Without CHUNKING there is no BDAT, and what follows are commands, as with Exim.
    const unoffered = play(['EHLO x\r\nBDAT 6\r\nNOOP\r\n'], { config: { offers: {} } });
    expect(unoffered.said).toMatch(/503 BDAT command used when CHUNKING not advertised\r\n250 OK\r\n$/);
  });
  it('a size that nobody will wait for ends the connection', () => {
    const { said, isClosed } = play([`${start}BDAT 99999999999999\r\n`]);
    expect([said.slice(-47), isClosed]).toEqual([expect.stringContaining('552 Message size exceeds'), true]);
  });
});

describe('the end of a message', () => {
  const message = ['MAIL FROM:<a@b> PRDR', 'RCPT TO:<c@d>', 'RCPT TO:<e@d>', 'DATA', 'x', '.'];
  const verdict = {
    outcome: 'accept',
    recipients: [{ outcome: 'accept' }, { outcome: 'refuse', reply: { code: 550, text: 'no\nnever' } }],
  } as const;
  const policy = ({ kind }: { kind: string }) => (kind === 'message' ? verdict : undefined);
  it('under PRDR has a reply for each recipient, and one for all', () => {
    expect(replies([EHLO, ...message], { policy }).slice(-4)).toEqual([
      '353 PRDR content analysis beginning',
      '250 PRDR R=<c@d> acceptance',
      '550-no\n550 never',
      '250 message accepted',
    ]);
  });
  it('in LMTP has one for each recipient (RFC 2033 §4.2)', () => {
    const lmtp = { config: { protocol: 'lmtp' as const }, policy };
    expect(replies(['LHLO x', ...message], lmtp).slice(-2)).toEqual(['250 <c@d> OK', '550-no\n550 never']);
  });
  it('says nothing behind a 421, in LMTP either', () => {
    const lmtp = {
      config: { protocol: 'lmtp' as const },
      policy: ({ kind }: { kind: string }) =>
        kind === 'message' ? ({ outcome: 'close', reply: { code: 421, text: 'down' } } as const) : undefined,
    };
    expect(replies(['LHLO x', ...message], lmtp).slice(-2)).toEqual([expect.stringMatching(/^354 /), '421 down']);
  });
  it('too large is refused at its end, and kept nowhere (RFC 1870 §6.3)', () => {
    const { said, messages, events } = play(
      [`MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n${'x'.repeat(50)}`, `${'x\r\n'.repeat(50)}.\r\nNOOP\r\n`],
      {
        config: { offers: { size: 100 } },
      },
    );
    expect(said).toMatch(/552 Message size exceeds maximum permitted\r\n250 OK\r\n$/);
    expect([messages, events]).toEqual([
      [],
      [
        { kind: 'abandoned', why: 'too-large' },
        { kind: 'refused-whole', why: 'too-large' },
      ],
    ]);
  });
  it.each([
    ['a\nb', 'bare-line-end', /554 CR or LF alone/],
    ['a\rb', 'bare-line-end', /554 CR or LF alone/],
    ['x'.repeat(999), 'line-too-long', /500 a line of the message is too long/],
  ])('%.20j is refused (RFC 5321 §2.3.8, §4.5.3.1.6)', (text, why, reply) => {
    const limits = { errors: 3, unknownCommands: 3, textLineOctets: 1000 };
    const { said, events } = play([`MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n${text}\r\n.\r\n`], {
      config: { limits },
    });
    expect(said).toMatch(reply);
    expect(events).toEqual([
      { kind: 'abandoned', why },
      { kind: 'refused-whole', why },
    ]);
  });
  it.each([
    ['lost', 'DATA\r\nhalf of', /421 Lost incoming connection\r\n$/, [{ kind: 'abandoned', why: 'lost' }]],
    ['lost before', '', /421 mx.example.test lost input connection\r\n$/, []],
  ])('a client that is %s', (_, text, reply, events) => {
    const played = play([`MAIL FROM:<>\r\nRCPT TO:<a@b>\r\n${text}`], { ends: true });
    expect(played.said).toMatch(reply);
    expect(played.events).toEqual([...events, { kind: 'ended', why: 'lost' }]);
  });
});

describe('policy', () => {
  it('may end the connection with a reply, at any time', () => {
    for (const kind of ['connect', 'mail', 'rcpt', 'data', 'message', 'noop', 'quit']) {
      const policy = (question: { kind: string }) =>
        question.kind === kind ? ({ outcome: 'close', reply: { code: 421, text: 'enough' } } as const) : undefined;
      const { said, isClosed } = play(['NOOP\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n.\r\nQUIT\r\n'], { policy });
      expect([said.endsWith('421 enough\r\n'), isClosed]).toEqual([true, true]);
    }
  });
  it('greets, and offers by client', () => {
    const policy = ({ kind }: { kind: string }) =>
      kind === 'connect'
        ? ({ outcome: 'accept', reply: { code: 220, text: 'hello\nthere' }, offers: {} } as const)
        : undefined;
    expect(play(['EHLO x\r\n'], { policy }).said).toBe(
      '220-hello\r\n220 there\r\n250 mx.example.test Hello x [192.0.2.1]\r\n',
    );
  });
  it('XCLIENT begins anew as somebody else', () => {
    const policy = ({ kind }: { kind: string }) =>
      kind === 'xclient' ? ({ outcome: 'accept', client: { address: '198.51.100.7' } } as const) : undefined;
    const offers = { xclient: ['ADDR', 'NAME'] };
    expect(
      replies(['EHLO x', 'XCLIENT ADDR=198.51.100.7 NAME=a+2Bb', 'XCLIENT', 'XCLIENT FOO=1', 'HELO x'], {
        config: { offers },
        policy,
      }).slice(1),
    ).toEqual([
      '220 mx.example.test ESMTP',
      '501 XCLIENT must have at least one operand',
      "501 XCLIENT: unrecognised parameter 'FOO'",
      '250 mx.example.test Hello x [198.51.100.7]',
    ]);
  });
  it('answers VRFY, EXPN and ETRN (RFC 1985 §5)', () => {
    expect(afterEhlo(['VRFY', 'VRFY a@b', 'ETRN x', 'ETRN #x'])).toEqual([
      '501 empty address',
      '252 VRFY not available',
      '501 argument must begin with #',
      '250 OK',
    ]);
  });
});

describe('a server that is going to end (RFC 5321 §3.8)', () => {
  const { start, machine } = createServerSession(CONFIG);
  type Input = Parameters<typeof machine.step>[1];
  const bytes = (text: string): Input => ({ kind: 'bytes', bytes: Buffer.from(text, 'latin1') });
  const said = (inputs: readonly Input[]): string => {
    let state = start;
    let text = '';
    const feed = (input: Input): void => {
      const next = machine.step(state, input);
      state = next.state;
      for (const effect of next.effects) {
        if (effect.kind === 'send') text += effect.text;
        else if (effect.kind === 'ask') feed({ kind: 'answer', answer: { outcome: 'accept' } });
        else if (effect.kind === 'close') text += '(closed)';
      }
    };
    for (const input of inputs) feed(input);
    return text;
  };
  const LAST = '421 mx.example.test: Service not available - closing connection\r\n(closed)';

  it('says so at once where nothing is in hand', () => {
    expect(said([{ kind: 'opened' }, { kind: 'shutdown' }])).toMatch(/^220 /);
    expect(said([{ kind: 'opened' }, { kind: 'shutdown' }]).endsWith(LAST)).toBe(true);
    expect(
      said([{ kind: 'opened' }, bytes('EHLO x\r\nMAIL FROM:<a@b>\r\n'), { kind: 'shutdown' }]).endsWith(LAST),
    ).toBe(true);
  });
  it('takes the message that has begun', () => {
    const inputs = [bytes('EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n'), { kind: 'shutdown' } as const];
    const heard = said([{ kind: 'opened' }, ...inputs, bytes('x\r\n.\r\nMAIL FROM:<a@b>\r\n')]);
    expect(heard).toContain(`250 OK\r\n${LAST}`);
  });
});

describe('a client that is not to be served', () => {
  it('hears one reply to everything but QUIT', () => {
    const config = { deaf: { code: 503, text: 'no' } };
    expect(replies(['EHLO x', 'NOOP', 'FOO', 'QUIT'], { config })).toEqual([
      '503 no',
      '503 no',
      '503 no',
      expect.stringMatching(/^221 /),
    ]);
  });
});

describe('ATRN (RFC 2645)', () => {
  const config = { offers: { ...ALL_OFFERS, atrn: true }, asks: new Set(['atrn'] as const), client: CONFIG.client };
  const known = ['EHLO x', 'AUTH PLAIN AGEAYg=='];

  it('is for who has authenticated, and not within a transaction', () => {
    expect(replies(['EHLO x', 'ATRN a.test'], { config }).at(-1)).toBe(
      '530 ATRN is not permitted without authentication',
    );
    expect(replies([...known, 'MAIL FROM:<a@b>', 'ATRN a.test'], { config }).at(-1)).toBe(
      '503 ATRN is not permitted inside a transaction',
    );
    expect(replies(['EHLO x', 'ATRN a.test']).at(-1)).toBe('500 unrecognized command');
  });
  it('hands the connection over where policy lets it, and says no more', () => {
    const said = play(
      [...known, 'ATRN a.test'].map((line) => `${line}\r\n`),
      { config },
    );
    expect(said.said).toMatch(/250-ATRN\r\n.*250 ODMR provider turning line around\r\n\(handed over\)\r\n$/s);
    expect(said.events.at(-1)).toEqual({ kind: 'ended', why: 'handed-over' });
  });
  it('goes on where it does not', () => {
    const policy = ({ kind }: { kind: string }) => (kind === 'atrn' ? ({ outcome: 'refuse' } as const) : undefined);
    expect(replies([...known, 'ATRN', 'NOOP'], { config, policy }).slice(-2)).toEqual([
      '450 Administrative prohibition',
      '250 OK',
    ]);
  });
});

describe('a session of octets', () => {
  const octets = {
    octets: true,
    asks: new Set(['helo', 'mail', 'vrfy'] as const),
    takesJunkHelo: true,
    takesAnyDots: true,
  };
  const config = { ...octets, readAddress: (text: string) => `read: ${text}` };

  it('keeps what a client says as it came, and says it so', () => {
    const lines = ['EHLO \xff\xa0', 'MAIL FROM:<\xe9\xa0@b.test>', 'VRFY \x80\xa0'];
    const { questions, said } = play(
      lines.map((line) => `${line}\r\n`),
      { config },
    );
    expect(questions).toMatchObject([
      { kind: 'helo', name: '\xff\xa0' },
      { kind: 'mail', from: { kind: 'mailbox', mailbox: { localPart: '\xe9\xa0', domain: 'b.test' } } },
    ]);
    expect(said).toContain('501 read: \x80\xa0\r\n');
  });
  it('reads UTF-8 octet by octet, and writes so', () => {
    expect(createServerSession({ ...CONFIG, ...config }).machine.encoding).toBe('latin1');
    const { said } = play(['EHLO x\r\n', 'MAIL FROM:<a@b\xc3\xbc.test>\r\n'], { config });
    expect(said).toContain('501 <a@b\xc3\xbc.test>: read: <a@b\xc3\xbc.test>\r\n');
  });
  it('takes AUTH= for the octets that it stands for (RFC 4954 §5)', () => {
    const { questions } = play(['EHLO x\r\n', 'MAIL FROM:<a@b.test> AUTH=+FF+C3\r\n'], { config });
    expect(questions.at(-1)).toMatchObject({ kind: 'mail', parameters: { auth: '\xff\xc3' } });
  });
});

describe('a client that speaks with LF alone', () => {
  const lines = 'EHLO x\nMAIL FROM:<a@b.test>\nRCPT TO:<c@d.test>\n';

  it('ends a message so where its DATA ended so', () => {
    const { messages } = play([`${lines}DATA\nS: x\n\none\n.\nNOOP\n`], {
      config: { bare: 'mend', enforcesSync: false },
    });
    expect(messages).toEqual(['S: x\r\n\r\none\r\n']);
  });
  it('does not where it ended with CRLF', () => {
    const { messages } = play([`${lines}DATA\r\nS: x\n\none\n.\nNOOP\n`], {
      config: { bare: 'mend', enforcesSync: false },
    });
    expect(messages).toEqual([]);
  });
});

describe('EHLO before STARTTLS', () => {
  const config = { offers: { ...ALL_OFFERS, startTls: true } };
  const lines = ['EHLO x\r\n', 'STARTTLS\r\n', 'MAIL FROM:<a@b.test>\r\n'];

  it('is forgotten (RFC 3207 §4.2)', () => {
    expect(play(lines, { config: { ...config, requiresHelo: true } }).said).toMatch(/503 HELO or EHLO required\r\n$/);
  });
  it('counts still where that is wanted', () => {
    const { said } = play(lines, { config: { ...config, requiresHelo: true, remembersHelo: true } });
    expect(said).toMatch(/250 OK\r\n$/);
  });
});
