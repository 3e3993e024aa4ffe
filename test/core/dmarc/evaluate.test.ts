import { describe, expect, it } from 'vitest';
import { alignedBy } from '../../../src/core/dmarc/evaluate.ts';
import { evaluateDmarc } from '../../../src/core/dmarc/index.ts';
import { evaluate, identifiers, portsOver, type Records } from '../../support/dmarc.ts';

const EXAMPLE: Records = { '_dmarc.example.com': ['v=DMARC1; p=reject; rua=mailto:dmarc-feedback@example.com'] };

/** Which mechanism is aligned: `spf`, `dkim`, `spf dkim`, or nothing. */
async function aligned(
  author: string,
  given: readonly string[],
  records: Records = EXAMPLE,
  rules: '9989' | '7489' = '9989',
): Promise<string> {
  const { spf, dkim } = alignedBy(await evaluate({ author, given, records, rules }));
  return [spf ? 'spf' : '', dkim ? 'dkim' : ''].join(' ').trim();
}

describe('the examples of RFC 9989 Appendix B.1 and RFC 7489 Appendix B.1', () => {
  const ROWS: readonly (readonly [name: string, author: string, given: string, mechanism: string])[] = [
    ['SPF 1: strict alignment', 'example.com', 'spf pass example.com', 'spf'],
    ['SPF 2: relaxed alignment', 'example.com', 'spf pass child.example.com', 'spf'],
    ['SPF 3: none', 'child.example.com', 'spf pass example.net', ''],
    ['DKIM 1: strict alignment', 'example.com', 'dkim pass example.com', 'dkim'],
    ['DKIM 2: relaxed alignment', 'child.example.com', 'dkim pass example.com', 'dkim'],
    ['DKIM 3: none', 'child.example.com', 'dkim pass sample.net', ''],
  ];
  it.each(ROWS)('%s', async (_, author, given, mechanism) => {
    expect(await aligned(author, [given])).toBe(mechanism);
    expect(await aligned(author, [given], EXAMPLE, '7489')).toBe(mechanism);
  });
  it('the session of Appendix B.3: both align, and the policy is avoided', async () => {
    const evaluation = await evaluate({
      author: 'example.com',
      given: ['spf pass mail.example.com', 'dkim pass example.com'],
      records: EXAMPLE,
    });
    expect(evaluation).toMatchObject({ result: 'pass', disposition: 'none' });
    expect(alignedBy(evaluation)).toEqual({ spf: true, dkim: true });
  });
});

