/**
 * Canonical bodies (RFC 6376 §3.4.3, §3.4.4), made while the octets go by.
 *
 * Octets that stay as they are go on in stretches of the input, uncopied. What may yet turn out to be at the end of a line
 * or of the body is held as a count: line ends not handed on yet, and whether white space stands before what comes.
 */
import type { Canonicalization } from './types.ts';

export interface BodyCanonicalizer {
  /** CRLF line ends, a CRLF never in halves. */
  push(octets: Uint8Array): void;
  end(): void;
}

type Hand = (octets: Uint8Array) => void;

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32] as const;
const CRLF = Uint8Array.of(CR, LF);
const ONE_SPACE = Uint8Array.of(SPACE);
/** Empty lines are handed on by as many. */
const MANY = 512;
const MANY_CRLF = Buffer.alloc(2 * MANY, '\r\n');

export function createBodyCanonicalizer(how: Canonicalization, hand: Hand): BodyCanonicalizer {
  return how === 'simple' ? new SimpleBody(hand) : new RelaxedBody(hand);
}

function handLineEnds(count: number, hand: Hand): void {
  for (let left = count; left > 0; left -= MANY)
    hand(left >= MANY ? MANY_CRLF : left === 1 ? CRLF : MANY_CRLF.subarray(0, 2 * left));
}

/** All as it is, but for empty lines at the end; a body without anything is one CRLF (RFC 6376 §3.4.3). */
class SimpleBody implements BodyCanonicalizer {
  private held = 0;
  private readonly hand: Hand;

  constructor(hand: Hand) {
    this.hand = hand;
  }

  push(octets: Uint8Array): void {
    let end = octets.length;
    while (end >= 2 && octets[end - 1] === LF && octets[end - 2] === CR) end -= 2;
    if (end > 0) {
      handLineEnds(this.held, this.hand);
      this.held = 0;
      this.hand(end === octets.length ? octets : octets.subarray(0, end));
    }
    this.held += (octets.length - end) / 2;
  }

  end(): void {
    this.hand(CRLF);
  }
}

/** White space in runs is one space and none at the end of a line; no empty lines at the end (RFC 6376 §3.4.4). */
class RelaxedBody implements BodyCanonicalizer {
  private held = 0;
  private hasSpace = false;
  private hasText = false;
  private readonly hand: Hand;

  constructor(hand: Hand) {
    this.hand = hand;
  }

  /** `from` is where the stretch begins that is still to be handed on; −1 while something is held instead. */
  push(octets: Uint8Array): void {
    const length = octets.length;
    let from = -1;
    let i = 0;
    while (i < length) {
      const octet = octets[i]!;
      if (octet === SPACE || octet === TAB) {
        const isLone = octet === SPACE && from >= 0 && i + 1 < length && isText(octets[i + 1]!);
        if (!isLone) {
          from = this.flush(octets, from, i);
          this.hasSpace = true;
        }
        i += 1;
      } else if (octet === CR && octets[i + 1] === LF) {
        const isPlain = from >= 0 && i + 2 < length && isText(octets[i + 2]!);
        if (!isPlain) {
          from = this.flush(octets, from, i); // what comes may be the end
          this.hasSpace = false;
          this.held += 1;
        }
        i += 2;
      } else {
        if (from < 0) {
          this.settle();
          from = i;
        }
        i += 1;
        while (i < length && octets[i]! > SPACE) i += 1; // the rest of a word, in a loop that does nothing else
      }
    }
    this.flush(octets, from, length);
  }

  end(): void {
    if (this.hasText) this.hand(CRLF);
  }

  private flush(octets: Uint8Array, from: number, end: number): -1 {
    if (from >= 0 && end > from) this.hand(octets.subarray(from, end));
    return -1;
  }

  /** Text follows, so what was held counts. */
  private settle(): void {
    handLineEnds(this.held, this.hand);
    if (this.hasSpace) this.hand(ONE_SPACE);
    this.held = 0;
    this.hasSpace = false;
    this.hasText = true;
  }
}

/** Surely text: a control character or a bare CR may be, and is looked at closely. */
const isText = (octet: number): boolean => octet > SPACE;
