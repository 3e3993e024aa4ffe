/**
 * Mail data between DATA and its end (RFC 5321 §4.5.2): dots put before lines that begin with one, and taken away.
 *
 * Only CRLF ends a line, and only CRLF "." CRLF ends the data. A CR or LF that stands alone is counted and is an octet like
 * any other, or becomes something whole in what comes out; it never makes the next dot the first of a line on the way in, and never
 * leaves on the way out. So neither side can be made to see an end where the other sees none (SMTP smuggling,
 * CVE-2023-51764 to 51766). One client is let off: who ends its commands with LF alone, and the first line of the message too
 * (`startOfLfData`). No server that hands on what others smuggle speaks so. Both ways are incremental: any split of the input
 * comes to the same octets.
 */

const LF = 10;
const CR = 13;
const BLANK = 32;
const DOT = 46;

/** Behind what the next octet stands. `dot` and `dot-cr`: held back, at the beginning of a line. */
type Place = 'line-start' | 'text' | 'cr' | 'dot' | 'dot-cr';

export interface DotState {
  readonly place: Place;
  /** How many stood alone so far. */
  readonly bareCr: number;
  readonly bareLf: number;
  /** How many ended a line, with a CR or alone. */
  readonly lfs: number;
  /** LF alone may end the data. */
  readonly endsByLf?: boolean;
  /** No empty line has come; and how the first line ended. For `mend` alone. */
  readonly inHeader: boolean;
  readonly firstEnd?: 'crlf' | 'lf' | undefined;
  /** Octets on the wire since the last line's end, and the most that were on one line (RFC 5321 §4.5.3.1.6). */
  readonly lineOctets: number;
  readonly longestLine: number;
}

/** Data begin at the beginning of a line: "." CRLF alone is an empty message. */
export const startOfData: DotState = {
  place: 'line-start',
  bareCr: 0,
  bareLf: 0,
  lfs: 0,
  inHeader: true,
  lineOctets: 0,
  longestLine: 0,
};

/** For `mend`: a message whose first line ends with LF alone is one of LFs, up to a dot between two of them. */
export const startOfLfData: DotState = { ...startOfData, endsByLf: true };

/**
 * What becomes of a CR or LF alone: `keep` leaves it in place, `normalise` makes it CRLF.
 *
 * `mend` does as Exim does since it knows of smuggling (4.97.1): in the header either makes a line that continues its field;
 * in the body a CR ends a line, and an LF is a blank, or in BDAT ends a line, too. Where LF alone ends the very first line,
 * it ends all of them. A dot between two of them is the end of data in `startOfLfData` alone, and with Exim always.
 */
export type BareMode = 'keep' | 'normalise' | 'mend';

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
      if (this.place === 'text') at = this.ends.next(at);
      if (at === bytes.length) break;
      if ((this.place === 'dot' || this.place === 'dot-cr') && this.afterDot(at)) {
        if (this.place === 'dot-cr') continue;
        return at + 1;
      }
      this.take(bytes[at]!, at);
    }
    this.emit(bytes.length);
    return undefined;
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

export interface Dotted {
  readonly state: DotState;
  /** To be sent; parts of the input and what is put between them. */
  readonly chunks: readonly Uint8Array[];
}

/** A message to octets for the wire. A CR or LF alone leaves as CRLF, and a dot behind it is doubled. */
export const encodeDots = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, true);

/** Lines that know no dots, as those of BDAT (RFC 3030 §2): a CR or LF alone is counted and leaves as CRLF. */
export const normaliseLineEnds = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, false);

/** The same, with what `mend` makes of a header. */
export const mendLineEnds = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, false, true);

/** A CR at the very end has no LF any more. */
export function endOfLines(before: DotState): Dotted {
  if (before.place !== 'cr') return { state: before, chunks: [] };
  return { state: { ...before, place: 'line-start', bareCr: before.bareCr + 1 }, chunks: [LF_ALONE] };
}

function normalise(before: DotState, bytes: Uint8Array, doublesDots: boolean, mends = false): Dotted {
  const chunks: Uint8Array[] = [];
  let { place, bareCr, bareLf, lfs, inHeader, firstEnd } = before;
  let from = 0;
  let lineStart = -before.lineOctets;
  const insert = (to: number, octets: Uint8Array): void => {
    if (to > from) chunks.push(bytes.subarray(from, to));
    chunks.push(octets);
    from = to;
  };
  const ends = new LineEnds(bytes);
  for (let at = 0; at < bytes.length; at += 1) {
    if (place === 'text') at = ends.next(at);
    if (at === bytes.length) break;
    const octet = bytes[at]!;
    const folds = mends && inHeader;
    if (place === 'cr' && octet !== LF) {
      bareCr += 1;
      insert(at, folds ? LF_BLANK : LF_ALONE);
      place = folds ? 'text' : 'line-start';
    }
    const isBareLf = octet === LF && place !== 'cr';
    if (octet === LF) {
      lfs += 1;
      firstEnd ??= isBareLf ? 'lf' : 'crlf';
      if (at - lineStart === (isBareLf ? 0 : 1)) inHeader = false;
      lineStart = at + 1;
    }
    if (isBareLf) {
      bareLf += 1;
      insert(at, CR_ALONE);
      if (folds && firstEnd === 'crlf') insert(at + 1, BLANK_ALONE);
    }
    if (doublesDots && octet === DOT && place === 'line-start') insert(at, DOT_ALONE);
    place = octet === CR ? 'cr' : octet === LF ? 'line-start' : 'text';
  }
  if (from < bytes.length) chunks.push(bytes.subarray(from));
  return {
    state: { ...before, place, bareCr, bareLf, lfs, inHeader, firstEnd, lineOctets: bytes.length - lineStart },
    chunks,
  };
}

/** The last line of a body gets an end. */
export function mendLastLine(before: DotState): Dotted {
  if (before.place !== 'text') return endOfLines(before);
  return { state: { ...before, place: 'line-start' }, chunks: [CRLF] };
}

/** What ends the data: the last line's end where it lacks one, and the dot. */
export function endOfDots({ place }: DotState): Uint8Array {
  return Buffer.from(place === 'line-start' ? '.\r\n' : place === 'cr' ? '\n.\r\n' : '\r\n.\r\n', 'latin1');
}

const LF_ALONE = Uint8Array.of(LF);
const CR_ALONE = Uint8Array.of(CR);
const BLANK_ALONE = Uint8Array.of(BLANK);
const LF_BLANK = Uint8Array.of(LF, BLANK);
const CRLF = Uint8Array.of(CR, LF);
const DOT_ALONE = Uint8Array.of(DOT);

/**
 * Where text ends: the next CR or LF. The platform's search for one octet finds them in half the time that a loop takes (7 µs
 * for 10 KiB of mail), and each is looked for again only once it is behind.
 */
class LineEnds {
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
