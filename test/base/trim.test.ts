/** Ends of texts. */
import { describe, expect, it } from 'vitest';
import { trimEndOf, trimOf, trimStartOf } from '../../src/base/index.ts';

describe('a text without what stands at its ends', () => {
  it('has lost that alone', () => {
    expect(trimOf(' \ta b\t ', ' \t')).toBe('a b');
    expect(trimStartOf(' a ', ' ')).toBe('a ');
    expect(trimEndOf(' a ', ' ')).toBe(' a');
    expect(trimOf('a\r', ' ')).toBe('a\r');
    expect([trimOf('', ' '), trimOf('  ', ' ')]).toEqual(['', '']);
  });

  it('takes no longer for a row of a million blanks that is not at its end', () => {
    const row = `a${' '.repeat(1_000_000)}b`;
    expect(trimOf(row, ' ')).toBe(row);
  });
});
