/** A message on its way in: its header held, its body handed on to the spool and counted as it goes by. */
import { after, type Later } from '../../expand/index.ts';
import type { BodyFacts } from '../../facts/index.ts';
import type { MessageWriter } from '../../spool/index.ts';
import { BodyCount } from './body-count.ts';
import { Excess } from './excess.ts';
import { endHeader, type HeaderProgress, NO_HEADER, takeHeader } from './header-block.ts';

/** Where the octets of the body go. Undefined, or what to wait for before the next part. */
export type BodySink = (octets: Uint8Array) => Promise<void> | undefined;

export interface IntakeOptions {
  readonly visibleOctets: number;
  /** header_maxsize. */
  readonly maxHeaderOctets: number;
  readonly sink: BodySink;
  /** Told of the whole header, octets as they came, before anything of the body; absent: nobody wants to know so early. */
  readonly onHeader?: (header: string) => Promise<void>;
}

/** What is read, and where it goes. */
export interface Incoming {
  readonly writer: MessageWriter;
  readonly intake: Intake;
}

export interface Arrived {
  /** Octets as they came. */
  readonly header: string;
  /** An empty line stood behind it. */
  readonly hasEmptyLine: boolean;
  readonly body: BodyFacts;
  /** The header was too long: the rest was dropped. */
  readonly isTooLong: boolean;
}

export interface Broken extends Pick<Arrived, 'header' | 'hasEmptyLine' | 'body'> {
  /** Of a line of the header whose end did not come. */
  readonly partOctets: number;
}

export class Intake {
  private options: IntakeOptions;
  private readonly count: BodyCount;
  private progress: HeaderProgress | undefined = NO_HEADER;
  /** Octets of the header that were not looked at yet. */
  private unread: Uint8Array[] = [];
  private unreadOctets = 0;
  private header: Buffer | undefined;
  private taken = 0;
  private isTooLong = false;
  private hasEmptyLine = false;
  private excess: Excess | undefined;

  constructor(options: IntakeOptions) {
    this.options = options;
    this.count = new BodyCount(options.visibleOctets);
  }

  /** So many have come, line ends as they were. */
  get octets(): number {
    return this.taken;
  }

  /** The header has not come to its end. */
  get isInHeader(): boolean {
    return this.progress !== undefined;
  }

  write(octets: Uint8Array): Promise<void> | undefined {
    this.taken += octets.length;
    this.excess?.add(octets);
    if (this.isTooLong) return undefined;
    if (this.progress === undefined) return this.pass(asBuffer(octets));
    this.unread.push(octets);
    this.unreadOctets += octets.length;
    if (this.unread.length >= MANY_PARTS) this.unread = [Buffer.concat(this.unread)];
    // Looked at in ever larger steps: else a header in single octets would be copied for each of them.
    return this.unreadOctets < this.progress.held.length >> 3 ? undefined : this.readOn(this.progress);
  }

  private readOn(progress: HeaderProgress): Promise<void> | undefined {
    const octets = this.unread.length === 1 ? this.unread[0]! : Buffer.concat(this.unread);
    this.unread = [];
    this.unreadOctets = 0;
    const step = takeHeader(progress, octets);
    const seen = step.kind === 'whole' ? step.header.length : step.progress.held.length;
    if (seen > this.options.maxHeaderOctets) {
      this.isTooLong = true;
      const held = step.kind === 'whole' ? step.header : step.progress.held;
      this.header = Buffer.from(held.subarray(0, this.options.maxHeaderOctets));
      return undefined;
    }
    if (step.kind === 'more') {
      this.progress = { ...step.progress, held: owned(step.progress.held, octets) };
      return undefined;
    }
    this.progress = undefined;
    this.header = Buffer.from(step.header);
    this.hasEmptyLine = step.hasEmptyLine;
    return this.tellHeader(step.body);
  }

  /** @param body  what came with the end of it */
  private tellHeader(body: Buffer): Promise<void> | undefined {
    const { onHeader } = this.options;
    if (onHeader === undefined) return body.length > 0 ? this.pass(body) : undefined;
    const kept = Buffer.from(body);
    return onHeader(this.header!.toString('latin1')).then(() => (kept.length > 0 ? this.pass(kept) : undefined));
  }

  private pass(octets: Buffer): Promise<void> | undefined {
    this.count.add(octets);
    return this.options.sink(octets);
  }

  /** From now on nothing is kept, since there will be more than `limit`. */
  countOnly(limit: number): void {
    this.options = { ...this.options, sink: () => undefined };
    this.excess = new Excess(this.soFar().octets, limit);
  }

  /** What has come since then counted as Exim counts chunks of BDAT. */
  get chunkOctets(): number {
    return this.excess?.octets ?? 0;
  }

  /** The header, once it is whole, and octets with lines that end in LF. */
  soFar(): { readonly header: string; readonly octets: number } {
    const unread = Buffer.concat([...(this.progress === undefined ? [] : [this.progress.held]), ...this.unread]);
    const header = withLf(this.header?.toString('latin1') ?? '');
    const rest = withLf(unread.toString('latin1')).length + this.count.facts().octets;
    return { header, octets: header.length + (this.hasEmptyLine ? 1 : 0) + rest };
  }

  /** Nothing more will come: what there is, whole lines of the header only, and whether another one had begun. */
  breakOff(): Broken {
    this.options = { ...this.options, sink: () => undefined };
    if (this.progress !== undefined && this.unreadOctets > 0) void this.readOn(this.progress);
    const { held, lineStart } = this.progress ?? NO_HEADER;
    const inHeader = held.subarray(0, lineStart);
    const header = (this.header ?? inHeader).toString('latin1');
    const { hasEmptyLine } = this;
    return { header, hasEmptyLine, partOctets: held.length - lineStart, body: this.count.facts() };
  }

  end(): Later<Arrived> {
    if (this.progress === undefined) return this.arrived();
    const read = this.unreadOctets > 0 ? this.readOn(this.progress) : undefined;
    return after(read, () => after(this.endHeader(), () => this.arrived()));
  }

  private endHeader(): Later<void> {
    if (this.progress === undefined || this.isTooLong) return;
    const { header, body } = endHeader(this.progress);
    this.progress = undefined;
    this.header = header;
    return this.tellHeader(body);
  }

  private arrived(): Arrived {
    const header = this.header?.toString('latin1') ?? '';
    this.count.noteLine(longestOf(header));
    return { header, hasEmptyLine: this.hasEmptyLine, body: this.count.facts(), isTooLong: this.isTooLong };
  }
}

const withLf = (text: string): string => text.replaceAll('\r\n', '\n');

/** Small ones are put together: each costs more than its octets. */
const MANY_PARTS = 512;

/** Octets of the longest line. */
function longestOf(header: string): number {
  let most = 0;
  for (let at = 0; at < header.length; ) {
    const lf = header.indexOf('\n', at);
    const end = lf < 0 ? header.length : lf;
    most = Math.max(most, end - at - (header[end - 1] === '\r' ? 1 : 0));
    at = end + 1;
  }
  return most;
}

const asBuffer = (octets: Uint8Array): Buffer => Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);

/** What is kept beyond the call must not be a view of what the socket reads into. */
const owned = (held: Buffer, octets: Uint8Array): Buffer => (held.buffer === octets.buffer ? Buffer.from(held) : held);
