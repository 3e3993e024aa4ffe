/** Reading the presentation language of TLS (RFC 8446 §3): numbers, vectors, extensions. Everything is bounded by its octets. */

export const uint16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
export const uint24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;

export function uint16s(octets: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let at = 0; at + 2 <= octets.length; at += 2) numbers.push(uint16(octets, at));
  return numbers;
}

/** Type and data of each (RFC 8446 §4.2); undefined where the block contradicts its own lengths. */
export function readExtensions(block: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const reader = new OctetReader(block);
  const extensions = new Map<number, Uint8Array>();
  while (!reader.isAtEnd()) {
    const type = reader.uint16();
    const data = reader.vector(2);
    if (reader.isBroken) return undefined;
    extensions.set(type, data);
  }
  return extensions;
}

/** Walks octets; what is beyond the end reads as nothing, and breaks the reader. */
export class OctetReader {
  private at = 0;
  private readonly bytes: Uint8Array;
  isBroken = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  take(count: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + count);
    if (taken.length < count) this.isBroken = true;
    this.at += count;
    return taken;
  }

  uint16(): number {
    const two = this.take(2);
    return two.length < 2 ? 0 : uint16(two, 0);
  }

  uint24(): number {
    const three = this.take(3);
    return three.length < 3 ? 0 : uint24(three, 0);
  }

  /** A vector with its length before it in one, two or three octets (RFC 8446 §3.4). */
  vector(lengthBytes: 1 | 2 | 3): Uint8Array {
    if (lengthBytes === 1) return this.take(this.take(1)[0] ?? 0);
    return this.take(lengthBytes === 2 ? this.uint16() : this.uint24());
  }
}
