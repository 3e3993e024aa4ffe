/** What was said of one message, for who asks why. */
import type { Trace } from '../../../base/index.ts';

/** A delivery to thousands is told by how it begins and how it ends. */
const MAX_LINES = 200;

export class Transcript {
  private kept: string[] = [];

  readonly trace: Trace = ({ direction, text }) => this.keep(`${direction === 'out' ? '>' : '<'} ${text}`);

  /** What neither side has said. */
  note(text: string): void {
    this.keep(`= ${text}`);
  }

  private keep(line: string): void {
    if (this.kept.length < MAX_LINES) this.kept.push(line);
    else this.kept[MAX_LINES - 1] = line;
  }

  clear(): void {
    this.kept = [];
  }

  lines(): readonly string[] {
    return this.kept;
  }
}
