import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, frame } from '../../../../src/core/dns/transport/frames.ts';

describe('messages on a stream', () => {
  it('come out whole and in order, however the octets arrive (RFC 7766 §8)', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sent, sizes) => {
        const stream = Buffer.concat(sent.map(frame));
        const reader = new FrameReader();
        const received: Uint8Array[] = [];
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const size = sizes[i % sizes.length]!;
          received.push(...reader.push(stream.subarray(at, at + size)));
          at += size;
        }
        expect(received).toEqual(sent);
      }),
    );
  });
});
