/** How large Exim calls a message of BDAT that is too large: lines end in LF up to the limit, and as they came behind it. */

const LF = 10;
const CR = 13;

export class Excess {
  private readonly limit: number;
  private counted: number;

  /** @param octets  that came before, with lines that end in LF */
  constructor(octets: number, limit: number) {
    this.counted = octets;
    this.limit = limit;
  }

  get octets(): number {
    return this.counted;
  }

  add(bytes: Uint8Array): void {
    let at = 0;
    for (; at < bytes.length && this.counted <= this.limit; at += 1)
      if (bytes[at] !== CR || (at + 1 < bytes.length && bytes[at + 1] !== LF)) this.counted += 1;
    this.counted += bytes.length - at;
  }
}
