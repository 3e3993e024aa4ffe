/** Patterns and subjects, matches as PCRE2 has them; mistakes in its words, with the offset. */
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/core/pcre/index.ts';

/** `none`, or the captures, those not set as `-`. */
function check(pattern: string, subject: string, expected: string): void {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const found = compiled.value.exec(subject, 0);
  const said =
    found === undefined
      ? 'none'
      : found === 'out-of-time'
        ? found
        : [...found.captures].map((text) => text ?? '-').join('|');
  expect(said).toBe(expected);
}

const MATCHES: readonly (readonly [string, string, string])[] = [
  ['b(.)', 'abc', 'bc|c'],
  ['^x', 'ax', 'none'],
  ['a$', 'a\n', 'a'],
  ['a\\z', 'a\n', 'none'],
  ['(?m)^b$', 'a\nb\nc', 'b'],
  ['.+', 'a\rb\nc', 'a\rb'],
  ['(?s).+', 'a\nb', 'a\nb'],
  ['(?i)abc', 'xABCx', 'ABC'],
  ['a(?i)b', 'aB', 'aB'],
  ['a(?i)b', 'AB', 'none'],
  ['(?i:a)b', 'Ab', 'Ab'],
  ['(?x) a b # c', 'ab', 'ab'],
  ['(?<n>a)\\k<n>', 'baa', 'aa|a'],
  ['(?P<n>a)(?P=n)', 'baa', 'aa|a'],
  ['(a)|b', 'b', 'b|-'],
  ['(?:(a)|b)*', 'ab', 'ab|a'],
  ['a++a', 'aaa', 'none'],
  ['(?>a*)a', 'aaa', 'none'],
  ['(?<=ab|c)d', 'abd', 'd'],
  ['(?<!a)b', 'ab', 'none'],
  ['(\\()?a(?(1)\\))', '(a)', '(a)|('],
  ['\\((?:[^()]|(?R))*\\)', '(a(b)c)', '(a(b)c)'],
  ['(?|a(.)|b(.))', 'bx', 'bx|x'],
  ['ab\\Kc', 'abc', 'c'],
  ['\\R', '\r\n', '\r\n'],
  ['[[:alpha:]]+', '1ab2', 'ab'],
  ['[[:^alpha:]]+', 'a12b', '12'],
  ['[]a]+', 'x]a', ']a'],
  ['[^]a]+', ']ax', 'x'],
  ['\\Qa.b\\E+', 'a.bb', 'a.bb'],
  ['\\x41\\101\\x{42}', 'AAB', 'AAB'],
  ['\\s', '\xa0', 'none'],
  ['\\h', '\xa0', '\xa0'],
  ['\\p{L}+', '1\xe9a', '\xe9a'],
  ['(?i)\xe9', '\xc9', 'none'],
  ['(?C1)a', 'a', 'a'],
  ['a{,3}', 'a{,3}', 'a{,3}'],
  ['(?:a|)*b', 'aab', 'aab'],
  ['(*FAIL)|a', 'a', 'a'],
];

describe('matches', () => {
  it.each(MATCHES)('%s on %j', (pattern, subject, expected) => check(pattern, subject, expected));
});

const MISTAKES: readonly (readonly [string, string, number])[] = [
  ['(', 'missing closing parenthesis', 1],
  ['a)', 'unmatched closing parenthesis', 1],
  ['[a', 'missing terminating ] for character class', 2],
  ['[z-a]', 'range out of order in character class', 3],
  ['a**', 'quantifier does not follow a repeatable item', 2],
  ['a{2,1}', 'numbers out of order in {} quantifier', 5],
  ['a{99999}', 'number too big in {} quantifier', 7],
  ['(?z)', 'unrecognized character after (? or (?-', 2],
  ['(?<n>a)(?<n>b)', 'two named subpatterns have the same name (PCRE2_DUPNAMES not set)', 12],
  ['(a)\\2', 'reference to non-existent subpattern', 4],
  ['[[:foo:]]', 'unknown POSIX class name', 3],
  ['(?<=a*)b', 'lookbehind assertion is not fixed length', 0],
  ['\\', '\\ at end of pattern', 1],
  ['(?=\\K)', '\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)', 6],
];

describe('mistakes', () => {
  it.each(MISTAKES)('%s: %s', (pattern, message, offset) => {
    const compiled = compilePattern(pattern);
    expect(compiled.ok ? 'compiled' : [compiled.error.message, compiled.error.offset]).toEqual([message, offset]);
  });

  it('what we cannot do is refused when it is read', () => {
    const compiled = compilePattern('a(*COMMIT)b');
    expect(compiled.ok ? 'compiled' : compiled.error.code).toBe('pcre/unsupported');
  });
});

describe('hostile patterns end within the bound', () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['(a+)+$', `${'a'.repeat(5000)}b`],
    ['^(?:a|a)*$', `${'a'.repeat(5000)}b`],
    ['(a*)*\\1b', 'a'.repeat(200)],
    ['(?>(a+)+)$', `${'a'.repeat(40)}b`],
    ['^(?:(?=(a+))a)*$', `${'a'.repeat(3000)}b`],
    ['(.*)(.*)(.*)(.*)(.*)\\5x', 'a'.repeat(400)],
    ['(?:((a)|b)*)*c', 'ab'.repeat(20_000)],
  ];

  it.each(HOSTILE)('%s', (pattern, subject) => {
    const compiled = compilePattern(pattern);
    if (!compiled.ok) throw new Error(compiled.error.message);
    const before = performance.now();
    const found = compiled.value.exec(subject, 0);
    expect(found === undefined || found === 'out-of-time').toBe(true);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
