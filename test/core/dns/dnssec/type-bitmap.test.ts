import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapHas, isTypeBitmap } from '../../../../src/core/dns/dnssec/type-bitmap.ts';
import { bitmap } from '../../../support/zone-signer.ts';

describe('type bit maps (RFC 4034 §4.1.2)', () => {
  it('hold exactly the types put in', () => {
    const types = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 20 });
    fc.assert(
      fc.property(types, fc.integer({ min: 1, max: 65_535 }), (present, other) => {
        const bits = bitmap(present);
        expect(isTypeBitmap(bits)).toBe(true);
        expect(present.every((type) => bitmapHas(bits, type))).toBe(true);
        expect(bitmapHas(bits, other)).toBe(present.includes(other));
      }),
      { seed: 11 },
    );
  });
  it.each([
    ['the example of RFC 4034 §4.3', `0006400100000003041b${'0'.repeat(52)}20`, true],
    ['nothing', '', true],
    ['windows out of order', '010101000101', false],
    ['an empty window', '0000', false],
    ['a window of more than 32 octets', `0021${'00'.repeat(33)}`, false],
    ['a window cut short', '000440', false],
  ])('%s', (_, hex, expected) => expect(isTypeBitmap(Buffer.from(hex, 'hex'))).toBe(expected));
});
