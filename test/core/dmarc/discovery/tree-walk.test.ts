import { describe, expect, it } from 'vitest';
import { createRecords, organizationalDomain, walkTree } from '../../../../src/core/dmarc/discovery/index.ts';
import { walkTargets } from '../../../../src/core/dmarc/index.ts';
import { evaluate, portsOver, type Records, verdict } from '../../../support/dmarc.ts';

const NONE = 'v=DMARC1; p=none';

async function organization(start: string, records: Records): Promise<string> {
  const walk = await walkTree(createRecords(portsOver(records), '9989'), start);
  return walk.failed?.error ?? organizationalDomain(walk);
}

describe('where a walk asks (RFC 9989 §4.10)', () => {
  it('every name up to the top-level domain, for up to eight labels', () => {
    expect(walkTargets('a.mail.example.com')).toEqual(['a.mail.example.com', 'mail.example.com', 'example.com', 'com']);
    expect(walkTargets('com')).toEqual(['com']);
    expect(walkTargets('')).toEqual([]);
    expect(walkTargets('a.b.c.d.e.f.example.com')).toHaveLength(8);
    expect(walkTargets('a.b.c.d.e.f.example.com')[1]).toBe('b.c.d.e.f.example.com');
  });
  it('the start and seven labels of a longer one: the example of the text', () => {
    expect(walkTargets('a.b.c.d.e.f.g.h.i.j.mail.example.com')).toEqual([
      'a.b.c.d.e.f.g.h.i.j.mail.example.com',
      'g.h.i.j.mail.example.com',
      'h.i.j.mail.example.com',
      'i.j.mail.example.com',
      'j.mail.example.com',
      'mail.example.com',
      'example.com',
      'com',
    ]);
  });
  it('never more than eight times, and stops at psd=y and psd=n', async () => {
    const deep = `${'a.'.repeat(100)}example.com`;
    const silent = portsOver({});
    await walkTree(createRecords(silent, '9989'), deep);
    expect(silent.asked).toHaveLength(8);
    for (const psd of ['y', 'n']) {
      const ports = portsOver({ '_dmarc.example.com': [`${NONE}; psd=${psd}`] });
      await walkTree(createRecords(ports, '9989'), 'a.b.example.com');
      expect(ports.asked).toEqual(['_dmarc.a.b.example.com 16', '_dmarc.b.example.com 16', '_dmarc.example.com 16']);
    }
  });
});

