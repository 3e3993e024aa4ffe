import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTreeOrder } from '../../../src/mta/spool/tree-order.ts';

const order = (names: readonly string[]): readonly string[] => inTreeOrder(names).map(({ name }) => name);

describe('the order of a tree', () => {
  it('is that in which Exim 4.96 wrote the variables of a message', () => {
    const connection = ['c_z', 'c_q', 'c_m', 'c0', 'c_k', 'c_kk', 'c_ka', 'c_A'];
    expect(order(connection)).toEqual(['c_m', 'c_k', 'c0', 'c_A', 'c_kk', 'c_ka', 'c_q', 'c_z']);
    const message = ['m_b', 'm_a', 'm_c', 'm3', 'm_d', 'm_e', 'm_f', 'm_ba'];
    expect(order(message)).toEqual(['m_b', 'm_a', 'm3', 'm_d', 'm_c', 'm_ba', 'm_e', 'm_f']);
  });
  it('has each name once, and as it came where there are two', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), (names) => {
        expect([...order(names)].sort()).toEqual([...names].sort());
      }),
      { seed: 11 },
    );
    expect(order(['b', 'a'])).toEqual(['b', 'a']);
    expect(order([])).toEqual([]);
  });
});
