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
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  /** Octets to wait for: a length, or a message with its length. Joining only then keeps single octets cheap. */
  #wanted = 2;

  /** Complete messages, each a copy of its own. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this.#length < this.#wanted ? [] : this.#cut(Buffer.concat(this.#chunks.splice(0)));
  }

  #cut(held: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const left = held.length - at;
      this.#wanted = left < 2 ? 2 : 2 + ((held[at]! << 8) | held[at + 1]!);
      if (left < this.#wanted) break;
      messages.push(Uint8Array.from(held.subarray(at + 2, at + this.#wanted)));
      at += this.#wanted;
    }
    this.#chunks.push(held.subarray(at));
    this.#length = held.length - at;
    return messages;
  }
}