describe('the organizational domain (RFC 9989 §4.10.2)', () => {
  const ROWS: readonly (readonly [name: string, start: string, records: Records, organization: string])[] = [
    ['nothing found: the start', 'a.example.com', {}, 'a.example.com'],
    [
      'the shortest name with a record',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': [NONE], '_dmarc.example.com': [NONE] },
      'example.com',
    ],
    [
      'psd=n ends it',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': [`${NONE}; psd=n`], '_dmarc.example.com': [NONE] },
      'mail.example.com',
    ],
    ['one below psd=y', 'a.mail.example.com', { '_dmarc.com': [`${NONE}; psd=y`] }, 'example.com'],
    [
      'one below psd=y, past records above the start',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': [NONE], '_dmarc.example.com': [`${NONE}; psd=y`] },
      'mail.example.com',
    ],
    [
      'psd=y at the start is the start',
      'example.com',
      { '_dmarc.example.com': [`${NONE}; psd=y`], '_dmarc.com': [NONE] },
      'example.com',
    ],
    [
      'psd=n at the start is the start',
      'b.example.com',
      { '_dmarc.b.example.com': [`${NONE}; psd=n`], '_dmarc.example.com': [NONE] },
      'b.example.com',
    ],
    [
      'psd=u is the default',
      'b.example.com',
      { '_dmarc.b.example.com': [`${NONE}; psd=u`], '_dmarc.example.com': [NONE] },
      'example.com',
    ],
    [
      'a wrong psd is the default',
      'b.example.com',
      { '_dmarc.b.example.com': [`${NONE}; psd=x`], '_dmarc.example.com': [NONE] },
      'example.com',
    ],
    ['a record at a top-level domain without psd', 'a.example.com', { '_dmarc.com': [NONE] }, 'com'],
    ['several records count as none', 'a.example.com', { '_dmarc.example.com': [NONE, NONE] }, 'a.example.com'],
    [
      'other TXT records do not disturb',
      'a.example.com',
      { '_dmarc.example.com': ['v=spf1 -all', NONE] },
      'example.com',
    ],
    [
      'one below psd=y of a name cut short',
      `${'x.'.repeat(10)}a.b.c.d.e.f.g`,
      { '_dmarc.a.b.c.d.e.f.g': [`${NONE}; psd=y`] },
      'x.a.b.c.d.e.f.g',
    ],
  ];
  it.each(ROWS)('%s', async (_, start, records, expected) => expect(await organization(start, records)).toBe(expected));
  it('does not hang on a top-level domain that the server refuses to speak of', async () => {
    expect(await organization('a.example.com', { '_dmarc.example.com': [NONE], '_dmarc.com': 'refuse' })).toBe(
      'example.com',
    );
    expect(await organization('a.example.com', { '_dmarc.example.com': 'refuse' })).toContain('REFUSED');
  });
  it('is not known when a question is not answered', async () => {
    expect(await organization('a.example.com', { '_dmarc.example.com': 'fail' })).toContain('SERVFAIL');
  });
});