describe('alignment', () => {
  it('strict is the same name', async () => {
    const records = { '_dmarc.example.com': ['v=DMARC1; p=reject; adkim=s; aspf=s'] };
    expect(await aligned('example.com', ['spf pass a.example.com', 'dkim pass a.example.com'], records)).toBe('');
    expect(await aligned('example.com', ['spf pass example.com', 'dkim pass example.com'], records)).toBe('spf dkim');
    expect(await aligned('a.example.com', ['spf pass a.example.com', 'dkim pass example.com'], records)).toBe('spf');
  });
  it('each mechanism has its own mode', async () => {
    const records = { '_dmarc.example.com': ['v=DMARC1; p=reject; aspf=s'] };
    expect(await aligned('example.com', ['spf pass a.example.com', 'dkim pass a.example.com'], records)).toBe('dkim');
  });
  it('only a pass counts', async () => {
    for (const result of ['fail', 'softfail', 'neutral', 'none', 'policy', 'permerror'])
      expect(await aligned('example.com', [`spf ${result} example.com`, `dkim ${result} example.com`])).toBe('');
  });
  it('one of several signatures is enough', async () => {
    expect(
      await aligned('example.com', ['dkim fail example.com', 'dkim pass example.net', 'dkim pass b.example.com']),
    ).toBe('dkim');
  });
  it('siblings are one organization, names that only end alike are not', async () => {
    expect(await aligned('a.example.com', ['dkim pass b.example.com'])).toBe('dkim');
    expect(await aligned('example.com', ['dkim pass notexample.com', 'dkim pass com'])).toBe('');
  });
  it('by RFC 9989 psd=n parts what RFC 7489 joins', async () => {
    const records = { ...EXAMPLE, '_dmarc.b.example.com': ['v=DMARC1; p=none; psd=n'] };
    expect(await aligned('a.b.example.com', ['dkim pass example.com'], records)).toBe('');
    expect(await aligned('example.com', ['dkim pass a.b.example.com'], records)).toBe('');
    expect(await aligned('a.b.example.com', ['dkim pass c.b.example.com'], records)).toBe('dkim');
    expect(await aligned('b.example.com', ['dkim pass example.com'], records, '7489')).toBe('dkim');
  });
  it('by RFC 9989 psd=y parts customers of one suffix, which RFC 7489 needs a list for', async () => {
    const records = { '_dmarc.host.example': ['v=DMARC1; p=reject; psd=y'] };
    expect(await aligned('a.host.example', ['dkim pass b.host.example'], records)).toBe('');
    expect(await aligned('a.host.example', ['dkim pass x.a.host.example'], records)).toBe('dkim');
    const own = { '_dmarc.a.host.example': ['v=DMARC1; p=reject'] };
    expect(await aligned('a.host.example', ['dkim pass b.host.example'], own, '7489')).toBe('dkim');
  });
  it('a record for a subdomain does not make it an organization', async () => {
    const records = { ...EXAMPLE, '_dmarc.a.example.com': ['v=DMARC1; p=quarantine'] };
    expect(await aligned('a.example.com', ['dkim pass example.com'], records)).toBe('dkim');
  });
  it('asks nothing for equal names, strict modes and strangers', async () => {
    for (const domain of ['example.com', 'example.net']) {
      const ports = portsOver(EXAMPLE);
      await evaluateDmarc(
        { author: 'example.com', identifiers: identifiers(`dkim pass ${domain}`), rules: '9989', lot: 0 },
        ports,
      );
      expect(ports.asked).toEqual(['_dmarc.example.com 16']);
    }
  });
  it('bounds the walks a sender can ask for', async () => {
    const ports = portsOver({ '_dmarc.example.com': ['v=DMARC1; p=reject; psd=n'] });
    const many = Array.from({ length: 500 }, (_, i) => `dkim pass ${'x.'.repeat(20)}s${i}.example.com`);
    await evaluateDmarc({ author: 'example.com', identifiers: identifiers(...many), rules: '9989', lot: 0 }, ports);
    expect(ports.asked.length).toBeLessThanOrEqual(32 * 8);
  });
});

describe('what DNS does not answer (RFC 9989 §5.3.6, RFC 7489 §6.6.2)', () => {
  const records: Records = { ...EXAMPLE, '_dmarc.x.example.com': 'fail' };
  it('is a temperror where an alignment hangs on it', async () => {
    expect(await evaluate({ author: 'example.com', given: ['dkim pass x.example.com'], records })).toMatchObject({
      result: 'temperror',
      disposition: 'none',
    });
  });
  it('is no matter where another pass is aligned', async () => {
    expect(
      (await evaluate({ author: 'example.com', given: ['dkim pass x.example.com', 'spf pass example.com'], records }))
        .result,
    ).toBe('pass');
  });
  it('an aligned temperror of SPF or DKIM leaves it undecided, one of a stranger does not', async () => {
    for (const rules of ['9989', '7489'] as const) {
      expect(
        (await evaluate({ author: 'example.com', given: ['spf temperror a.example.com'], records, rules })).result,
      ).toBe('temperror');
      expect(
        (await evaluate({ author: 'example.com', given: ['spf temperror example.net'], records, rules })).result,
      ).toBe('fail');
      expect(
        (
          await evaluate({
            author: 'example.com',
            given: ['spf temperror example.com', 'dkim pass example.com'],
            records,
            rules,
          })
        ).result,
      ).toBe('pass');
    }
  });
});
