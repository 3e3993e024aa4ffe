/** Lines of files here end in LF; CRLF and a lone CR end one as well. Made into CRLF, as messages are kept. */

const LF = 10;
const CR = 13;

export class UnixLines {
  private isBehindCr = false;
  private last = LF;
  /** So many have come, each line end one. */
  octets = 0;

  /** Whole lines need not come at once. */
  take(piece: Buffer): Buffer {
    const ends = countEnds(piece);
    this.octets += piece.length;
    if (piece.length > 0) this.last = piece[piece.length - 1]!;
    if (ends === 0) {
      if (piece.length > 0) this.isBehindCr = false;
      return piece;
    }
    const made = Buffer.allocUnsafe(piece.length + ends);
    let to = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const octet = piece[at]!;
      if (octet === LF && this.isBehindCr) {
        this.isBehindCr = false;
        this.octets -= 1;
        continue;
      }
      this.isBehindCr = octet === CR;
      if (octet === LF || octet === CR) {
        made[to++] = CR;
        made[to++] = LF;
      } else made[to++] = octet;
    }
    return made.subarray(0, to);
  }

  /** A last line without an end gets one. */
  end(): Buffer {
    return Buffer.from(this.last === LF || this.last === CR ? '' : '\r\n');
  }
}

function countEnds(piece: Buffer): number {
  let count = 0;
  for (const octet of piece) if (octet === LF || octet === CR) count += 1;
  return count;
}
