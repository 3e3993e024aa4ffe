/** What is counted of a body while it goes by, and what of it is kept to be shown. */
import type { BodyFacts } from '../../facts/index.ts';

const LF = 10;
const CR = 13;

export class BodyCount {
  private readonly visible: number;
  private octets = 0;
  private lines = 0;
  private zeros = 0;
  private longestLine = 0;
  private lineOctets = 0;
  private last = -1;
  private beginning: Buffer[] = [];
  private begun = 0;
  /** The last parts, of which the end is made once it is asked for. */
  private ends: Buffer[] = [];
  private endOctets = 0;

  /** @param visible  message_body_visible: so many octets of either end are kept */
  constructor(visible: number) {
    this.visible = visible;
  }

  /** Octets of the body as they came; they are not kept but for the ends. */
  add(bytes: Buffer): void {
    this.octets += bytes.length;
    this.countLines(bytes);
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) this.zeros += 1;
    if (this.begun < this.visible * 2) this.keepBeginning(bytes);
    if (this.visible > 0) this.keepEnd(bytes);
    if (bytes.length > 0) this.last = bytes[bytes.length - 1]!;
  }

  private countLines(bytes: Buffer): void {
    let from = 0;
    for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, from)) {
      this.lines += 1;
      const before = lf > 0 ? bytes[lf - 1] : this.last;
      this.noteLine(this.lineOctets + lf - from - (before === CR ? 1 : 0));
      this.lineOctets = 0;
      from = lf + 1;
    }
    this.lineOctets += bytes.length - from;
  }

  /** One that is not of the body counts, too. */
  noteLine(octets: number): void {
    if (octets > this.longestLine) this.longestLine = octets;
  }

  /** Twice as much, since line ends become shorter. */
  private keepBeginning(bytes: Buffer): void {
    const part = Buffer.from(bytes.subarray(0, this.visible * 2 - this.begun));
    this.beginning.push(part);
    this.begun += part.length;
  }

  private keepEnd(bytes: Buffer): void {
    const most = this.visible * 2;
    const part = bytes.length > most ? bytes.subarray(bytes.length - most) : bytes;
    this.ends.push(Buffer.from(part)); // a view would hold all that was read with it
    this.endOctets += part.length;
    if (this.endOctets > 2 * most + MANY_OCTETS) this.shortenEnd(most);
  }

  private shortenEnd(most: number): Buffer {
    const end = Buffer.concat(this.ends).subarray(-most);
    this.ends = [end];
    this.endOctets = end.length;
    return end;
  }

  /** Sizes as they are with LF alone, as Exim counts. */
  facts(): BodyFacts {
    if (this.lineOctets > 0) this.noteLine(this.lineOctets);
    const { octets, lines, zeros, longestLine } = this;
    return new SeenBody({ octets: octets - lines, lines, zeros, longestLine }, this);
  }

  get visibleBeginning(): string {
    return unixLines(Buffer.concat(this.beginning)).slice(0, this.visible);
  }

  get visibleEnd(): string {
    return this.visible === 0 ? '' : unixLines(this.shortenEnd(this.visible * 2)).slice(-this.visible);
  }
}

/** Of the ends a text is made when a variable asks for it, which few messages see. */
class SeenBody implements BodyFacts {
  readonly octets: number;
  readonly lines: number;
  readonly zeros: number;
  readonly longestLine: number;
  private readonly count: BodyCount;

  constructor({ octets, lines, zeros, longestLine }: Omit<BodyFacts, 'beginning' | 'end'>, count: BodyCount) {
    this.octets = octets;
    this.lines = lines;
    this.zeros = zeros;
    this.longestLine = longestLine;
    this.count = count;
  }

  get beginning(): string {
    return this.count.visibleBeginning;
  }

  get end(): string {
    return this.count.visibleEnd;
  }
}

/** Gathered beyond what is kept: a body in single octets is not put together for each of them. */
const MANY_OCTETS = 4096;

const unixLines = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n');
