import { describe, expect, it } from 'vitest';
import { amongTexts, parseStsRecord } from '../../../../src/core/mtasts/index.ts';

/** `valid ID`, or the codes of what is wrong. */
function check(text: string, expected: string): void {
  const { valid, id, faults } = parseStsRecord(text);
  const codes = faults.map(({ code }) => code).join(' ');
  expect([valid ? `valid ${id}` : 'invalid', codes].filter(Boolean).join(': ')).toBe(expected);
}

describe('the record by its grammar (RFC 8461 §3.1)', () => {
  it.each([
    ['v=STSv1; id=20160831085700Z;', 'valid 20160831085700Z'],
    ['v=STSv1;id=a', 'valid a'],
    ['v=STSv1;\t id=a \t;\t ', 'valid a'],
    ['v=STSv1; foo=bar; id=a; x-y.z_0=1;', 'valid a'],
    ['v=STSv1; id=12345678901234567890123456789012', 'valid 12345678901234567890123456789012'],
    ['v=STSv1; id=a; id=b', 'valid a: duplicate-id'],
    ['v=STSv1 ; id=a', 'valid a: loose-version'],
    ['v=STSv1;', 'invalid: no-field id-missing'],
    ['v=STSv1; foo=bar', 'invalid: id-missing'],
    ['v=STSv1; ID=a', 'invalid: id-missing'],
    ['v=STSv1; id=', 'invalid: id-malformed'],
    ['v=STSv1; id=2016-08-31', 'invalid: id-malformed'],
    ['v=STSv1; id=123456789012345678901234567890123', 'invalid: id-malformed'],
    ['v=STSv1; id = a', 'invalid: malformed-field id-missing'],
    ['v=STSv1; id=a;; foo=b', 'invalid: empty-field'],
    ['v=STSv1; id=a;;', 'invalid: empty-field'],
    ['v=STSv1; id', 'invalid: malformed-field id-missing'],
    ['v=STSv1; id=a; _x=1', 'invalid: malformed-field'],
    ['v=STSv1; id=a; x=', 'invalid: extension-value'],
    ['v=STSv1; id=a; x=b c', 'invalid: extension-value'],
    ['v=STSv1; id=a; x=b=c', 'invalid: extension-value'],
    ['v=STSv1; id=a ', 'invalid: odd-space'],
  ])('%s', check);
});

describe('which records count (RFC 8461 §3.1)', () => {
  it.each<[readonly string[], string]>([
    [[], 'none 0'],
    [['v=spf1 -all', 'v=STSv1; id=a'], 'one 0'],
    [['v=STSv1; id=a', 'v=STSv1; id=a'], 'several 0'],
    [['v=STSv1; id=a', 'v=STSv12; id=a'], 'one 1'],
    [['v=STSv1'], 'none 1'],
    [['V=STSv1; id=a'], 'none 1'],
    [[' v=STSv1; id=a'], 'none 1'],
    [['v=stsv1; id=a'], 'none 1'],
  ])('%j', (texts, expected) => {
    const { outcome, misses } = amongTexts('_mta-sts.example.org', texts, 'v=STSv1');
    expect(`${outcome} ${misses.length}`).toBe(expected);
  });
});
