/** The octets that count where dots are put and taken away, and the search for those that end a line. */

export const LF = 10;
export const CR = 13;
export const DOT = 46;
const BLANK = 32;

export const LF_ALONE = Uint8Array.of(LF);
export const CR_ALONE = Uint8Array.of(CR);
export const BLANK_ALONE = Uint8Array.of(BLANK);
export const LF_BLANK = Uint8Array.of(LF, BLANK);
export const CRLF = Uint8Array.of(CR, LF);
export const DOT_ALONE = Uint8Array.of(DOT);

/**
 * Where text ends: the next CR or LF. The platform's search for one octet finds them in half the time that a loop takes (7 µs
 * for 10 KiB of mail), and each is looked for again only once it is behind.
 */
export class LineEnds {
  private readonly bytes: Buffer;
  private cr = -1;
  private lf = -1;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** From `at` on; the number of octets where there is none. */
  next(at: number): number {
    if (this.cr < at) this.cr = this.find(CR, at);
    if (this.lf < at) this.lf = this.find(LF, at);
    return Math.min(this.cr, this.lf);
  }

  private find(octet: number, from: number): number {
    const at = this.bytes.indexOf(octet, from);
    return at < 0 ? this.bytes.length : at;
  }
}
