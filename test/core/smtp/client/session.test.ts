import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailOf, type PeerScript, type Played, play } from '../../../support/smtp-peer.ts';

const MESSAGE = 'Subject: x\r\n\r\nfirst\r\n.second\r\n..third\r\n';
const ALL = ['PIPELINING', 'SIZE 100000', '8BITMIME', 'DSN', 'CHUNKING', 'SMTPUTF8', 'PRDR', 'REQUIRETLS', 'STARTTLS'];

const statuses = ({ mails }: Played): string[] =>
  mails.flatMap(({ recipients }) => recipients.map(({ status }) => status));

describe('a mail from greeting to QUIT', () => {
  it('goes out with its dots doubled, and arrives as it was (RFC 5321 §4.5.2)', () => {
    const played = play({}, {}, { mails: [mailOf(MESSAGE)] });
    expect(played.contents).toEqual([MESSAGE]);
    expect(played.writes.join('')).toContain('\r\n..second\r\n...third\r\n.\r\n');
    expect(statuses(played)).toEqual(['accepted']);
    expect(played.outcome).toEqual({ kind: 'done', isFull: false });
  });

  it('without pipelining each command waits for the reply to the one before', () => {
    const played = play({}, { offers: ALL }, { mails: [mailOf(MESSAGE)] });
    expect(played.writes.map((text) => text.split(/[ \r]/)[0])).toEqual([
      ...['EHLO', 'MAIL', 'RCPT', 'DATA', 'Subject:', 'QUIT'],
    ]);
  });

  it('with it MAIL, each RCPT and DATA are one write (RFC 2920 §3.1)', () => {
    const to = ['a@x.test', 'b@x.test'];
    const played = play({ pipelining: true }, { offers: ALL }, { mails: [mailOf(MESSAGE, to)] });
    expect(played.writes[1]).toMatch(/^MAIL FROM:.*\r\nRCPT TO:<a@x\.test>\r\nRCPT TO:<b@x\.test>\r\nDATA\r\n$/);
    expect(statuses(played)).toEqual(['accepted', 'accepted']);
  });

  it('and not where it is not offered', () => {
    const played = play({ pipelining: true }, {}, { mails: [mailOf(MESSAGE)] });
    expect(played.writes).toHaveLength(6);
  });

  it.each(['421 busy', '450 later', '554 no'])('and behind any refusal, where that is asked for: %s', (refusal) => {
    const peer = { replies: { EHLO: refusal } };
    const played = play({ alwaysFallsBack: true }, peer, { mails: [mailOf(MESSAGE)] });
    expect(played.commands.slice(0, 2)).toEqual(['EHLO client.test', 'HELO client.test']);
    expect(statuses(played)).toEqual(['accepted']);
    expect(play({}, peer, { mails: [mailOf(MESSAGE)] }).commands).not.toContain('HELO client.test');
  });

  it('takes a reply to RCPT that has no place there for one that may change (RFC 5321 §4.2.1)', () => {
    const played = play({}, { replies: { RCPT: '354 go on' } }, { mails: [mailOf(MESSAGE)] });
    expect(statuses(played)).toEqual(['deferred']);
  });

  it('asks HELO where EHLO is not known (RFC 5321 §3.2)', () => {
    const played = play({}, { replies: { EHLO: '500 what?' } }, { mails: [mailOf(MESSAGE)] });
    expect(played.commands.slice(0, 2)).toEqual(['EHLO client.test', 'HELO client.test']);
    expect(statuses(played)).toEqual(['accepted']);
  });

  it('several mails share a connection', () => {
    const played = play({ pipelining: true }, { offers: ALL }, { mails: [mailOf('a\r\n'), mailOf('b\r\n')] });
    expect(played.contents).toEqual(['a\r\n', 'b\r\n']);
  });
});

