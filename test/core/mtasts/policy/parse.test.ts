import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../src/core/mtasts/index.ts';

const GOOD = 'version: STSv1\nmode: enforce\nmx: mail.example.org\nmax_age: 604800\n';

/** `valid MODE MAX_AGE MX,…`, or the codes of what is wrong. */
function check(text: string, expected: string): void {
  const { valid, mode, maxAgeSeconds, mx, faults } = parsePolicy(text);
  const codes = faults.map(({ code, line }) => (line === undefined ? code : `${code}@${line}`)).join(' ');
  const said = valid ? `valid ${mode} ${maxAgeSeconds} ${mx.join(',')}`.trimEnd() : 'invalid';
  expect([said, codes].filter(Boolean).join(': ')).toBe(expected);
}

const changed = (from: string | RegExp, to: string): string => GOOD.replace(from, to);

describe('a policy by its grammar (RFC 8461 §3.2)', () => {
  it.each([
    ['as in the RFC', GOOD, 'valid enforce 604800 mail.example.org'],
    ['with CRLF', GOOD.replaceAll('\n', '\r\n'), 'valid enforce 604800 mail.example.org'],
    ['without an end of line', GOOD.trimEnd(), 'valid enforce 604800 mail.example.org'],
    ['in any order', 'max_age:1\nmx:*.a.org\nmx:b.org\nmode:testing\nversion:STSv1', 'valid testing 1 *.a.org,b.org'],
    ['blanks behind values', GOOD.replaceAll('\n', ' \t\n'), 'valid enforce 604800 mail.example.org'],
    ['unknown keys', `${GOOD}foo: bar baz ü\n`, 'valid enforce 604800 mail.example.org'],
    ['mode none without mx', 'version: STSv1\nmode: none\nmax_age: 0\n', 'valid none 0'],
    ['the longest age', changed('604800', '31557600'), 'valid enforce 31557600 mail.example.org'],
    ['leading zeros', changed('604800', '0000604800'), 'valid enforce 604800 mail.example.org'],
    ['a mode that stands twice', `${GOOD}mode: none\n`, 'valid enforce 604800 mail.example.org: duplicate-key@5'],
    ['a blank line', changed('mode', '\nmode'), 'valid enforce 604800 mail.example.org: blank-line@2'],
    ['nothing at all', '', 'invalid: version-missing mode-missing max-age-missing mx-missing'],
    ['no version', changed(/^.*\n/, ''), 'invalid: version-missing'],
    ['another version', changed('STSv1', 'STSv2'), 'invalid: version@1'],
    ['a version in other letters', changed('STSv1', 'stsv1'), 'invalid: version@1'],
    ['a key in other letters', changed('mode', 'Mode'), 'invalid: key-case@2 mode-missing'],
    ['max-age', changed('max_age', 'max-age'), 'invalid: key-case@4 max-age-missing'],
    ['a mode in other letters', changed('enforce', 'Enforce'), 'invalid: mode@2'],
    ['report, as in a draft', changed('enforce', 'report'), 'invalid: mode@2'],
    ['an age above a year', changed('604800', '31557601'), 'invalid: max-age@4'],
    ['an age below zero', changed('604800', '-1'), 'invalid: max-age@4'],
    ['an age with a unit', changed('604800', '7d'), 'invalid: max-age@4'],
    ['eleven digits', changed('604800', '00000604800'), 'invalid: max-age@4'],
    ['no mx', changed(/mx.*\n/, ''), 'invalid: mx-missing'],
    ['an empty mx', changed('mail.example.org', ''), 'invalid: mx-pattern@3'],
    ['a pattern of a draft', changed('mail.', '.'), 'invalid: mx-pattern@3'],
    ['a star in a label', changed('mail.', 'm*.'), 'invalid: mx-pattern@3'],
    ['a star alone', changed('mail.example.org', '*'), 'invalid: mx-pattern@3'],
    ['two stars', changed('mail.', '*.*.'), 'invalid: mx-pattern@3'],
    ['a final dot', changed('.org', '.org.'), 'invalid: mx-pattern@3'],
    ['two hosts in a line', changed('mail', 'a.org, mail'), 'invalid: mx-pattern@3'],
    ['a U-label', changed('mail', 'bücher'), 'invalid: mx-pattern@3'],
    ['an address in brackets', changed('mail.example.org', '[192.0.2.1]'), 'invalid: mx-pattern@3'],
    ['a line without a colon', `${GOOD}hello\n`, 'invalid: line@5'],
    ['a blank before the colon', changed('mode:', 'mode :'), 'invalid: line@2 mode-missing'],
    ['a blank before the key', changed('mode:', ' mode:'), 'invalid: line@2 mode-missing'],
    [
      'a carriage return alone',
      GOOD.replaceAll('\n', '\r'),
      'invalid: line-ends version@1 mode-missing max-age-missing mx-missing',
    ],
    ['a byte order mark', `\ufeff${GOOD}`, 'invalid: encoding@1'],
    [
      'HTML',
      '<!doctype html>\n<title>Hello</title>\n',
      'invalid: line@1 line@2 version-missing mode-missing max-age-missing mx-missing',
    ],
  ])('%s', (_, text, expected) => check(text, expected));

  it('tells at most fifty faults of a hostile file, and reads no more than its first lines', () => {
    const { valid, faults, mx } = parsePolicy(`${GOOD}${'x\n'.repeat(100_000)}mx: late.example.org\n`);
    expect({ valid, told: faults.length, mx }).toEqual({ valid: false, told: 50, mx: ['mail.example.org'] });
  });
});
