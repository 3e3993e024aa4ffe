import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { matchChain } from '../../../src/core/dane/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { certificate, chainFor, NOW, testCa, tlsa } from '../../support/chains.ts';

let chain: readonly Certificate[];
let issuing: Certificate;
beforeAll(async () => {
  const ca = await testCa();
  chain = await chainFor(ca);
  issuing = certificate(ca.intermediate.certificate);
});

const anyRecord = fc.record({
  usage: fc.integer({ min: 0, max: 255 }),
  selector: fc.integer({ min: 0, max: 255 }),
  matchingType: fc.integer({ min: 0, max: 255 }),
  data: fc.uint8Array({ minLength: 1, maxLength: 80 }),
});
const facts = () => ({ chain, references: ['mx.test'], now: NOW });

describe('matching', () => {
  it('never throws and never matches by accident', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (records) => {
        expect(matchChain(records, facts()).status).not.toBe('match');
      }),
    );
  });
  it('does not depend on the order of the records', () => {
    const good = () => [
      tlsa(3, 1, 1, chain[0]!),
      tlsa(2, 0, 1, issuing),
      tlsa(3, 1, 1, issuing),
      tlsa(1, 1, 1, issuing),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), (order) => {
        const all = good();
        const straight = matchChain(
          [...order].sort().map((i) => all[i]!),
          facts(),
        ).status;
        expect(
          matchChain(
            order.map((i) => all[i]!),
            facts(),
          ).status,
        ).toBe(straight);
      }),
    );
  });
  it('a single changed bit in the association data is no match (RFC 6698 §2.1.4)', () => {
    const record = () => tlsa(3, 1, 1, chain[0]!);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (bit) => {
        const data = Uint8Array.from(record().data);
        data[bit >> 3]! ^= 1 << (bit & 7);
        expect(matchChain([{ ...record(), data }], facts()).status).toBe('no-match');
      }),
    );
  });
});
