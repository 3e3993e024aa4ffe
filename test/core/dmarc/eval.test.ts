import { describe, expect, it } from 'vitest';
import { type EvalData, evalReport, type Rules, readAuthors } from '../../../src/core/dmarc/index.ts';
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

describe('without one author domain', () => {
  const nothing: Partial<EvalData> = { result: 'none', disposition: 'none', steps: [] };
  it('nobody is asked', async () => {
    expect(await report('a@[192.0.2.1]', ['spf pass example.org'], {})).toMatchObject({
      data: nothing,
      ids: ['dmarc.eval.no-author'],
    });
    expect(await report('a@example.org, b@example.net', [], {})).toMatchObject({
      data: { ...nothing, authors: ['example.org', 'example.net'] },
      ids: ['dmarc.eval.several-authors'],
    });
    expect((await report('a@example.org, b@example.org', [], {})).data.authorDomain).toBe('example.org');
  });
});
