/**
 * Reads RDATA from front to back. The first fault sticks: later reads answer zeros, and `fault` says what it was.
 *
 * So a codec lists its fields and nothing else, and a truncated record can never be read past its end.
 */
import { NAME_FAULTS, type NameCursor, readNameAt, wireNameEnd } from '../name-wire.ts';
import type { Name } from '../types.ts';

const NOTHING = new Uint8Array(0);

export class RdataReader {
  /** The first thing that was wrong, as a clause. */
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  fail(fault: string): void {
    this.fault ??= fault;
    this.#at = this.#bytes.length;
  }

  u8(what: string): number {
    const at = this.#take(1, what);
    return at < 0 ? 0 : this.#bytes[at]!;
  }

  u16(what: string): number {
    const at = this.#take(2, what);
    return at < 0 ? 0 : (this.#bytes[at]! << 8) | this.#bytes[at + 1]!;
  }

  u32(what: string): number {
    const at = this.#take(4, what);
    if (at < 0) return 0;
    const b = this.#bytes;
    return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
  }

  /** A view, not a copy. */
  bytes(length: number, what: string): Uint8Array {
    const at = this.#take(length, what);
    return at < 0 ? NOTHING : this.#bytes.subarray(at, at + length);
  }

  /** Everything left, which may be nothing. */
  rest(): Uint8Array {
    return this.bytes(this.remaining, 'data');
  }

  /** Everything left, at least one octet. */
  someRest(what: string): Uint8Array {
    if (this.remaining === 0) this.fail(`it has no ${what}`);
    return this.rest();
  }

  /** An uncompressed name. */
  name(what: string): Name {
    if (this.fault !== undefined) return '';
    const end = wireNameEnd(this.#bytes, this.#at, this.#bytes.length);
    if (end < 0) {
      this.fail(`its ${what} ${NAME_FAULTS[-1 - end]}`);
      return '';
    }
    const cursor: NameCursor = { next: 0 };
    const name = readNameAt(this.#bytes, this.#at, end, cursor);
    this.#at = end;
    return name;
  }

  /** A character-string: one length octet, then that many (RFC 1035 §3.3). */
  string(what: string): Uint8Array {
    return this.bytes(this.u8(what), what);
  }

  #take(length: number, what: string): number {
    const at = this.#at;
    if (this.fault !== undefined) return -1;
    if (at + length > this.#bytes.length) {
      this.fail(`it ends inside its ${what}`);
      return -1;
    }
    this.#at = at + length;
    return at;
  }
}
