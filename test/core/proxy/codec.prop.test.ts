import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeProxy,
  encodeProxy,
  type ProxyDecoding,
  type ProxyHeader,
  parseReport,
  startProxy,
} from '../../../src/core/proxy/index.ts';
import { headers } from './arbitrary.ts';

function encoded(header: ProxyHeader): Uint8Array {
  const octets = encodeProxy(header);
  if (!octets.ok) throw new Error(octets.error.message);
  return octets.value;
}

/** In pieces of the given sizes, round and round. */
function decodePieces(octets: Uint8Array, sizes: readonly number[]): ProxyDecoding {
  let state = startProxy;
  for (let at = 0, turn = 0; at < octets.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    const next = decodeProxy(state, octets.subarray(at, at + size));
    at += size;
    if (next.kind === 'header') return { ...next, rest: octets.subarray(next.length) };
    if (next.kind === 'invalid') return next;
    state = next.state;
  }
  return { kind: 'more', state };
}

/** The sum is the encoder's affair. */
const withoutSums = (header: ProxyHeader): unknown => ({
  ...header,
  tlvs: header.tlvs.map(({ type, value }) => ({ type, value: type === 3 ? [] : [...value] })),
});

describe('the codec', () => {
  it('decodes what it encodes, and leaves what is behind it', () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 20 }), (header, behind) => {
        const octets = encoded(header);
        const decoding = decodeProxy(startProxy, Buffer.concat([octets, behind]));
        if (decoding.kind !== 'header') throw new Error(JSON.stringify(decoding));
        expect(withoutSums(decoding.header)).toEqual(withoutSums(header));
        expect(decoding.length).toBe(octets.length);
        expect(Buffer.compare(decoding.rest, behind)).toBe(0);
      }),
      { numRuns: 500, seed: 41 },
    );
  });
  it('says the same however the octets are cut', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    const damaged = fc
      .tuple(headers, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), fc.uint8Array({ maxLength: 9 }))
      .map(([header, changes, behind]) => {
        const octets = Uint8Array.from([...encoded(header), ...behind]);
        for (const [at, value] of changes) octets[at % octets.length] = value;
        return octets;
      });
    const text = fc
      .array(
        fc.constantFrom(
          'PROXY',
          ' ',
          'TCP4',
          'TCP6',
          'UNKNOWN',
          '1',
          '.',
          ':',
          '\r',
          '\n',
          '\r\n',
          '192.0.2.1',
          '::1',
          '65536',
        ),
        { maxLength: 30 },
      )
      .map((words) => new Uint8Array(Buffer.from(`PROXY ${words.join('')}`)));
    fc.assert(
      fc.property(fc.oneof(damaged, text), sizes, (octets, pieces) => {
        expect(decodePieces(octets, pieces)).toEqual(decodePieces(octets, [octets.length]));
        expect(decodePieces(octets, [1])).toEqual(decodePieces(octets, [octets.length]));
      }),
      { numRuns: 1000, seed: 42 },
    );
  });
  it('takes every true beginning for one that goes on, and none for a header', () => {
    fc.assert(
      fc.property(headers, fc.double({ min: 0, max: 1, noNaN: true }), (header, share) => {
        const octets = encoded(header);
        const cut = Math.min(octets.length - 1, Math.floor(share * octets.length));
        expect(decodeProxy(startProxy, octets.subarray(0, cut)).kind).toBe('more');
      }),
      { numRuns: 500, seed: 43 },
    );
  });
  it('explains every octet of a header once', () => {
    fc.assert(
      fc.property(headers, (header) => {
        const { parts, length } = parseReport(encoded(header)).data;
        let end = 0;
        for (const part of parts) {
          expect(part.offset).toBe(end);
          end += part.length;
        }
        expect(end).toBe(length);
      }),
      { numRuns: 500, seed: 44 },
    );
  });
});
