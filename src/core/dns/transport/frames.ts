/** Messages on a byte stream: two octets of length before each (RFC 1035 §4.2.2, RFC 7766 §8). */

/** Both in one write, so that they leave in one segment (RFC 7766 §8). */
export function frame(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(2 + message.length);
  framed[0] = message.length >>> 8;
  framed[1] = message.length;
  framed.set(message, 2);
  return framed;
}

/** Cuts a stream into messages, however the chunks fall; holds at most one message and what arrived behind it. */
export class FrameReader {
  #held: Uint8Array = new Uint8Array(0);

  /** Complete messages, each a copy of its own. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const messages: Uint8Array[] = [];
    for (;;) {
      const held = this.#held;
      if (held.length < 2) return messages;
      const end = 2 + ((held[0]! << 8) | held[1]!);
      if (held.length < end) return messages;
      messages.push(Uint8Array.from(held.subarray(2, end)));
      this.#held = held.subarray(end);
    }
  }
}
