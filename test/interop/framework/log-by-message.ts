/** A log that grows, read on from where it was read to, and its lines by the message that they are about. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const ID = /^\S+ \S+ ([0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}) /;

export class LogByMessage {
  private readonly file: string;
  private readAt = 0;
  /** The beginning of a line that is not whole yet. */
  private rest = '';
  private readonly lines = new Map<string, string[]>();

  constructor(file: string) {
    this.file = file;
  }

  /** As far as it has been written. */
  about(id: string): readonly string[] {
    this.readOn();
    return this.lines.get(id) ?? [];
  }

  private readOn(): void {
    if (!existsSync(this.file)) return;
    const file = openSync(this.file, 'r');
    try {
      const octets = Buffer.alloc(fstatSync(file).size - this.readAt);
      this.readAt += readSync(file, octets, 0, octets.length, this.readAt);
      const whole = (this.rest + octets.toString('latin1')).split('\n');
      this.rest = whole.pop() ?? '';
      for (const line of whole) this.keep(line);
    } finally {
      closeSync(file);
    }
  }

  private keep(line: string): void {
    const id = ID.exec(line)?.[1];
    if (id === undefined) return;
    const known = this.lines.get(id);
    if (known === undefined) this.lines.set(id, [line]);
    else known.push(line);
  }
}
