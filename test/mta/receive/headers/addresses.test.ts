/** Addresses in header fields. */
import { describe, expect, it } from 'vitest';
import { addressesIn } from '../../../../src/mta/receive/headers/addresses.ts';

describe('the addresses of a field', () => {
  it('stand in brackets, or alone', () => {
    expect(addressesIn('Ann <ann@a.example> (x), "b, c" <@r:bob@b.example>, G: carl@c.example;')).toEqual([
      'ann@a.example',
      'bob@b.example',
      'carl@c.example',
    ]);
  });

  it('are not looked for from each of two hundred thousand brackets', () => {
    expect(addressesIn('<'.repeat(200_000))).toHaveLength(1);
  });
});
