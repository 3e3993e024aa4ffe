/**
 * How long a server may still take: one wait at a time counts, and most are as long as one before, whose timer begins anew.
 *
 * A process that was late itself (busy, stopped, its machine asleep) comes to its timers first, and to what has arrived
 * afterwards. So when the time is up, what has arrived is heard before the server is given up: a 250 that lies in the socket
 * and is not heard makes a second copy.
 */
export class Patience {
  private readonly isOver: (afterMs: number) => void;
  /** By how long they take. */
  private readonly timers = new Map<number, NodeJS.Timeout>();
  /** The one that counts; a server that is not waited for has all the time. */
  private timer: NodeJS.Timeout | undefined;
  /** Waits that have begun: which one it is, where the timer is that of the one before. */
  private waits = 0;

  /** @param isOver  told when a wait has come to its end, with how long it was */
  constructor(isOver: (afterMs: number) => void) {
    this.isOver = isOver;
  }

  /** What was waited for before is forgotten. */
  begin(afterMs: number): void {
    this.waits += 1;
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
      const { waits } = this;
      const isStill = (): boolean => timer === this.timer && waits === this.waits;
      // What has arrived is read between timers and immediates.
      if (isStill()) setImmediate(() => isStill() && this.isOver(afterMs));
    }, afterMs);
    this.timers.set(afterMs, timer);
    return timer;
  }
}
