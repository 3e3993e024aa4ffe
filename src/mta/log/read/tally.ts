/** Counters by name. */

export interface Counted {
  messages: number;
  bytes: number;
  addresses: number;
}

export class Tally {
  private readonly rows = new Map<string, Counted>();

  add(name: string, bytes = 0): void {
    const row = this.row(name);
    row.messages += 1;
    row.addresses += 1;
    row.bytes += bytes;
  }

  /** A further address of a delivery that was counted. */
  addAddress(name: string): void {
    this.row(name).addresses += 1;
  }

  get size(): number {
    return this.rows.size;
  }

  /** The largest first; equal ones by octets, then by name. */
  ranking(top = Number.POSITIVE_INFINITY): readonly ({ readonly name: string } & Readonly<Counted>)[] {
    return [...this.rows]
      .map(([name, counted]) => ({ name, ...counted }))
      .sort((a, b) => b.messages - a.messages || b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
      .slice(0, top);
  }

  total(): number {
    let sum = 0;
    for (const { messages } of this.rows.values()) sum += messages;
    return sum;
  }

  private row(name: string): Counted {
    let row = this.rows.get(name);
    if (row === undefined) {
      row = { messages: 0, bytes: 0, addresses: 0 };
      this.rows.set(name, row);
    }
    return row;
  }
}
