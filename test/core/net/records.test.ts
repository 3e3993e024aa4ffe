import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSentHandshake } from '../../../src/core/net/index.ts';

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u24 = (value: number): number[] => [value >> 16, (value >> 8) & 255, value & 255];
const message = (type: number, body: readonly number[]): number[] => [type, ...u24(body.length), ...body];
const record = (payload: readonly number[], type = 22): number[] => [type, 3, 3, ...u16(payload.length), ...payload];
const hello = message(2, [3, 3, ...Array(32).fill(7), 0, 0xc0, 0x2f, 0, 0, 0]);
const certificates = (...ders: number[][]): number[] => {
  const list = ders.flatMap((der) => [...u24(der.length), ...der]);
  return message(11, [...u24(list.length), ...list]);
};
const chainOf = (bytes: readonly number[]): number[][] =>
  readSentHandshake(Uint8Array.from(bytes), undefined).chain.map((der) => [...der]);

describe('the Certificate message of TLS 1.2 (RFC 5246 §7.4.2)', () => {
  it('is read with its order and repetitions', () => {
    expect(chainOf([...record(hello), ...record(certificates([1], [2, 2], [1]))])).toEqual([[1], [2, 2], [1]]);
  });
  it('is read across records, and beside other messages in one (RFC 8446 §5.1)', () => {
    const both = [...hello, ...certificates([9, 9, 9])];
    expect(chainOf(record(both))).toEqual([[9, 9, 9]]);
    expect(chainOf(both.flatMap((octet) => record([octet])))).toEqual([[9, 9, 9]]);
  });
  it('is not looked for behind ChangeCipherSpec, where all is encrypted', () => {
    expect(chainOf([...record(hello), ...record([1], 20), ...record(certificates([1]))])).toEqual([]);
  });
  it('of hostile lengths gives what is whole', () => {
    expect(chainOf([...record(hello), ...record(message(11, [...u24(9), ...u24(1), 5, ...u24(200), 1]))])).toEqual([
      [5],
    ]);
  });
  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readSentHandshake(bytes, bytes.subarray(0, 32))),
    );
    const valid = Uint8Array.from([...record(hello), ...record(certificates([1, 2, 3]))]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: valid.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, octet) => {
        const changed = Uint8Array.from(valid);
        changed[at] = octet;
        void readSentHandshake(changed, undefined);
      }),
    );
  });
});
