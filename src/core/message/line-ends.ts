/**
 * Line ends made CRLF while octets go by (RFC 5322 §2.3).
 *
 * Files of mail on Unix have LF where the wire had CRLF. `lenient` reads a bare LF as a line end; `strict` leaves it as the
 * octet it is. A CR at the end of a part is held until the next octet is known, so that a CRLF is never handed on in halves.
 */

export type LineEndsMode = 'lenient' | 'strict';

/** What was met, in octets of the input. */
export interface LineEndTally {
  crlf: number;
  bareLf: number;
  bareCr: number;
}

export interface LineEnds {
  readonly tally: Readonly<LineEndTally>;
  push(part: Uint8Array): void;
  end(): void;
}

const CR = 13;
const LF = 10;
const CRLF = Uint8Array.of(CR, LF);
const LONE_CR = Uint8Array.of(CR);

export const lineEndWord = ({ crlf, bareLf }: LineEndTally): 'crlf' | 'lf' | 'mixed' | 'none' =>
  crlf > 0 ? (bareLf > 0 ? 'mixed' : 'crlf') : bareLf > 0 ? 'lf' : 'none';

/** @param hand  takes octets in order; they are only good until it returns */
export function createLineEnds(mode: LineEndsMode, hand: (octets: Uint8Array) => void): LineEnds {
  const tally: LineEndTally = { crlf: 0, bareLf: 0, bareCr: 0 };
  let heldCr = false;

  /** The CR of the part before is settled by the first octet of this one. Answers where to go on. */
  const settle = (first: number): number => {
    heldCr = false;
    if (first !== LF) {
      tally.bareCr += 1;
      hand(LONE_CR);
      return 0;
    }
    tally.crlf += 1;
    hand(CRLF);
    return 1;
  };

  return {
    tally,
    push(part) {
      if (part.length === 0) return;
      const start = heldCr ? settle(part[0]!) : 0;
      const last = part.length - 1;
      const end = last >= start && part[last] === CR ? last : part.length;
      heldCr = end === last;
      handLines(part.subarray(start, end), mode, tally, hand);
    },
    end() {
      if (!heldCr) return;
      tally.bareCr += 1;
      heldCr = false;
      hand(LONE_CR);
    },
  };
}

/** Whole stretches are handed on as they are; only a bare LF breaks them. */
function handLines(
  part: Uint8Array,
  mode: LineEndsMode,
  tally: LineEndTally,
  hand: (octets: Uint8Array) => void,
): void {
  const length = part.length;
  const words = new Int32Array(part.buffer, 0, part.buffer.byteLength >> 2);
  let from = 0;
  for (let i = 0; i < length; i += 1) {
    i = nextControl(part, words, i);
    if (part[i] === CR) {
      if (part[i + 1] === LF) {
        tally.crlf += 1;
        i += 1;
      } else tally.bareCr += 1;
    } else if (part[i] === LF) {
      tally.bareLf += 1;
      if (mode === 'strict') continue;
      if (i > from) hand(part.subarray(from, i));
      hand(CRLF);
      from = i + 1;
    }
  }
  if (length > from) hand(from === 0 ? part : part.subarray(from));
}

/**
 * Where the next octet is that may be CR or LF, or the end: four octets at a time, since this is all that most of them cost.
 * The bits say whether any octet of a word is below 16; that it is one is then found octet by octet.
 *
 * @param words  the whole buffer under `part`
 */
function nextControl(part: Uint8Array, words: Int32Array, start: number): number {
  const { length, byteOffset } = part;
  let i = start;
  for (; i < length && ((byteOffset + i) & 3) !== 0; i += 1) if (part[i]! <= CR) return i;
  for (; i + 4 <= length; i += 4) {
    const word = words[(byteOffset + i) >> 2]!;
    if (((word - 0x10101010) & ~word & 0x80808080) !== 0) break;
  }
  while (i < length && part[i]! > CR) i += 1;
  return i;
}
