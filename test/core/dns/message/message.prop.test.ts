import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../../src/core/dns/index.ts';
import { anyMessage } from '../arbitrary.ts';

describe('messages', () => {
  it('come back from the wire as they were, compression undone (RFC 1035 §4.1.4)', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decodeMessage(encodeMessage(message))).toEqual({ ok: true, value: message });
      }),
      { numRuns: 500 },
    );
  });

  it('are refused at every proper prefix', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const wire = encodeMessage(message);
        for (let end = 0; end < wire.length; end += 1) expect(decodeMessage(wire.subarray(0, end)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('never make the reader throw, whatever octets are changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyMessage, changes, (message, bends) => {
        const wire = encodeMessage(message);
        for (const [at, octet] of bends) wire[at % wire.length] = octet;
        const read = decodeMessage(wire);
        if (!read.ok) expect(read.error.code).toBe('dns/message');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never make the reader throw, made of pointers and short labels', () => {
    const octet = fc.constantFrom(0, 1, 0x0c, 0xc0, 0xc0, 0x0d, 0x1d, 0x3f, 0x61, 2, 5, 6, 15);
    const wire = fc
      .array(octet, { maxLength: 80 })
      .map((body) => Uint8Array.from([0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, ...body]));
    fc.assert(
      fc.property(wire, (octets) => {
        const read = decodeMessage(octets);
        if (!read.ok) expect(read.error.message).toContain('not a DNS message');
      }),
      { numRuns: 5_000 },
    );
  });

  it('fit the octets asked for, cut short with TC where they must (RFC 2181 §9)', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 512, max: 900 }), (message, maxOctets) => {
        const whole = encodeMessage(message);
        const wire = encodeMessage(message, { maxOctets });
        if (whole.length <= maxOctets) {
          expect(wire).toEqual(whole);
          return;
        }
        const read = decodeMessage(wire);
        expect(wire.length).toBeLessThanOrEqual(maxOctets);
        expect(read).toMatchObject({ ok: true, value: { answers: [], authorities: [], flags: { tc: true } } });
      }),
      { numRuns: 300 },
    );
  });
});