describe('recipients', () => {
  const script: PeerScript = {
    replies: { 'RCPT TO:<NO': '550 5.1.1 no such user', 'RCPT TO:<LATER': '451 4.3.0 later' },
  };

  it('each has its own result', () => {
    const played = play({}, script, { mails: [mailOf(MESSAGE, ['no@x.test', 'yes@x.test', 'later@x.test'])] });
    expect(statuses(played)).toEqual(['refused', 'accepted', 'deferred']);
    expect(played.mails[0]!.recipients[0]).toMatchObject({ stage: 'rcpt', reply: { code: 550, enhanced: '5.1.1' } });
  });

  it('with none taken there is no content, and RSET before the next mail', () => {
    const played = play({}, script, { mails: [mailOf(MESSAGE, ['no@x.test']), mailOf(MESSAGE)] });
    expect(played.commands).toContain('RSET');
    expect(played.contents).toHaveLength(1);
    expect(statuses(played)).toEqual(['refused', 'accepted']);
  });

  it('a DATA that was pipelined behind them and is taken all the same gets an empty message (RFC 2920 §3.1)', () => {
    const offers = ['PIPELINING'];
    const played = play({ pipelining: true }, { ...script, offers }, { mails: [mailOf(MESSAGE, ['no@x.test'])] });
    expect(played.contents).toEqual(['']);
    expect(statuses(played)).toEqual(['refused']);
  });

  it('a refused MAIL refuses all, whatever is said to the rest of the group', () => {
    const replies = { MAIL: '552 5.3.4 too big', RCPT: '503 5.5.1 MAIL first', DATA: '503 5.5.1 MAIL first' };
    const played = play({ pipelining: true }, { offers: ['PIPELINING'], replies }, { mails: [mailOf(MESSAGE)] });
    expect(played.mails[0]!.recipients[0]).toMatchObject({ status: 'refused', stage: 'mail', reply: { code: 552 } });
    expect(played.contents).toEqual([]);
  });

  it('more than LIMITS RCPTMAX go in transactions of their own (RFC 9422 §4)', () => {
    const to = ['a@x.test', 'b@x.test', 'c@x.test'];
    const played = play({}, { offers: ['LIMITS RCPTMAX=2'] }, { mails: [mailOf(MESSAGE, to)] });
    expect(played.contents).toEqual([MESSAGE, MESSAGE]);
    expect(statuses(played)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('and domains beyond RCPTDOMAINMAX likewise', () => {
    const to = ['a@x.test', 'b@x.test', 'c@y.test'];
    const played = play({}, { offers: ['LIMITS RCPTDOMAINMAX=1'] }, { mails: [mailOf(MESSAGE, to)] });
    expect(played.mails.map(({ recipients }) => recipients.length)).toEqual([2, 1]);
  });

  it('after MAILMAX mails the connection is full', () => {
    const mails = [mailOf('a\r\n'), mailOf('b\r\n')];
    const played = play({}, { offers: ['LIMITS MAILMAX=1'] }, { mails });
    expect(played.mails).toHaveLength(1);
    expect(played.outcome).toEqual({ kind: 'done', isFull: true });
  });

  it('hundreds go in bounded groups', () => {
    const to = Array.from({ length: 250 }, (_, i) => `u${i}@x.test`);
    const played = play({ pipelining: true }, { offers: ['PIPELINING'] }, { mails: [mailOf(MESSAGE, to)] });
    expect(statuses(played)).toEqual(to.map(() => 'accepted'));
    expect(Math.max(...played.writes.map((text) => text.split('\r\n').length))).toBeLessThan(110);
  });
});

describe('chunks (RFC 3030)', () => {
  const parts = () => [Buffer.from('one\r\n'), Buffer.from('.two\r\n'), Buffer.from('three\r\n')];
  const mail = mailOf('', ['a@x.test'], { parts });

  it('go as they are, dots and all, the last one told', () => {
    const played = play({ chunking: 'offered' }, { offers: ['CHUNKING'] }, { mails: [mail] });
    expect(played.commands.filter((line) => line.startsWith('BDAT'))).toEqual(['BDAT 5', 'BDAT 6', 'BDAT 7 LAST']);
    expect(played.contents).toEqual(['one\r\n.two\r\nthree\r\n']);
    expect(statuses(played)).toEqual(['accepted']);
  });

  it('go at once where commands are pipelined', () => {
    const played = play(
      { chunking: 'offered', pipelining: true },
      { offers: ['CHUNKING', 'PIPELINING'] },
      { mails: [mail] },
    );
    expect(played.writes).toContain('BDAT 5\r\none\r\nBDAT 6\r\n.two\r\nBDAT 7 LAST\r\nthree\r\n');
    expect(statuses(played)).toEqual(['accepted']);
  });

  it('stop where one is refused, and RSET comes before the next mail (§4.2)', () => {
    const script: PeerScript = {
      offers: ['CHUNKING'],
      replies: { 'BDAT LAST': '250 ok', BDAT: ['552 5.3.4 too big', '250 ok'] },
    };
    const played = play({ chunking: 'offered' }, script, { mails: [mail, mailOf('x\r\n')] });
    expect(played.commands.filter((line) => /^(BDAT|RSET)/.test(line))).toEqual(['BDAT 5', 'RSET', 'BDAT 3 LAST']);
    expect(played.mails[0]!.recipients[0]).toMatchObject({ status: 'refused', stage: 'bdat' });
    expect(statuses(played)).toEqual(['refused', 'accepted']);
  });

  it('of an empty message there is one, and it is the last', () => {
    const played = play({ chunking: 'offered' }, { offers: ['CHUNKING'] }, { mails: [mailOf('')] });
    expect(played.commands).toContain('BDAT 0 LAST');
  });

  it('are not made up where they are not offered', () => {
    expect(play({ chunking: 'required' }, {}, { mails: [mail] }).mails[0]!.recipients[0]).toMatchObject({
      status: 'unsent',
      why: expect.stringContaining('CHUNKING'),
    });
  });
});

describe('replies for each recipient', () => {
  it('LMTP: one for each that was taken, in their order (RFC 2033 §4.2)', () => {
    const replies = { 'RCPT TO:<B': '550 no', '.': ['250 for a', '452 4.2.2 full'] };
    const played = play({ protocol: 'lmtp' }, { lmtp: true, replies }, { mails: [mailOf(MESSAGE, ['a', 'b', 'c'])] });
    expect(played.commands[0]).toBe('LHLO client.test');
    expect(statuses(played)).toEqual(['accepted', 'refused', 'deferred']);
  });

  it('PRDR: 353, one for each, and one for the whole', () => {
    const replies = { '.': '353 going on\r\n250 for a\r\n550 5.7.1 not for b\r\n250 2.0.0 done' };
    const script: PeerScript = { offers: ['PRDR'], replies };
    const played = play({ prdr: true }, script, { mails: [mailOf(MESSAGE, ['a@x.test', 'b@x.test'])] });
    expect(played.commands[1]).toMatch(/ PRDR$/);
    expect(statuses(played)).toEqual(['accepted', 'refused']);
  });

  it.each([[['PRDR', 'CHUNKING']], [['PRDR', 'CHUNKING', 'PIPELINING']]])(
    'PRDR: one for each behind chunks, %s',
    (offers) => {
      const plan = { prdr: true, chunking: 'offered', pipelining: true } as const;
      const script: PeerScript = { offers, prdr: true, replies: { BDAT: ['250 a', '550 b', '250 all'] } };
      const played = play(plan, script, { mails: [mailOf(MESSAGE, ['a@x', 'b@x'])] });
      expect(played.mails[0]?.recipients.map(({ status }) => status)).toEqual(['accepted', 'refused']);
      expect(played.commands.filter((line) => line.startsWith('BDAT'))).toHaveLength(1);
    },
  );

  it('PRDR: the last may take back what the others said', () => {
    const replies = { '.': '353 going on\r\n250 for a\r\n550 not for b\r\n550 for nobody' };
    const played = play({ prdr: true }, { offers: ['PRDR'], replies }, { mails: [mailOf(MESSAGE, ['a@x', 'b@x'])] });
    expect(statuses(played)).toEqual(['refused', 'refused']);
  });

  it('PRDR: a server that answers once answers for all', () => {
    const played = play({ prdr: true }, { offers: ['PRDR'] }, { mails: [mailOf(MESSAGE, ['a@x', 'b@x'])] });
    expect(statuses(played)).toEqual(['accepted', 'accepted']);
  });
});

describe('parameters', () => {
  const said = (more: Parameters<typeof mailOf>[2], offers = ALL, to = ['bob@x.test']): Played =>
    play({ prdr: false }, { offers }, { mails: [mailOf(MESSAGE, to, more)] });

  it('SIZE, and BODY where there are octets beyond ASCII (RFC 1870 §5, RFC 6152 §2)', () => {
    expect(said({ has8Bit: true }).commands[1]).toBe(
      `MAIL FROM:<alice@client.test> SIZE=${MESSAGE.length} BODY=8BITMIME`,
    );
    expect(said({ has8Bit: true }, []).commands[1]).toBe('MAIL FROM:<alice@client.test>');
  });

  it('a message beyond SIZE is not sent (RFC 1870 §6)', () => {
    const played = said({}, ['SIZE 10']);
    expect(played.commands.some((line) => line.startsWith('MAIL'))).toBe(false);
    expect(statuses(played)).toEqual(['unsent']);
  });

  it('DSN: RET and ENVID, NOTIFY and ORCPT (RFC 3461 §4)', () => {
    const recipients = [{ address: 'bob@x.test', notify: 'SUCCESS,FAILURE', orcpt: 'rfc822;bob@y.test' }];
    const played = said({ recipients, ret: 'HDRS', envid: 'abc+2B1' });
    expect(played.commands[1]).toContain(' RET=HDRS ENVID=abc+2B1');
    expect(played.commands[2]).toBe('RCPT TO:<bob@x.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@y.test');
    expect(said({ recipients, ret: 'HDRS' }, []).commands[2]).toBe('RCPT TO:<bob@x.test>');
  });

  it('SMTPUTF8 for addresses beyond ASCII, in UTF-8 (RFC 6531 §3.4)', () => {
    const played = said({}, ALL, ['bøb@x.test']);
    expect(played.commands[1]).toMatch(/ BODY=8BITMIME SMTPUTF8$/);
    expect(Buffer.from(played.commands[2]!, 'latin1').toString('utf8')).toBe('RCPT TO:<bøb@x.test>');
  });

  it('and nothing is sent where SMTPUTF8 is not offered (RFC 6531 §3.5)', () => {
    expect(statuses(said({}, ['8BITMIME'], ['bøb@x.test']))).toEqual(['unsent']);
  });

  it('REQUIRETLS is for TLS alone (RFC 8689 §4.2.1)', () => {
    expect(statuses(said({ requireTls: true }))).toEqual(['unsent']);
    const under = play(
      { tls: 'required' },
      { offers: ALL },
      { mails: [mailOf(MESSAGE, ['b@x'], { requireTls: true })] },
    );
    expect(under.commands.find((line) => line.startsWith('MAIL'))).toMatch(/ REQUIRETLS$/);
  });

  it('an address that would end its line is never sent', () => {
    const played = said({}, ALL, ['bob@x.test>\r\nDATA']);
    expect(statuses(played)).toEqual(['unsent']);
    expect(played.commands).toEqual(['EHLO client.test', 'QUIT']);
  });
});

describe('STARTTLS (RFC 3207)', () => {
  it('forgets what was offered in clear and says EHLO again (§4.2)', () => {
    const played = play({ tls: 'required' }, { offers: ['STARTTLS'] }, { mails: [mailOf(MESSAGE)] });
    expect(played.commands.slice(0, 4)).toEqual([
      ...['EHLO client.test', 'STARTTLS', 'EHLO client.test', 'MAIL FROM:<alice@client.test>'],
    ]);
  });

  it.each([
    ['required', 'not-offered'],
    ['offered', 'done'],
    ['optional', 'done'],
  ] as const)('%s, and not offered: %s', (tls, kind) => {
    expect(play({ tls }, {}, { mails: [mailOf(MESSAGE)] }).outcome).toMatchObject({ kind });
  });

  it.each([
    ['required', 'refused'],
    ['offered', 'refused'],
    ['optional', 'done'],
  ] as const)('%s, and refused: %s', (tls, kind) => {
    const script: PeerScript = { offers: ['STARTTLS'], replies: { STARTTLS: '454 4.7.0 not now' } };
    expect(play({ tls }, script, { mails: [mailOf(MESSAGE)] }).outcome).toMatchObject({ kind });
  });

  it('more in clear behind the go-ahead ends it (CVE-2011-0411)', () => {
    const script: PeerScript = { offers: ['STARTTLS'], replies: { STARTTLS: '220 go ahead\r\n250 injected' } };
    expect(play({ tls: 'required' }, script).outcome).toMatchObject({ kind: 'protocol-error', stage: 'starttls' });
  });
});

describe('servers that do not keep to SMTP', () => {
  const outcomeOf = (script: PeerScript) => play({}, script, { mails: [mailOf(MESSAGE)] }).outcome;

  it.each([
    ['a reply before its command', { greeting: '220 hello\r\n250 ok' }],
    ['all replies at once', { greeting: '220 a\r\n250 b\r\n250 c\r\n250 d\r\n354 e\r\n250 f\r\n221 g' }],
    ['a code that changes within a reply', { replies: { EHLO: '250-a\r\n550 b' } }],
    ['no reply at all', { replies: { MAIL: 'hello there' } }],
    ['an endless reply', { replies: { EHLO: `${'250-x\r\n'.repeat(300)}250 x` } }],
    ['an endless line', { replies: { EHLO: `250 ${'x'.repeat(5000)}` } }],
    ['the content taken before it is sent', { replies: { DATA: '354 go on\r\n250 taken' } }],
  ])('%s', (_, script) => {
    const played = play({}, script, { mails: [mailOf(MESSAGE)] });
    expect(played.outcome).toMatchObject({ kind: 'protocol-error' });
    expect(statuses(played)).not.toContain('accepted');
  });

  it('a NUL octet ends what is read of its line', () => {
    const played = play({}, { replies: { RCPT: '550 5.1.1 no\0body' } }, { mails: [mailOf(MESSAGE)] });
    expect(played.mails[0]!.recipients[0]).toMatchObject({ status: 'refused', reply: { lines: ['5.1.1 no'] } });
    expect(outcomeOf({ replies: { MAIL: '25\x000 ok' } })).toMatchObject({ kind: 'protocol-error' });
  });

  it('a bare LF ends a line of a reply, as every client takes it', () => {
    expect(outcomeOf({ replies: { EHLO: '250-a\n250 b' } })).toMatchObject({ kind: 'done' });
  });

  it('421 ends it at any point, and decides what was open (RFC 5321 §3.8)', () => {
    const played = play({}, { replies: { RCPT: '421 4.3.2 shutting down' } }, { mails: [mailOf(MESSAGE)] });
    expect(played.outcome).toMatchObject({ kind: 'refused', stage: 'rcpt', temporary: true });
    expect(statuses(played)).toEqual(['deferred']);
  });

  it('a refused greeting is answered by QUIT', () => {
    const played = play({}, { greeting: '554 5.7.1 no' });
    expect(played.outcome).toMatchObject({ kind: 'refused', stage: 'greeting' });
    expect(played.commands).toEqual(['QUIT']);
  });

  it('silence and the end of the stream are told with what was waited for', () => {
    const script: PeerScript = { replies: { MAIL: () => '250-and' } };
    expect(play({}, script, { mails: [mailOf(MESSAGE)], end: 'closed' }).outcome).toEqual({
      kind: 'closed',
      stage: 'mail',
    });
    expect(play({}, script, { mails: [mailOf(MESSAGE)], end: 'timeout' }).outcome).toMatchObject({
      kind: 'timeout',
      stage: 'mail',
    });
  });
});

describe('stops', () => {
  it.each([
    ['banner', ['QUIT']],
    ['first-helo', ['EHLO client.test', 'QUIT']],
    ['helo', ['EHLO client.test', 'QUIT']],
    ['mail', ['EHLO client.test', 'MAIL FROM:<alice@client.test>', 'QUIT']],
    ['rcpt', ['EHLO client.test', 'MAIL FROM:<alice@client.test>', 'RCPT TO:<bob@peer.test>', 'QUIT']],
  ] as const)('QUIT after %s', (after, commands) => {
    const played = play(
      { pipelining: true, stop: { after, how: 'quit' } },
      { offers: ['PIPELINING'] },
      { mails: [mailOf(MESSAGE)] },
    );
    expect(played.commands).toEqual(commands);
    expect(played.outcome).toEqual({ kind: 'done', stoppedAfter: after, isFull: false });
  });

  it.each(['mail', 'rcpt', 'data', 'dot', 'first-helo'] as const)('dropped after %s: no QUIT', (after) => {
    const played = play({ stop: { after, how: 'drop' } }, {}, { mails: [mailOf(MESSAGE)] });
    expect(played.commands).not.toContain('QUIT');
    expect(played.outcome).toMatchObject({ kind: 'done', stoppedAfter: after });
  });

  it('dropped once it is sent: the reply is not waited for', () => {
    const played = play({ stop: { after: 'dot', how: 'drop-unread' } }, {}, { mails: [mailOf(MESSAGE)] });
    expect(statuses(played)).toEqual(['unsent']);
    expect(played.outcome).toMatchObject({ kind: 'done', stoppedAfter: 'dot' });
  });

  it('after dot the mail has its result', () => {
    expect(statuses(play({ stop: { after: 'dot', how: 'drop' } }, {}, { mails: [mailOf(MESSAGE)] }))).toEqual([
      'accepted',
    ]);
  });
});

describe('any split of what the server says gives the same conversation', () => {
  const script: PeerScript = {
    offers: [...ALL, 'LIMITS RCPTMAX=2'],
    replies: { 'RCPT TO:<NO': '550-5.1.1 no\r\n550 5.1.1 such user' },
    prdr: true,
  };
  const mails = [mailOf(MESSAGE, ['a@x', 'b@x', 'no@x']), mailOf(MESSAGE, ['no@x']), mailOf('', ['c@x', 'd@x'])];

  it('octet by octet, and at random', () => {
    const plans = [
      { pipelining: true, prdr: true },
      { prdr: true },
      { chunking: 'offered', pipelining: true },
    ] as const;
    for (const plan of plans) {
      const whole = play({ tls: 'required', ...plan }, script, { mails });
      expect(whole.outcome).toEqual({ kind: 'done', isFull: false });
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (sizes) => {
          const { writes: _cut, ...played } = play({ tls: 'required', ...plan }, script, {
            mails,
            split: cutter(sizes),
          });
          const { writes: _whole, ...expected } = whole;
          expect(played).toEqual(expected);
        }),
        { numRuns: 60, seed: 7 },
      );
    }
  });
});

const cutter =
  (sizes: readonly number[]) =>
  (text: string): string[] => {
    const pieces: string[] = [];
    for (let at = 0, i = 0; at < text.length; i += 1) {
      const size = sizes[i % sizes.length]!;
      pieces.push(text.slice(at, at + size));
      at += size;
    }
    return pieces;
  };
