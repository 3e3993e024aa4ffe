import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../src/core/proxy/crc32c.ts';

/** Bit by bit over the unreflected polynomial, each octet and the sum mirrored by hand: nothing shared with the table. */
function slowly(octets: Uint8Array): number {
  const mirrored = (value: number, bits: number): number => {
    let out = 0;
    for (let i = 0; i < bits; i += 1) if ((value >>> i) & 1) out |= 1 << (bits - 1 - i);
    return out >>> 0;
  };
  let sum = 0xffff_ffff;
  for (const octet of octets) {
    sum = (sum ^ (mirrored(octet, 8) << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 0x8000_0000 ? (sum << 1) ^ 0x1edc_6f41 : sum << 1) >>> 0;
  }
  return (mirrored(sum, 32) ^ 0xffff_ffff) >>> 0;
}

describe('CRC32c', () => {
  it('has the sums that RFC 3720 §B.4 gives', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a91_36aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8_ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd_794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113f_db5c);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe306_9283);
  });
  it('agrees with the definition, bit by bit (RFC 4960 appendix B)', () => {
    for (let length = 0; length < 300; length += 7) {
      const octets = Uint8Array.from({ length }, (_, i) => (i * 167 + length * 31) & 0xff);
      expect(crc32c(octets)).toBe(slowly(octets));
    }
  });
});
