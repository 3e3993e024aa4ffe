/**
 * Type bit maps of NSEC, NSEC3 and CSYNC (RFC 4034 §4.1.2).
 *
 * Blocks in ascending order, each: window number | octets in bitmap, 1–32 | bitmap. Type = window × 256 + bit number,
 * where bit 0 is the highest bit of the first octet.
 */
import { formatType } from '../rr-types.ts';
import type { FieldReader } from './field-reader.ts';
import type { RdataReader } from './rdata-reader.ts';
import type { RdataWriter } from './rdata-writer.ts';

/** Types in ascending order; none is fine (an empty non-terminal in NSEC3, RFC 5155 §7.1). */
export function readTypeBitmap(reader: RdataReader): readonly number[] {
  const types: number[] = [];
  let last = -1;
  while (reader.remaining > 0) {
    const window = reader.u8('type bit map');
    const length = reader.u8('type bit map');
    if (window <= last) reader.fail('its type bit map windows are out of order');
    if (length < 1 || length > 32) reader.fail('a type bit map window has a length other than 1 to 32');
    last = window;
    collectTypes(reader.bytes(length, 'type bit map'), window << 8, types);
  }
  return types;
}

export function writeTypeBitmap(types: readonly number[], writer: RdataWriter): void {
  const windows = new Map<number, Uint8Array>();
  for (const type of [...new Set(types)].sort((a, b) => a - b)) {
    const bits = windows.get(type >> 8) ?? new Uint8Array(32);
    windows.set(type >> 8, bits);
    bits[(type & 0xff) >> 3]! |= 0x80 >> (type & 7);
  }
  for (const [window, bits] of windows) {
    const length = bits.findLastIndex((octet) => octet !== 0) + 1; // trailing zero octets are left out (RFC 4034 §4.1.2)
    writer.u8(window).u8(length).bytes(bits.subarray(0, length));
  }
}

export function formatTypes(types: readonly number[]): string {
  return types.map(formatType).join(' ');
}

export function parseTypes(fields: FieldReader): readonly number[] {
  const types = new Set<number>();
  while (fields.remaining > 0) types.add(fields.type('type'));
  return [...types].sort((a, b) => a - b);
}

function collectTypes(bits: Uint8Array, base: number, into: number[]): void {
  for (let octet = 0; octet < bits.length; octet += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (((bits[octet]! << bit) & 0x80) !== 0) into.push(base + octet * 8 + bit);
    }
  }
}
