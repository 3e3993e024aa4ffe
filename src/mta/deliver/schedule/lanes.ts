/**
 * Messages of a queue run by where they go first: of those for one domain the first is tried alone, and what it has found out
 * counts for the others. Where nothing of it has to be remembered they all go; else the next is tried alone, and waits with
 * the others for the time of a host that is down. Exim, which tries one message after the other, calls such a host once.
 */

export interface Laned {
  readonly id: string;
  readonly domain: string;
}

interface Lane {
  /** One is tried, on which the others wait. */
  isBusy: boolean;
  isOpen: boolean;
  readonly held: string[];
}

export class Lanes {
  private readonly items: readonly Laned[];
  private readonly lanes = new Map<string, Lane>();
  private readonly ready: Laned[] = [];
  private at = 0;

  constructor(items: readonly Laned[]) {
    this.items = items;
  }

  /** The next that need not wait; undefined: there is none, now or at all. */
  take(): Laned | undefined {
    const released = this.ready.pop();
    if (released !== undefined) return released;
    while (this.at < this.items.length) {
      const item = this.items[this.at]!;
      this.at += 1;
      if (this.enter(item)) return item;
    }
    return undefined;
  }

  /** @param isPutOff  something about it is remembered, and may count for others */
  done({ domain }: Laned, isPutOff: boolean): void {
    const lane = this.lanes.get(domain)!;
    if (lane.isOpen) return;
    lane.isOpen = !isPutOff;
    const released = lane.held.splice(0, isPutOff ? 1 : lane.held.length);
    lane.isBusy = isPutOff && released.length > 0;
    for (const id of released.reverse()) this.ready.push({ id, domain }); // the last is taken first
  }

  private enter({ id, domain }: Laned): boolean {
    const lane = this.lanes.get(domain) ?? { isBusy: false, isOpen: false, held: [] };
    this.lanes.set(domain, lane);
    if (lane.isOpen) return true;
    if (lane.isBusy) {
      lane.held.push(id);
      return false;
    }
    lane.isBusy = true;
    return true;
  }
}