describe('policy discovery (RFC 9989 §4.10.1)', () => {
  const REJECT = 'v=DMARC1; p=reject; sp=quarantine; np=none';
  const ROWS: readonly (readonly [name: string, author: string, records: Records, verdict: string])[] = [
    [
      'the author domain’s own record',
      'a.example.com',
      { '_dmarc.a.example.com': [REJECT], '_dmarc.example.com': [NONE] },
      'fail reject a.example.com p',
    ],
    [
      'the organization’s, for a name that is there',
      'a.example.com',
      { '_dmarc.example.com': [REJECT], 'a.example.com': [] },
      'fail quarantine example.com sp',
    ],
    [
      'the organization’s, for a name that is not',
      'a.example.com',
      { '_dmarc.example.com': [REJECT] },
      'fail none example.com np',
    ],
    [
      'an empty non-terminal is there (RFC 8020)',
      'a.example.com',
      { '_dmarc.example.com': [REJECT], 'x.a.example.com': [] },
      'fail quarantine example.com sp',
    ],
    [
      'without np, sp',
      'a.example.com',
      { '_dmarc.example.com': ['v=DMARC1; p=reject; sp=quarantine'] },
      'fail quarantine example.com sp',
    ],
    ['without both, p', 'a.example.com', { '_dmarc.example.com': ['v=DMARC1; p=reject'] }, 'fail reject example.com p'],
    [
      'np without sp, for a name that is there',
      'a.example.com',
      { '_dmarc.example.com': ['v=DMARC1; p=reject; np=none'], 'a.example.com': [] },
      'fail reject example.com p',
    ],
    [
      'not a record between author and organization',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': [REJECT], '_dmarc.example.com': ['v=DMARC1; p=none; sp=reject'] },
      'fail reject example.com sp',
    ],
    [
      'the public suffix domain’s where the organization has none',
      'a.example.com',
      { '_dmarc.com': ['v=DMARC1; p=none; sp=quarantine; np=reject; psd=y'], 'a.example.com': [] },
      'fail quarantine com sp',
    ],
    [
      'the same for an organization that is not there',
      'example.com',
      { '_dmarc.com': ['v=DMARC1; p=none; np=reject; psd=y'] },
      'fail reject com np',
    ],
    [
      'the organization’s before the public suffix domain’s',
      'a.example.com',
      { '_dmarc.example.com': ['v=DMARC1; p=quarantine'], '_dmarc.com': [`${REJECT}; psd=y`] },
      'fail quarantine example.com p',
    ],
    [
      'nothing between when there is a public suffix',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': ['v=DMARC1; p=reject'], '_dmarc.com': ['v=DMARC1; p=none; sp=quarantine; psd=y'] },
      'fail quarantine com sp',
    ],
    [
      'the author’s own even if it is a public suffix',
      'com',
      { '_dmarc.com': ['v=DMARC1; p=reject; sp=none; psd=y'] },
      'fail reject com p',
    ],
    ['none at all', 'a.example.com', { '_dmarc.org': [REJECT] }, 'none none - -'],
    [
      'several at the author’s count as none, and the walk goes on',
      'a.example.com',
      { '_dmarc.a.example.com': [NONE, NONE], '_dmarc.example.com': ['v=DMARC1; p=reject'] },
      'fail reject example.com p',
    ],
    [
      'a record of no use ends it',
      'a.example.com',
      { '_dmarc.a.example.com': ['v=DMARC1; p=x'], '_dmarc.example.com': [REJECT] },
      'none none - -',
    ],
    [
      'one good for reports alone is p=none',
      'a.example.com',
      { '_dmarc.a.example.com': ['v=DMARC1; p=x; rua=mailto:a@example.com'], '_dmarc.example.com': [REJECT] },
      'fail none a.example.com p',
    ],
    [
      'no answer about the author',
      'a.example.com',
      { '_dmarc.a.example.com': 'fail', '_dmarc.example.com': [REJECT] },
      'temperror none - -',
    ],
    [
      'no answer on the way',
      'a.example.com',
      { '_dmarc.example.com': [REJECT], '_dmarc.com': 'fail' },
      'temperror none - -',
    ],
    [
      'no answer that is not needed',
      'a.example.com',
      { '_dmarc.a.example.com': [REJECT], '_dmarc.example.com': 'fail' },
      'fail reject a.example.com p',
    ],
    [
      'no answer whether the author exists, where np asks',
      'a.example.com',
      { '_dmarc.example.com': [REJECT], 'a.example.com': 'fail' },
      'temperror none example.com -',
    ],
    [
      'no answer whether the author exists, where none asks',
      'a.example.com',
      { '_dmarc.example.com': ['v=DMARC1; p=reject'], 'a.example.com': 'fail' },
      'fail reject example.com p',
    ],
    [
      'the zone cut of a long name is not found: the example of §5.1.7',
      'mail.a.b.c.d.e.f.g.example.com',
      { '_dmarc.example.com': ['v=DMARC1; p=reject'], '_dmarc.b.c.d.e.f.g.example.com': ['v=DMARC1; p=none; psd=n'] },
      'fail reject example.com p',
    ],
  ];
  it.each(ROWS)('%s', async (_, author, records, expected) =>
    expect(await verdict({ author, records })).toBe(expected),
  );

  it('t=y takes one step away, and pct nothing (RFC 9989 §4.7)', async () => {
    const of = (policy: string): Promise<string> =>
      verdict({ author: 'example.com', records: { '_dmarc.example.com': [`v=DMARC1; p=${policy}; t=y; pct=0`] } });
    expect(await of('reject')).toBe('fail quarantine example.com p');
    expect(await of('quarantine')).toBe('fail none example.com p');
    expect(await of('none')).toBe('fail none example.com p');
    expect(
      await verdict({ author: 'example.com', records: { '_dmarc.example.com': ['v=DMARC1; p=reject; pct=0'] } }),
    ).toBe('fail reject example.com p');
  });

  it('an author domain too long to have a record has none', async () => {
    const author = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`;
    const { result, steps } = await evaluate({ author, records: { '_dmarc.example': ['v=DMARC1; p=reject; psd=y'] } });
    expect([result, steps[0]?.outcome]).toEqual(['fail', 'none']);
  });
});
