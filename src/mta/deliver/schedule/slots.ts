/**
 * Places for messages in work, of which there is a bounded number.
 *
 * Work is what this process does. A message that waits for its turn at a host, or for so long already that it must be the
 * other side that is slow, is none: it makes room for another, so that a next hop that never answers holds up its own mail
 * alone. All that has begun is bounded as well, since each takes memory.
 */
import type { Later } from '../../expand/index.ts';

export interface Place {
  /** It waits for others, until as many `goOn`s were said. */
  readonly wait: () => void;
  readonly goOn: () => void;
  readonly leave: () => void;
}

export interface SlotLimits {
  /** In work at once. */
  readonly atOnce: number;
  /** Begun, and not over. */
  readonly begun: number;
  /** After so long it is the other side that is slow. */
  readonly slowMs: number;
}

interface Held {
  readonly sinceMs: number;
  waits: number;
  isSlow: boolean;
}

export class Slots {
  private readonly limits: SlotLimits;
  private readonly monotonicMs: () => number;
  /** The oldest first. */
  private readonly held = new Set<Held>();
  private readonly entering: ((place: Place) => void)[] = [];
  private working = 0;
  /** Told when there is room and nobody waits for it by `enter`. */
  onRoom: () => void = () => {};

  constructor(limits: SlotLimits, monotonicMs: () => number) {
    this.limits = limits;
    this.monotonicMs = monotonicMs;
  }

  /** Begun, and not over. */
  get begun(): number {
    return this.held.size;
  }

  /** Undefined: there is no room. */
  tryEnter(): Place | undefined {
    return this.hasRoom() ? this.begin() : undefined;
  }

  /** In the order of asking. */
  enter(): Later<Place> {
    return this.tryEnter() ?? new Promise((resolve) => this.entering.push(resolve));
  }

  /** To be called now and then: whoever has become slow makes room. */
  sweep(): void {
    const slowSinceMs = this.monotonicMs() - this.limits.slowMs;
    for (const one of this.held) {
      if (one.sinceMs > slowSinceMs) break;
      if (one.isSlow) continue;
      one.isSlow = true;
      if (one.waits === 0) this.working -= 1;
    }
    this.makeUse();
  }

  private hasRoom(): boolean {
    return this.working < this.limits.atOnce && this.held.size < this.limits.begun;
  }

  private begin(): Place {
    const one: Held = { sinceMs: this.monotonicMs(), waits: 0, isSlow: false };
    this.held.add(one);
    this.working += 1;
    const isWork = (): boolean => one.waits === 0 && !one.isSlow && this.held.has(one);
    return {
      wait: () => {
        if (isWork()) this.working -= 1;
        one.waits += 1;
        this.makeUse();
      },
      goOn: () => {
        one.waits -= 1;
        if (isWork()) this.working += 1;
      },
      leave: () => {
        if (isWork()) this.working -= 1;
        this.held.delete(one);
        this.makeUse();
      },
    };
  }

  private makeUse(): void {
    while (this.entering.length > 0 && this.hasRoom()) this.entering.shift()!(this.begin());
    if (this.hasRoom()) this.onRoom();
  }
}
