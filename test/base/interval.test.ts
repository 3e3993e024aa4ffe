import { describe, expect, it } from 'vitest';
import { formatInterval, parseInterval } from '../../src/base/index.ts';

describe('intervals as Exim has them', () => {
  it.each([
    ['1w2d3h4m5s', 788_645],
    ['1h1d', 90_000],
    ['0s', 0],
    ['5000000000s', 705_032_704],
    ['99999999999w', 1_408_943_488],
  ])('%s', (text, seconds) => {
    expect(parseInterval(text)).toBe(seconds);
  });
  it.each(['', '10', '1h30', '1x', ' 1h', '1h ', '-1s', '1H', '1d 2h', '4294967295s'])('%s is none', (text) => {
    expect(parseInterval(text)).toBeUndefined();
  });
  it('are written in their largest units', () => {
    expect([0, 90, 788_645].map(formatInterval)).toEqual(['0s', '1m30s', '1w2d3h4m5s']);
  });
});
