import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatInstant } from '../../src/base/index.ts';

it('is what a Date says, whatever was asked before', () => {
  const instants = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(
    fc.property(fc.array(instants, { maxLength: 4 }), (list) => {
      for (const ms of list) expect(formatInstant(ms)).toBe(new Date(ms).toISOString());
    }),
  );
});

it('knows the edges of days, and leaves parts of a millisecond out', () => {
  for (const ms of [0, -0.5, -1, 86_399_999, 86_400_000, 1_790_000_000_009.7, 253_402_300_800_000])
    expect(formatInstant(ms)).toBe(new Date(ms).toISOString());
});
