/**
 * Stepping over DER without making objects, for lists of a million entries.
 *
 * A cursor is set on an element and then says where its contents begin and end; der.ts is the same for the rest.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  tag = 0;
  /** Of the contents. */
  start = 0;
  end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Onto the element at `at`, which has to end by `limit`; false where there is none (X.690 §10.1: definite lengths). */
  set(at: number, limit: number): boolean {
    const { bytes } = this;
    if (at + 2 > limit) return false;
    this.tag = bytes[at]!;
    let length = bytes[at + 1]!;
    this.start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || this.start + octets > limit) return false;
      length = 0;
      for (let i = 0; i < octets; i += 1) length = length * 256 + bytes[this.start + i]!;
      this.start += octets;
    }
    this.end = this.start + length;
    return this.end <= limit && (this.tag & 0x1f) !== 0x1f;
  }
}
