import { describe, expect, it } from 'vitest';
import { evalReport, type Rules, readAuthors } from '../../../src/core/dmarc/index.ts';
import { identifiers, portsOver, type Records } from '../../support/dmarc.ts';

async function report(from: string, given: readonly string[], records: Records, rules: Rules | 'both' = '9989') {
  const question = { authors: readAuthors(from), identifiers: identifiers(...given), rules, lot: 99 };
  const { data, findings } = await evalReport(question, portsOver(records));
  return { data, ids: findings.map(({ id }) => id) };
}

describe('the sentence to act on', () => {
  const RECORDS: Records = { '_dmarc.example.org': ['v=DMARC1; p=reject; sp=quarantine; t=y; pct=0'] };
  const ROWS: readonly (readonly [from: string, given: readonly string[], rules: Rules, sentence: string])[] = [
    [
      'a@example.org',
      ['dkim pass example.org'],
      '9989',
      'Nothing to do: example.org answers for the message, since DKIM passed for example.org.',
    ],
    [
      'a@example.org',
      [],
      '9989',
      'Treat the message as suspicious: neither SPF nor DKIM passed for example.org, and example.org asks for p=reject, only testing (t=y); if it is yours, sign it with a DKIM key of example.org.',
    ],
    [
      'a@example.org',
      ['spf pass example.net'],
      '7489',
      'Treat the message as suspicious: SPF passed for example.net, which is not aligned with example.org, and example.org asks for p=reject for 0 per cent, of which this one is not; if it is yours, sign it with a DKIM key of example.org.',
    ],
    [
      'a@example.net',
      [],
      '9989',
      'DMARC has no say: neither example.net nor its organization publishes a policy, so judge the message by other means.',
    ],
  ];
  it.each(ROWS)('%s %j by RFC %s', async (from, given, rules, sentence) => {
    expect((await report(from, given, RECORDS, rules)).data.sentence).toBe(sentence);
  });
});

describe('both texts side by side', () => {
  it('tell where they part', async () => {
    const records: Records = {
      '_dmarc.example.org': ['v=DMARC1; p=none'],
      '_dmarc.a.example.org': ['v=DMARC1; p=reject', 'v=DMARC1; p=none'],
    };
    const { data, ids } = await report('x@a.example.org', [], records, 'both');
    expect([data.result, data.other?.result]).toEqual(['fail', 'none']);
    expect(data.differences).toEqual([
      'policy found at: example.org by RFC 9989, none by RFC 7489',
      'policy tag: p=none by RFC 9989, none by RFC 7489',
      'result: fail by RFC 9989, none by RFC 7489',
    ]);
    expect(ids).toEqual(['dmarc.eval.fail', 'dmarc.eval.rfcs-differ']);
  });
  it('say nothing more where they agree', async () => {
    const { data, ids } = await report('x@example.org', [], { '_dmarc.example.org': ['v=DMARC1; p=reject'] }, 'both');
    expect(data.differences).toEqual([]);
    expect(ids).toEqual(['dmarc.eval.fail']);
  });
});

describe('without an author domain', () => {
  it.each(['a@[192.0.2.1]', 'undisclosed-recipients:;', ''])('%s: nobody is asked', async (from) => {
    expect(await report(from, ['spf pass example.org'], {})).toMatchObject({
      data: { result: 'none', disposition: 'none', steps: [] },
      ids: ['dmarc.eval.no-author'],
    });
  });
});

describe('of several author domains the strictest answer counts (RFC 9989 §11.5, RFC 7489 §6.6.1)', () => {
  const RECORDS: Records = {
    '_dmarc.reject.example': ['v=DMARC1; p=reject'],
    '_dmarc.quarantine.example': ['v=DMARC1; p=quarantine'],
    '_dmarc.none.example': ['v=DMARC1; p=none'],
    '_dmarc.down.example': 'fail',
  };
  const ROWS: readonly (readonly [from: string, given: readonly string[], author: string, outcome: string])[] = [
    ['a@none.example, b@reject.example', [], 'reject.example', 'fail reject'],
    ['a@quarantine.example, b@none.example', [], 'quarantine.example', 'fail quarantine'],
    ['a@reject.example, b@quarantine.example', ['dkim pass reject.example'], 'quarantine.example', 'fail quarantine'],
    ['a@nothing.example, b@reject.example', ['dkim pass nothing.example'], 'reject.example', 'fail reject'],
    ['a@reject.example, b@nothing.example', ['dkim pass reject.example'], 'nothing.example', 'none none'],
    ['a@none.example, b@down.example', [], 'down.example', 'temperror none'],
    ['a@reject.example, b@down.example', [], 'reject.example', 'fail reject'],
    ['g: a@reject.example, b@none.example;', ['dkim pass reject.example'], 'none.example', 'fail none'],
    [
      'a@reject.example, b@none.example',
      ['dkim pass reject.example', 'dkim pass none.example'],
      'reject.example',
      'pass none',
    ],
  ];
  it.each(ROWS)('%s with %j', async (from, given, author, outcome) => {
    for (const rules of ['9989', '7489'] as const) {
      const { data, ids } = await report(from, given, RECORDS, rules);
      expect([data.authorDomain, `${data.result} ${data.disposition}`]).toEqual([author, outcome]);
      expect(data.perAuthor?.map(({ domain }) => domain)).toEqual(data.authors);
      expect(ids).toContain('dmarc.eval.several-authors');
    }
  });
  it('the same domain twice is one', async () => {
    const { data, ids } = await report('a@none.example, b@none.example', [], RECORDS);
    expect([data.authorDomain, data.perAuthor, ids]).toEqual(['none.example', undefined, ['dmarc.eval.fail']]);
  });
  it('a sender chooses how many there are, and so they are bounded', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `a@d${i}.example`).join(', ');
    const { data } = await report(many, [], RECORDS);
    expect(data.perAuthor?.length).toBe(16);
  });
});

describe('a record without a valid policy and without an address for reports', () => {
  it.each(['v=DMARC1; p=foo', 'v=DMARC1; sp=reject', 'v=DMARC1; p=reject; sp=all', 'v=DMARC1'])(
    '%s: DMARC is not applied (RFC 9989 §4.10.1, RFC 7489 §6.6.3)',
    async (text) => {
      const { data, ids } = await report(
        'a@example.org',
        ['dkim pass example.org'],
        { '_dmarc.example.org': [text] },
        'both',
      );
      expect([data.result, data.disposition, data.policyDomain]).toEqual(['none', 'none', undefined]);
      expect(data.other).toMatchObject({ result: 'none', disposition: 'none' });
      expect(ids).toEqual(['dmarc.eval.record-unusable']);
    },
  );
});
