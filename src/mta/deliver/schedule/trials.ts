/**
 * How many messages of a queue run are tried at once: one at first, twice as many whenever one has come to its end and nothing
 * of it had to be remembered, half as many where something had. So a short queue in front of a host that is down calls it
 * once, as with Exim, which tries one message after the other; and a long one is soon as wide as it may be, and never narrow,
 * whatever hosts say: there are many of them, and greylisting alone would make it as slow as one message after the other.
 * Who takes a while counts no longer, so that a host that says nothing holds up nobody.
 */
import type { Later } from '../../expand/index.ts';
import { type Laned, Lanes } from './lanes.ts';
import type { Place } from './slots.ts';

export interface TrialOptions {
  /** Begun, and not over. */
  readonly atOnce: number;
  /** A place among those in work; absent: there are enough. */
  readonly enter: (() => Later<Place>) | undefined;
  /** Before each: is there to be another? */
  readonly goesOn: () => boolean;
  /** @returns whether something about it is remembered, and may count for others */
  readonly attempt: (id: string, place: Place | undefined) => Promise<boolean>;
}

/** Longer than a host takes to refuse, and than most take to accept. */
const SLOW_MS = 1000;

/** Of so many messages in the queue one may always be tried, beside the others. */
const LONG = 32;

/** Resolves when all that were begun are over; rejects then, where one has. */
export const tryInTurns = (items: readonly Laned[], options: TrialOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const trials = new Trials(items, options, () => {
      if (trials.bugs.length === 0) resolve();
      else reject(trials.bugs[0]);
    });
    trials.goOn();
  });

class Trials {
  private readonly lanes: Lanes;
  private readonly options: TrialOptions;
  private readonly over: () => void;
  readonly bugs: unknown[] = [];
  private readonly narrowest: number;
  private width: number;
  /** Begun, and not slow. */
  private counted = 0;
  private underWay = 0;

  constructor(items: readonly Laned[], options: TrialOptions, over: () => void) {
    this.lanes = new Lanes(items);
    this.options = options;
    this.over = over;
    this.narrowest = Math.max(1, Math.min(options.atOnce, Math.floor(items.length / LONG)));
    this.width = this.narrowest;
  }

  goOn(): void {
    while (this.counted < this.width && this.underWay < this.options.atOnce) {
      const item = this.lanes.take();
      if (item === undefined || !this.goesOn()) break;
      void this.begin(item);
    }
    if (this.underWay === 0) this.over();
  }

  private async begin(item: Laned): Promise<void> {
    this.underWay += 1;
    this.counted += 1;
    const isPutOff = await this.attempt(item).catch((bug: unknown) => {
      this.bugs.push(bug);
      return true;
    });
    this.underWay -= 1;
    this.width = isPutOff ? Math.max(this.narrowest, this.width >> 1) : Math.min(this.options.atOnce, this.width * 2);
    this.lanes.done(item, isPutOff);
    this.goOn();
  }

  private async attempt({ id }: Laned): Promise<boolean> {
    let isCounted = true;
    const leave = (): void => {
      if (isCounted) this.counted -= 1;
      isCounted = false;
    };
    let timer: NodeJS.Timeout | undefined;
    let place: Place | undefined;
    try {
      place = await this.options.enter?.();
      if (!this.goesOn()) return false; // that may have taken a while
      timer = setTimeout(() => {
        leave();
        this.goOn();
      }, SLOW_MS);
      return await this.options.attempt(id, place);
    } finally {
      clearTimeout(timer);
      leave();
      place?.leave();
    }
  }

  private goesOn(): boolean {
    return this.bugs.length === 0 && this.options.goesOn();
  }
}
