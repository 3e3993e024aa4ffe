/** A file read forward, a line or an octet at a time, from any place on: so much as one part of it is held, never the whole. */
import type { FileHandle } from 'node:fs/promises';
import type { Later } from '../../expand/index.ts';

const PART = 64 * 1024;
const LF = 10;

export class FileLines {
  private readonly file: FileHandle;
  private held: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Where in the file the held octets end. */
  private readTo: number;
  private isAtEnd = false;

  constructor(file: FileHandle, from = 0) {
    this.file = file;
    this.readTo = from;
  }

  /** Where the next octet stands. */
  get offset(): number {
    return this.readTo - (this.held.length - this.at);
  }

  seek(offset: number): void {
    const back = this.readTo - offset;
    this.isAtEnd = false;
    if (back >= 0 && back <= this.held.length) this.at = this.held.length - back;
    else {
      this.held = Buffer.alloc(0);
      this.at = 0;
      this.readTo = offset;
    }
  }

  /**
   * With its LF; of a longer one the first `most` octets.
   *
   * @returns octets as characters; undefined: the file has ended
   */
  line(most: number): Later<string | undefined> {
    const line = this.taken(most);
    return line === 'more' ? this.refilledLine(most) : line.text;
  }

  private taken(most: number): { readonly text: string | undefined } | 'more' {
    const lf = this.held.indexOf(LF, this.at);
    const whole = lf < 0 ? undefined : lf + 1 - this.at;
    const available = this.held.length - this.at;
    if (whole === undefined && available < most && !this.isAtEnd) return 'more';
    const size = Math.min(whole ?? available, most);
    if (size === 0) return { text: undefined };
    const text = this.held.toString('latin1', this.at, this.at + size);
    this.at += size;
    return { text };
  }

  private async refilledLine(most: number): Promise<string | undefined> {
    for (;;) {
      await this.fill();
      const line = this.taken(most);
      if (line !== 'more') return line.text;
    }
  }

  /** The next octet, which stays; undefined: the file has ended. */
  async peek(): Promise<number | undefined> {
    while (this.at === this.held.length && !this.isAtEnd) await this.fill();
    return this.held[this.at];
  }

  private async fill(): Promise<void> {
    const part = Buffer.allocUnsafe(PART);
    const { bytesRead } = await this.file.read(part, 0, PART, this.readTo);
    this.readTo += bytesRead;
    this.isAtEnd = bytesRead === 0;
    this.held = Buffer.concat([this.held.subarray(this.at), part.subarray(0, bytesRead)]);
    this.at = 0;
  }
}
