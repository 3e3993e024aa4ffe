import { describe, expect, it } from 'vitest';
import { keptByText } from '../../src/base/index.ts';

describe('what is made of texts', () => {
  it('is made once for each', () => {
    const made: string[] = [];
    const upper = keptByText(10, (text) => {
      made.push(text);
      return text.toUpperCase();
    });
    expect([upper('a'), upper('b'), upper('a')]).toEqual(['A', 'B', 'A']);
    expect(made).toEqual(['a', 'b']);
  });

  it('is forgotten when there is too much, and made again', () => {
    const made: string[] = [];
    const same = keptByText(2, (text) => {
      made.push(text);
      return text;
    });
    for (const text of ['a', 'b', 'c', 'c', 'a']) same(text);
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });
});
