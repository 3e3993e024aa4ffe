/** Octets of a message brought into the form in which they go out, as they pass by. */

export interface Form {
  readonly lineEnd: 'LF' | 'CRLF';
  /** Lines that begin with `check` begin with `instead` instead. */
  readonly escaping?: Escape;
}

export interface Escape {
  readonly check: string;
  readonly instead: string;
  /** In header lines, too, as BSMTP needs it. */
  readonly inHeader: boolean;
}

export interface Passage {
  readonly lineEnd: Form['lineEnd'];
  readonly escaping?: Pick<Escape, 'check' | 'instead'>;
  /** What comes has CRLF at the ends of its lines; else LF. */
  readonly fromWire: boolean;
  /** The first line is not looked at, as what stands before it is of ours. */
  readonly sparesFirstLine?: boolean;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * One part after another; what may be the beginning of more is held back until it is known, at most as long as `check`.
 *
 * Line ends are changed as Exim does: from LF to CRLF each LF gets a CR, whatever stands before it.
 */
export class Shaper {
  private held: Buffer = EMPTY;
  private isAtStart: boolean;
  private readonly check: Buffer | undefined;
  private readonly instead: Buffer | undefined;
  private readonly addsCr: boolean;
  private readonly dropsCr: boolean;

  constructor({ lineEnd, escaping, fromWire, sparesFirstLine = false }: Passage) {
    this.isAtStart = !sparesFirstLine;
    const escapes = escaping !== undefined && escaping.check !== '';
    // A whole line with its end, as MMDF has it, ends as lines do here.
    const check = escapes && fromWire ? escaping.check.replaceAll('\n', '\r\n') : escaping?.check;
    this.check = escapes ? Buffer.from(check!, 'latin1') : undefined;
    this.instead = escapes ? Buffer.from(escaping.instead, 'latin1') : undefined;
    this.addsCr = lineEnd === 'CRLF' && !fromWire;
    this.dropsCr = lineEnd === 'LF' && fromWire;
  }

  /** Nothing is to be done: parts may pass as they are. */
  get isPlain(): boolean {
    return this.check === undefined && !this.addsCr && !this.dropsCr;
  }

  /** @returns what can go on: the part itself where nothing is to be done */
  pass(octets: Uint8Array): Uint8Array {
    const part = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    if (this.isPlain) return part;
    const text = this.held.length === 0 ? part : Buffer.concat([this.held, part]);
    this.held = EMPTY;
    const pieces = new Pieces(text);
    this.lines(text, pieces);
    return pieces.joined();
  }

  /** What is held back: the beginning of a check string that never came, or a CR at the end. */
  end(): Uint8Array {
    const rest = this.held;
    this.held = EMPTY;
    return rest;
  }

  private lines(text: Buffer, out: Pieces): void {
    let at = 0;
    while (at < text.length) {
      const begun = this.isAtStart && this.check !== undefined ? beginning(text, at, this.check) : 'other';
      if (begun === 'unclear') {
        this.held = text.subarray(at);
        return;
      }
      if (begun === 'matched') {
        out.put(this.instead!);
        at += this.check!.length;
      }
      const end = text.indexOf(LF, at);
      this.isAtStart = end >= 0;
      if (end < 0) {
        this.tail(text, at, out);
        return;
      }
      this.line(text, at, end, out);
      at = end + 1;
    }
  }

  /** A line with its end, which may become another. */
  private line(text: Buffer, at: number, end: number, out: Pieces): void {
    const hasCr = this.dropsCr && end > at && text[end - 1] === CR;
    out.copy(at, hasCr ? end - 1 : end);
    if (this.addsCr) out.put(ONE_CR);
    out.copy(end, end + 1);
  }

  /** The beginning of a line: a CR at its end may be one half of a line end. */
  private tail(text: Buffer, at: number, out: Pieces): void {
    const holds = this.dropsCr && text.length > at && text[text.length - 1] === CR;
    const end = holds ? text.length - 1 : text.length;
    out.copy(at, end);
    if (holds) this.held = text.subarray(end);
  }
}

function beginning(text: Buffer, at: number, check: Buffer): 'matched' | 'unclear' | 'other' {
  const size = Math.min(check.length, text.length - at);
  if (text.compare(check, 0, size, at, at + size) !== 0) return 'other';
  return size === check.length ? 'matched' : 'unclear';
}

/** Stretches of a text with other octets between them; neighbours are one. */
class Pieces {
  private readonly text: Buffer;
  private readonly pieces: Uint8Array[] = [];
  private from = 0;
  private to = 0;

  constructor(text: Buffer) {
    this.text = text;
  }

  copy(from: number, to: number): void {
    if (from === this.to) {
      this.to = to;
      return;
    }
    this.flush();
    this.from = from;
    this.to = to;
  }

  put(octets: Uint8Array): void {
    this.flush();
    this.pieces.push(octets);
    this.from = this.to;
  }

  joined(): Uint8Array {
    this.flush();
    return this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
  }

  private flush(): void {
    if (this.to > this.from) this.pieces.push(this.text.subarray(this.from, this.to));
    this.from = this.to;
  }
}

const EMPTY = Buffer.alloc(0);
const ONE_CR = Buffer.from('\r');
