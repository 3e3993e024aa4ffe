import { concatBytes } from '../../base/index.ts';
import type { Tlv } from './types.ts';

/** Type, length in two octets, value; the value has at most 65,535 octets. */
export function encodeTlv({ type, value }: Tlv): Uint8Array {
  return concatBytes([Uint8Array.of(type, value.length >> 8, value.length & 0xff), value]);
}
