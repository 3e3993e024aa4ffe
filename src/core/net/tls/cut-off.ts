/**
 * Has TLS ended without its own word of the end (close_notify, RFC 8446 §6.1)?
 *
 * Node does not tell the two ends apart. Octets below TLS do: between the last that held something of the client's and the
 * end there are some, if its word of the end came.
 */

/** The stream below TLS. */
export interface Below {
  readonly bytesRead: number;
}

/** No record is smaller, with nothing in it, than half of this: a word of the end may have come together with data. */
const TWO_RECORDS = 44;

export class CutOffWatch {
  private readonly below: Below;
  private seen: number;
  /** As it may behind the handshake, too: its last record and the word of the end come together. */
  private mayHaveEnd = true;
  private hasData = false;

  constructor(below: Below) {
    this.below = below;
    this.seen = below.bytesRead;
  }

  /** So many octets have come through TLS. */
  note(octets: number): void {
    const more = this.below.bytesRead - this.seen;
    const isFirst = !this.hasData;
    this.hasData = true;
    if (more === 0 && !isFirst) return; // of a record that came together with the one before
    this.mayHaveEnd = more - octets >= TWO_RECORDS;
    this.seen = this.below.bytesRead;
  }

  /** At the end of the stream; where it cannot be known, it is no. */
  get isCutOff(): boolean {
    return !this.mayHaveEnd && this.below.bytesRead === this.seen;
  }
}
