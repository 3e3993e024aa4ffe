/**
 * Stepping over DER without making objects, for lists of a million entries.
 *
 * A cursor is set on an element and then says where its contents begin and end; der.ts is the same for the rest.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  /** Of the contents. */
  start = 0;
  end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Onto the element at `at`, which has to end by `limit`: its tag, or −1 where there is none (X.690 §10.1). */
  set(at: number, limit: number): number {
    const { bytes } = this;
    if (at + 2 > limit) return -1;
    const tag = bytes[at]!;
    let length = bytes[at + 1]!;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || start + octets > limit) return -1;
      length = 0;
      for (let i = 0; i < octets; i += 1) length = length * 256 + bytes[start + i]!;
      start += octets;
    }
    if (start + length > limit || (tag & 0x1f) === 0x1f) return -1;
    this.start = start;
    this.end = start + length;
    return tag;
  }
}
