/** Off the wire: dots taken away, and the end of the data found (RFC 5321 §4.5.2). */
import { BLANK_ALONE, CR, CR_ALONE, DOT, LF, LF_ALONE, LF_BLANK, LineEnds } from './octets.ts';
import type { BareMode, DotState, Place } from './state.ts';

export interface Undotted {
  readonly state: DotState;
  /** What the octets mean; parts of the input, not copies. */
  readonly chunks: readonly Uint8Array[];
  /** Index behind the end of the data; absent while there is more to come. */
  readonly end?: number;
}

/** Octets off the wire to the message in them. */
export function decodeDots(before: DotState, bytes: Uint8Array, mode: BareMode): Undotted {
  const reader = new DotReader(before, bytes, mode);
  const end = reader.read();
  return { state: reader.state(end ?? bytes.length), chunks: reader.chunks, ...(end !== undefined && { end }) };
}

/** The walk over one run of octets: every octet of mail passes here, most of them within `LineEnds`. */
class DotReader {
  readonly chunks: Uint8Array[] = [];
  private readonly bytes: Uint8Array;
  private readonly mode: BareMode;
  private readonly ends: LineEnds;
  private place: Place;
  private bareCr: number;
  private bareLf: number;
  private lfs: number;
  private longestLine: number;
  private inHeader: boolean;
  private readonly endsByLf: boolean;
  private firstEnd: DotState['firstEnd'];
  /** Where the line under way began; before 0 where earlier calls saw its beginning. */
  private lineStart: number;
  /** Of what is not in `chunks` yet. */
  private from = 0;

  constructor(before: DotState, bytes: Uint8Array, mode: BareMode) {
    this.bytes = bytes;
    this.mode = mode;
    this.ends = new LineEnds(bytes);
    this.place = before.place;
    this.bareCr = before.bareCr;
    this.bareLf = before.bareLf;
    this.lfs = before.lfs;
    this.longestLine = before.longestLine;
    this.inHeader = before.inHeader;
    this.endsByLf = before.endsByLf === true;
    this.firstEnd = before.firstEnd;
    this.lineStart = -before.lineOctets;
  }

  state(at: number): DotState {
    const { place, bareCr, bareLf, lfs, endsByLf, inHeader, firstEnd, longestLine, lineStart } = this;
    return { place, bareCr, bareLf, lfs, endsByLf, inHeader, firstEnd, longestLine, lineOctets: at - lineStart };
  }

  /** The index behind the end of the data, where it is in these octets. */
  read(): number | undefined {
    const { bytes } = this;
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.place === 'text') at = this.passLines(at);
      if (at >= bytes.length) break;
      if ((this.place === 'dot' || this.place === 'dot-cr') && this.afterDot(at)) {
        if (this.place === 'dot-cr') continue;
        return at + 1;
      }
      this.take(bytes[at]!, at);
    }
    this.emit(bytes.length);
    return undefined;
  }

  /** Lines of text that end in CRLF, each in one step, as all the steps below would come to. @returns where there is more to it */
  private passLines(from: number): number {
    const { bytes } = this;
    let at = this.ends.next(from);
    while (bytes[at] === CR && bytes[at + 1] === LF) {
      this.lfs += 1;
      this.endLine(at + 2);
      const first = bytes[at + 2];
      if (first === undefined || first === DOT || first === CR || first === LF) {
        this.place = 'line-start';
        return at + 2;
      }
      at = this.ends.next(at + 2);
    }
    return at;
  }

  /** Behind a dot that began a line: is this octet part of the end of data? Else the dot was stuffed, and is gone. */
  private afterDot(at: number): boolean {
    const octet = this.bytes[at];
    const wasCr = this.place === 'dot-cr';
    this.from = wasCr || octet !== CR ? at : at + 1;
    if (!wasCr && octet === CR) this.place = 'dot-cr';
    else if (octet === LF && (wasCr || this.isOfLfs)) {
      this.place = 'line-start';
      this.endLine(at + 1);
    } else {
      if (wasCr) this.chunks.push(CR_ALONE);
      this.place = wasCr ? 'cr' : 'text';
      return false;
    }
    return true;
  }

  private take(octet: number, at: number): void {
    if (this.place === 'cr' && octet !== LF) {
      this.bareCr += 1;
      if (this.mode !== 'keep') this.emit(at, this.mode === 'mend' && this.inHeader ? LF_BLANK : LF_ALONE);
    }
    if (octet === CR) this.place = 'cr';
    else if (octet === LF) this.takeLf(at);
    else if (octet === DOT && this.place === 'line-start') {
      this.emit(at);
      this.from = at + 1;
      this.place = 'dot';
    } else this.place = 'text';
  }

  private takeLf(at: number): void {
    this.lfs += 1;
    if (this.place === 'cr') {
      this.place = 'line-start';
      this.endLine(at + 1);
    } else {
      this.bareLf += 1;
      if (this.mode === 'mend') this.mendLf(at);
      else if (this.mode === 'normalise') this.emit(at, CR_ALONE);
      this.place = this.isOfLfs ? 'line-start' : 'text';
    }
  }

  private get isOfLfs(): boolean {
    return this.endsByLf && this.firstEnd === 'lf';
  }

  private mendLf(at: number): void {
    this.firstEnd ??= 'lf';
    if (this.firstEnd === 'lf') {
      this.emit(at, CR_ALONE);
      if (at === this.lineStart) this.inHeader = false;
      this.lineStart = at + 1;
    } else if (this.inHeader) {
      this.emit(at, CR_ALONE);
      this.emit(at + 1, BLANK_ALONE);
    } else {
      this.emit(at, BLANK_ALONE);
      this.from = at + 1;
    }
  }

  private endLine(next: number): void {
    const octets = next - this.lineStart;
    this.firstEnd ??= 'crlf';
    if (octets === 2) this.inHeader = false;
    this.longestLine = Math.max(this.longestLine, octets);
    this.lineStart = next;
  }

  private emit(to: number, insert?: Uint8Array): void {
    if (to > this.from) this.chunks.push(this.bytes.subarray(this.from, to));
    if (insert !== undefined) this.chunks.push(insert);
    this.from = to;
  }
}
