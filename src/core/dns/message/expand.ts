/** Writes out the compressed names in RDATA, octets as they were sent (RFC 3597 §4). */
import { MAX_NAME_OCTETS } from '../name.ts';
import { NAME_FAULTS } from '../name-wire.ts';
import type { NameLayout } from '../rdata/types.ts';

export class NameExpander {
  /** Why the last `expand` answered undefined, to follow "a domain name that". */
  fault = '';
  readonly #message: Uint8Array;

  constructor(message: Uint8Array) {
    this.#message = message;
  }

  /** A view when nothing was compressed, else a copy; undefined when a name in it is broken. */
  expand(layout: NameLayout, start: number, end: number): Uint8Array | undefined {
    const first = this.#namesStart(layout, start, end);
    const ends = first < 0 ? undefined : this.#walkNames(first, end, layout.count);
    if (ends === undefined) return undefined;
    if (!ends.compressed) return this.#message.subarray(start, end);
    const head = first - start;
    const out = new Uint8Array(head + ends.octets + (end - ends.next));
    out.set(this.#message.subarray(start, first));
    let from = first;
    let to = head;
    for (let i = 0; i < layout.count; i += 1) {
      to = this.#copyName(from, out, to);
      from = this.#skipName(from);
    }
    out.set(this.#message.subarray(ends.next, end), to);
    return out;
  }

  #namesStart(layout: NameLayout, start: number, end: number): number {
    let at = start + layout.skip;
    for (let i = 0; i < (layout.strings ?? 0) && at < end; i += 1) at += 1 + this.#message[at]!;
    return at < end ? at : this.#fail(0);
  }

  /** Measures `count` names before anything is copied, so that the copy needs no checks. */
  #walkNames(
    start: number,
    end: number,
    count: number,
  ): { next: number; octets: number; compressed: boolean } | undefined {
    let next = start;
    let octets = 0;
    let compressed = false;
    for (let i = 0; i < count; i += 1) {
      const length = this.#measure(next, end);
      if (length < 0) return undefined;
      octets += length;
      const after = this.#skipName(next);
      compressed ||= after - next !== length;
      next = after;
    }
    return { next, octets, compressed };
  }

  /** Octets of the name written out; the same rules as `readNameAt`. */
  #measure(start: number, end: number): number {
    let at = start;
    let piece = start;
    let limit = end;
    let octets = 0;
    for (;;) {
      if (at >= limit) return this.#fail(0);
      const length = this.#message[at]!;
      if (length >= 0xc0) {
        if (at + 1 >= limit) return this.#fail(0);
        const target = ((length & 0x3f) << 8) | this.#message[at + 1]!;
        if (target >= piece) return this.#fail(1);
        at = target;
        piece = target;
        limit = this.#message.length;
        continue;
      }
      if (length > 63) return this.#fail(3);
      octets += length + 1;
      if (octets > MAX_NAME_OCTETS) return this.#fail(2);
      at += length + 1;
      if (length === 0) return octets;
    }
  }

  /** Offset behind a name already measured. */
  #skipName(start: number): number {
    let at = start;
    for (;;) {
      const length = this.#message[at]!;
      if (length >= 0xc0) return at + 2;
      at += length + 1;
      if (length === 0) return at;
    }
  }

  /** Copies a name already measured; returns the offset behind it in `out`. */
  #copyName(start: number, out: Uint8Array, to: number): number {
    let at = start;
    let next = to;
    for (;;) {
      const length = this.#message[at]!;
      if (length >= 0xc0) {
        at = ((length & 0x3f) << 8) | this.#message[at + 1]!;
        continue;
      }
      for (const stop = at + length + 1; at < stop; ) out[next++] = this.#message[at++]!;
      if (length === 0) return next;
    }
  }

  #fail(fault: number): -1 {
    this.fault = NAME_FAULTS[fault]!;
    return -1;
  }
}
