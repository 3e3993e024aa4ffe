import { describe, expect, it } from 'vitest';
import { builtInSuffixes, parseSuffixList } from '../../../../src/core/dmarc/index.ts';
import { evaluate, type Records, verdict } from '../../../support/dmarc.ts';

describe('policy discovery by RFC 7489 §6.6.3', () => {
  const REJECT = 'v=DMARC1; p=reject; sp=quarantine; np=none; t=y';
  const ROWS: readonly (readonly [name: string, author: string, records: Records, verdict: string])[] = [
    [
      'the author domain’s own record',
      'a.example.com',
      { '_dmarc.a.example.com': [REJECT] },
      'fail reject a.example.com p',
    ],
    [
      'the organization’s sp; np and t mean nothing',
      'a.b.example.co.uk',
      { '_dmarc.example.co.uk': [REJECT] },
      'fail quarantine example.co.uk sp',
    ],
    ['nothing in between', 'a.mail.example.com', { '_dmarc.mail.example.com': [REJECT] }, 'none none - -'],
    [
      'nothing above the organization',
      'a.example.co.uk',
      { '_dmarc.co.uk': [REJECT], '_dmarc.uk': [REJECT] },
      'none none - -',
    ],
    [
      'several at the author’s end it',
      'a.example.com',
      { '_dmarc.a.example.com': [REJECT, REJECT], '_dmarc.example.com': [REJECT] },
      'none none - -',
    ],
    ['several at the organization’s', 'a.example.com', { '_dmarc.example.com': [REJECT, REJECT] }, 'none none - -'],
    ['a public suffix is its own organization', 'co.uk', { '_dmarc.co.uk': [REJECT] }, 'fail reject co.uk p'],
    [
      'no answer about the author',
      'a.example.com',
      { '_dmarc.a.example.com': 'fail', '_dmarc.example.com': [REJECT] },
      'temperror none - -',
    ],
    ['no answer about the organization', 'a.example.com', { '_dmarc.example.com': 'fail' }, 'temperror none - -'],
    [
      'no answer about what is not asked',
      'a.example.com',
      { '_dmarc.example.com': [REJECT], '_dmarc.com': 'fail' },
      'fail quarantine example.com sp',
    ],
  ];
  it.each(ROWS)('%s', async (_, author, records, expected) =>
    expect(await verdict({ author, records, rules: '7489' })).toBe(expected),
  );

  it('pct spares what is not of the sample, by one step (RFC 7489 §6.6.4)', async () => {
    const of = async (policy: string, pct: number, lot: number): Promise<string> =>
      (
        await evaluate({
          author: 'example.com',
          rules: '7489',
          lot,
          records: { '_dmarc.example.com': [`v=DMARC1; p=${policy}; pct=${pct}`] },
        })
      ).disposition;
    expect(await of('reject', 40, 39)).toBe('reject');
    expect(await of('reject', 40, 40)).toBe('quarantine');
    expect(await of('quarantine', 40, 40)).toBe('none');
    expect(await of('reject', 0, 0)).toBe('quarantine');
    expect(await of('reject', 100, 99)).toBe('reject');
  });
});

describe('public suffixes (RFC 7489 §3.2)', () => {
  it('the list that comes with the program, private domains among them', async () => {
    const { organizationalDomain } = await builtInSuffixes();
    expect(organizationalDomain('a.b.example.co.uk')).toBe('example.co.uk');
    expect(organizationalDomain('a.b.github.io')).toBe('b.github.io');
    expect(organizationalDomain('co.uk')).toBe('co.uk');
    expect(organizationalDomain('a.b.nosuchtld')).toBe('b.nosuchtld');
    expect(organizationalDomain('_x.y.example.com')).toBe('example.com');
  });
  it('a file, with wildcards and exceptions', () => {
    const list = parseSuffixList('// a comment\ncom\n*.ck\n!www.ck\r\nexample.org trailing\nüber.example\n', 'list');
    if (!list.ok) throw new Error(list.error.message);
    const of = list.value.organizationalDomain;
    expect(of('a.b.example.com')).toBe('example.com');
    expect(of('a.b.c.ck')).toBe('b.c.ck');
    expect(of('c.ck')).toBe('c.ck');
    expect(of('a.www.ck')).toBe('www.ck');
    expect(of('a.b.example.org')).toBe('b.example.org');
    expect(of('a.b.xn--ber-goa.example')).toBe('b.xn--ber-goa.example');
    expect(of('a.b.net')).toBe('b.net');
  });
  it('a file without a rule, or with a wrong one, is refused with its line', () => {
    expect(parseSuffixList('// nothing\n', 'list')).toMatchObject({ ok: false, error: { code: 'dmarc/suffix-list' } });
    const wrong = parseSuffixList('com\na..b\n', 'list');
    expect(wrong.ok ? '' : wrong.error.message).toContain('list, line 2');
  });
});
