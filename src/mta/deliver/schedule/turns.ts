/**
 * Turns at what many deliveries want at once, a host or a domain: a bounded number has one, others wait in their order.
 *
 * Where all turns are taken and none has come to an end for a while, it is *stuck*: a host that takes connections and says
 * nothing. Nobody waits there: who does, and who comes, is sent away, and is tried in a later queue run.
 */
import type { Later } from '../../expand/index.ts';
import type { Place } from './slots.ts';

export type EndTurn = () => void;

/** Of all turns none has ended for so long. */
export const STUCK_MS = 10_000;

interface Queue {
  taken: number;
  /** When one began or came to an end. */
  movedMs: number;
  readonly waiting: ((turn: EndTurn | undefined) => void)[];
}

export class Turns {
  private readonly most: number;
  private readonly monotonicMs: () => number;
  private readonly byKey = new Map<string, Queue>();

  /** @param most  at one key; 0 is no limit */
  constructor(most: number, monotonicMs: () => number) {
    this.most = most;
    this.monotonicMs = monotonicMs;
  }

  /** @returns what ends the turn; a promise where others are before; undefined: it is stuck */
  take(key: string, place: Place | undefined): Later<EndTurn | undefined> {
    if (this.most === 0) return NO_END;
    const queue = this.byKey.get(key) ?? this.open(key);
    if (queue.taken < this.most) return this.begin(key, queue);
    if (this.isStuck(queue)) return undefined;
    place?.wait();
    return new Promise((resolve) => {
      queue.waiting.push((turn) => {
        place?.goOn();
        resolve(turn);
      });
    });
  }

  /** To be called now and then: whoever waits where it is stuck is sent away. */
  sweep(): void {
    for (const queue of this.byKey.values()) if (queue.waiting.length > 0 && this.isStuck(queue)) sendAway(queue);
  }

  /** Whoever waits is sent away. */
  close(): void {
    for (const queue of this.byKey.values()) sendAway(queue);
  }

  private open(key: string): Queue {
    const queue: Queue = { taken: 0, movedMs: 0, waiting: [] };
    this.byKey.set(key, queue);
    return queue;
  }

  private isStuck({ movedMs }: Queue): boolean {
    return this.monotonicMs() - movedMs > STUCK_MS;
  }

  private begin(key: string, queue: Queue): EndTurn {
    queue.taken += 1;
    queue.movedMs = this.monotonicMs();
    return () => this.end(key, queue);
  }

  private end(key: string, queue: Queue): void {
    queue.taken -= 1;
    queue.movedMs = this.monotonicMs();
    const next = queue.waiting.shift();
    if (next !== undefined) next(this.begin(key, queue));
    else if (queue.taken === 0) this.byKey.delete(key);
  }
}

function sendAway({ waiting }: Queue): void {
  for (const tell of waiting.splice(0)) tell(undefined);
}

const NO_END: EndTurn = () => {};
