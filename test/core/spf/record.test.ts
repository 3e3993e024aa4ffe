/** The grammar of RFC 7208 §12, term by term, and what is said of each fault. */
import { describe, expect, it } from 'vitest';
import { isSpfRecord, parseRecord } from '../../../src/core/spf/index.ts';

const check = (terms: string, expected: string): void => {
  const parsed = parseRecord(`v=spf1 ${terms}`);
  expect(parsed.ok ? 'ok' : parsed.error.map(({ code }) => code).join(' ')).toBe(expected);
};

describe('the version (RFC 7208 §4.5)', () => {
  it.each(['v=spf1', 'v=spf1 ', 'V=SPF1 all'])('%j is a record', (text) => expect(isSpfRecord(text)).toBe(true));
  it.each(['v=spf10', 'v=spf1\tall', ' v=spf1', 'v=spf2.0/pra', '', 'v=spf1all'])('%j is none', (text) =>
    expect(isSpfRecord(text)).toBe(false),
  );
});

describe('terms that can be read', () => {
  it.each([
    '',
    'all  +ALL -all ~all ?all',
    'a mx ptr',
    'a/0 a/32 a//0 a//128 a/0//0 mx/24//64',
    'a:x.test/24//64 mx:%{d}/9 ptr:x.test',
    'a:x.test. a:x.xn--p1ai a:x.t3st a:1.a a:a_b.test a:foo:bar/baz.test',
    'ip4:0.0.0.0/0 ip4:192.0.2.1 ip4:192.0.2.1/32',
    'ip6:::/0 ip6:::1 ip6:2001:db8::192.0.2.1/128',
    'include:x.test exists:%{i}._spf.%{d2}',
    'exists:%{lr-}.%{o1}.%{S}.%{d127r.-+,/_=} exists:%%.%_ exists:%-',
    'redirect=x.test exp=x.test',
    'moo.cow-far_out=man:dog/cat a=b c=%{c}%{r}%{t} x= default=+',
  ])('%s', (terms) => check(terms, 'ok'));
});

describe('terms that cannot, and the code of each', () => {
  it.each([
    ['moo', 'unknown-mechanism'],
    ['--all', 'unknown-mechanism'],
    ['-all.', 'unknown-mechanism'],
    ['redirect:x.test', 'unknown-mechanism'],
    ['-redirect=x.test', 'unknown-mechanism'],
    ['1up=foo', 'unknown-mechanism'],
    ['=all', 'unknown-mechanism'],
    ['192.0.2.1', 'unknown-mechanism'],
    ['ip:192.0.2.1', 'unknown-mechanism'],
    ['constructor', 'unknown-mechanism'],
    ['all:x', 'surplus-argument'],
    ['all/8', 'surplus-argument'],
    ['include', 'missing-domain'],
    ['include:', 'missing-domain'],
    ['a:', 'missing-domain'],
    ['mx:/24', 'missing-domain'],
    ['exists', 'missing-domain'],
    ['redirect=', 'missing-domain'],
    ['exp=', 'missing-domain'],
    ['include:x.test/24', 'bad-domain'],
    ['include/24', 'bad-prefix'],
    ['ptr/24', 'bad-prefix'],
    ['a:x.-test', 'bad-domain'],
    ['a:x.test-', 'bad-domain'],
    ['a:x.test..', 'bad-domain'],
    ['a:x.test:8080', 'bad-domain'],
    ['exp=-all', 'single-label'],
    ['a:museum', 'single-label'],
    ['a:museum.', 'single-label'],
    ['a:192.0.2.1', 'numeric-domain'],
    ['a:x.123', 'numeric-domain'],
    ['a:%{x}.test', 'bad-macro'],
    ['a:%{d', 'bad-macro'],
    ['a:%{d0}', 'bad-macro'],
    ['a:%{dr3}.test', 'bad-macro'],
    ['a:x%.test', 'bad-macro'],
    ['x=%abc', 'bad-macro'],
    ['a:%{c}.test', 'macro-only-in-explanations'],
    ['redirect=%{R}.test', 'macro-only-in-explanations'],
    ['a/33', 'bad-prefix'],
    ['a//129', 'bad-prefix'],
    ['a/024', 'bad-prefix'],
    ['a/24/64', 'bad-prefix'],
    ['a/', 'bad-prefix'],
    ['ip4:192.0.2.1/', 'bad-prefix'],
    ['ip4:192.0.2.1//32', 'bad-prefix'],
    ['ip4:192.0.2.1/33', 'bad-prefix'],
    ['ip6:::1/129', 'bad-prefix'],
    ['ip4', 'bad-address'],
    ['ip4:192.0.2', 'bad-address'],
    ['ip4:192.0.2.01', 'bad-address'],
    ['ip4:192.0.2.1:25', 'bad-address'],
    ['ip4:::1', 'bad-address'],
    ['ip6:192.0.2.1', 'bad-address'],
    ['ip6::CAFE::BABE', 'bad-address'],
    ['redirect=a.test Redirect=b.test', 'repeated-modifier'],
    ['exp=a.test exp=a.test', 'repeated-modifier'],
    ['moo a:x. -all', 'unknown-mechanism single-label'],
    ['a\tmx', 'control-character unknown-mechanism'],
    ['a:\u00fc.test', 'not-ascii bad-macro'],
  ])('%j is %s', (terms, code) => check(terms, code));
});

describe('the remedy of a fault', () => {
  it.each([
    ['-192.0.2.1', '-ip4:192.0.2.1'],
    ['a:192.0.2.1', 'ip4:192.0.2.1'],
    ['2001:db8::/32', 'ip6:2001:db8::/32'],
    ['ipv4:192.0.2.1', 'ip4:192.0.2.1'],
    ['ip4:2001:db8::1', 'ip6:2001:db8::1'],
    ['redirect:x.test', 'redirect=x.test'],
  ])('of %s is %s', (term, fix) => {
    const parsed = parseRecord(`v=spf1 ${term} -all`);
    expect(parsed.ok ? undefined : parsed.error[0]?.fix).toBe(fix);
  });
});
