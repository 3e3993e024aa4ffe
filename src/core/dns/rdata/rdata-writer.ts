/** Writes RDATA from front to back into a buffer that grows. */
import { nameOctets, writeName } from '../name-wire.ts';
import type { Name } from '../types.ts';

/** RDLENGTH is 16 bits (RFC 1035 §3.2.1). */
export const MAX_RDATA_OCTETS = 0xffff;

export class RdataWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  u8(value: number): this {
    const at = this.#room(1); // first, since the buffer may become another
    this.#bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    return this.u8(value >>> 8).u8(value);
  }

  u32(value: number): this {
    return this.u16(value >>> 16).u16(value);
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  name(value: Name): this {
    const at = this.#room(nameOctets(value));
    writeName(value, this.#bytes, at);
    return this;
  }

  /** A character-string of at most 255 octets; longer is a bug of the caller (RFC 1035 §3.3). */
  string(value: Uint8Array): this {
    if (value.length > 255) throw new RangeError(`character-string of ${value.length} octets`);
    return this.u8(value.length).bytes(value);
  }

  finish(): Uint8Array {
    if (this.#length > MAX_RDATA_OCTETS) throw new RangeError(`RDATA of ${this.#length} octets`);
    return this.#bytes.slice(0, this.#length);
  }

  #room(octets: number): number {
    const at = this.#length;
    this.#length += octets;
    if (this.#length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
    }
    return at;
  }
}
