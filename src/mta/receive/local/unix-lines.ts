/**
 * Lines of files here end in LF; CRLF and a lone CR end one as well. Made into CRLF, as messages are kept. In a header what
 * stands behind a lone CR goes on with the same field: it is no way to bring in another.
 */

const LF = 10;
const CR = 13;
const TAB = 9;
const BLANK = 32;
const COLON = 58;

export class UnixLines {
  private isBehindCr = false;
  private isInHeader = true;
  private lineOctets = 0;
  /** It may be one of the header: a field, or one that goes on. */
  private isOfField = false;
  /** So many have come, each line end one. */
  octets = 0;

  /** Whole lines need not come at once. */
  take(piece: Buffer): Buffer {
    this.octets += piece.length;
    if (!this.isBehindCr && isPlain(piece)) {
      if (piece.includes(COLON) || (this.lineOctets === 0 && isBlank(piece[0]))) this.isOfField = true;
      this.lineOctets += piece.length;
      return piece;
    }
    const made = Buffer.allocUnsafe(piece.length + 2 * countEnds(piece) + 1);
    let to = 0;
    for (const octet of piece) {
      const wasCr = this.isBehindCr;
      this.isBehindCr = octet === CR;
      if (wasCr && octet === LF) {
        this.octets -= 1;
        this.endLine();
        continue;
      }
      if (wasCr && this.isInHeader) {
        made[to++] = BLANK;
        this.isOfField = true;
      }
      if (octet === LF || octet === CR) {
        made[to++] = CR;
        made[to++] = LF;
        if (octet === LF) this.endLine();
      } else {
        made[to++] = octet;
        if (octet === COLON || (this.lineOctets === 0 && isBlank(octet))) this.isOfField = true;
        this.lineOctets += 1;
      }
    }
    return made.subarray(0, to);
  }

  /** A last line without an end gets one. */
  end(): Buffer {
    return Buffer.from(this.lineOctets === 0 || this.isBehindCr ? '' : '\r\n');
  }

  private endLine(): void {
    if (!this.isOfField) this.isInHeader = false;
    this.isOfField = false;
    this.lineOctets = 0;
  }
}

/** What a line begins with that goes on with the field before it. */
const isBlank = (octet: number | undefined): boolean => octet === BLANK || octet === TAB;

const isPlain = (piece: Buffer): boolean => !piece.includes(LF) && !piece.includes(CR);

function countEnds(piece: Buffer): number {
  let count = 0;
  for (const octet of piece) if (octet === LF || octet === CR) count += 1;
  return count;
}
