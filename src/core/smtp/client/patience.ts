/** How long a server may still take: one wait at a time counts, and most are as long as one before, whose timer begins anew. */
export class Patience {
  private readonly isOver: (afterMs: number) => void;
  /** By how long they take. */
  private readonly timers = new Map<number, NodeJS.Timeout>();
  /** The one that counts; a server that is not waited for has all the time. */
  private timer: NodeJS.Timeout | undefined;

  /** @param isOver  told when a wait has come to its end, with how long it was */
  constructor(isOver: (afterMs: number) => void) {
    this.isOver = isOver;
  }

  /** What was waited for before is forgotten. */
  begin(afterMs: number): void {
    this.timer = this.timers.get(afterMs)?.refresh() ?? this.newTimer(afterMs);
  }

  /** It is not the server who is late. */
  rest(): void {
    this.timer = undefined;
  }

  end(): void {
    this.timer = undefined;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private newTimer(afterMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      if (timer === this.timer) this.isOver(afterMs);
    }, afterMs);
    this.timers.set(afterMs, timer);
    return timer;
  }
}
