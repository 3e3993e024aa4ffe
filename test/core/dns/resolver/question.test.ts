import { describe, expect, it } from 'vitest';
import { formatQuestion, parseQuestion } from '../../../../src/core/dns/index.ts';

describe('a question as written', () => {
  it.each([
    ['Example.ORG.', 'mx', 'example.org MX'],
    ['.', 'NS', '. NS'],
    ['example.org', 'TYPE52', 'example.org TLSA'],
    ['example.org', 'any', 'example.org ANY'],
    ['192.0.2.1', 'PTR', '1.2.0.192.in-addr.arpa PTR'],
    ['192.0.2.1', 'A', '192.0.2.1 A'],
  ])('%s %s', (name, type, shown) => {
    const question = parseQuestion(name, type);
    expect(question.ok && formatQuestion(question.value)).toBe(shown);
  });
  it.each([
    ['', 'A', 'dns/name'],
    ['a..b', 'A', 'dns/name'],
    ['example.org', 'BOGUS', 'dns/type'],
    ['example.org', 'AXFR', 'dns/type'],
    ['example.org', 'OPT', 'dns/type'],
  ])('"%s" %s is refused', (name, type, code) => {
    expect(parseQuestion(name, type)).toMatchObject({ ok: false, error: { code } });
  });
});
