/** RDATA that outgrows its first buffer at any octet is written whole. */
import { describe, expect, it } from 'vitest';
import { txtRdata } from '../../../../src/core/dns/index.ts';

describe('the writer of RDATA', () => {
  it.each([63, 64, 65, 127, 128, 255])('keeps length octets where the buffer grows: strings of %i', (size) => {
    const strings = Array.from({ length: 9 }, (_, i) => new Uint8Array(size).fill(i + 1));
    expect(txtRdata.decode(txtRdata.encode(strings))).toEqual({ ok: true, value: strings });
  });
});
