/** What is found wrong while reading, a few of each kind: a hostile report could be nothing but faults. */
import type { Fault, FaultCode } from '../types.ts';

const MAX_OF_A_KIND = 5;

export class Faults {
  readonly list: Fault[] = [];
  private readonly counts = new Map<FaultCode, number>();

  note(code: FaultCode, detail: string): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= MAX_OF_A_KIND) this.list.push({ code, detail });
  }
}
