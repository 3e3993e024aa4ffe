/**
 * Landing: messages of a turn of the event loop are written behind one another, and one flush makes them all durable. While
 * it is under way, the next gather.
 *
 * Where flushes are slow, several may be under way. Each is told only after those before it, and fails with them: what lies
 * behind a hole is found by nobody.
 */
import { ok, type Result } from '../../../../base/index.ts';
import { type SpoolError, systemFailure } from '../../failures.ts';
import { MAX_FLUSHES, type TrayFile } from './file.ts';
import { type Frame, MARK_OCTETS } from './frame.ts';

/** A tray that takes messages, or did. */
export interface Tray {
  readonly name: string;
  readonly mark: Buffer;
  readonly file: TrayFile;
  /** Where the next frame goes. */
  end: number;
  /** Frames that are on their way into it: it must not be used for others before they have come down. */
  flying: number;
  /** It could not be written, or not be flushed: nothing more is put into it. */
  isBroken: boolean;
}

interface Waiting {
  readonly tray: Tray;
  readonly at: number;
  readonly frame: Frame;
  readonly done: (outcome: Result<void, SpoolError>) => void;
}

interface Flight {
  readonly tray: Tray;
  readonly waiting: readonly Waiting[];
  readonly slot: number;
  outcome: 'flying' | 'flushed' | Error;
}

/** From here on a flush is worth waiting for with the next one on its way. */
const SLOW_MS = 2;
/** How much the last flush counts in what they usually take. */
const WEIGHT = 0.2;

export interface Landing {
  /** In the place that was set aside for it. */
  land(tray: Tray, at: number, frame: Frame): Promise<Result<void, SpoolError>>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

export function createLanding(folder: string, nowMs: () => number): Landing {
  let waiting: Waiting[] = [];
  const flights: Flight[] = [];
  let isArranged = false;
  let usualMs = 0;
  let onIdle: (() => void)[] = [];

  const arrange = (): void => {
    if (isArranged || waiting.length === 0 || flights.length >= (usualMs > SLOW_MS ? MAX_FLUSHES : 1)) return;
    isArranged = true;
    setImmediate(depart);
  };

  const depart = (): void => {
    isArranged = false;
    const all = waiting;
    waiting = [];
    const { tray } = all[0]!;
    const own = all.filter((each) => each.tray === tray);
    if (own.length < all.length) waiting = all.filter((each) => each.tray !== tray); // for another tray, and another flush
    if (written(own)) fly(tray, own);
    arrange();
    settle();
  };

  const written = (group: readonly Waiting[]): boolean => {
    const { tray, at } = group[0]!;
    try {
      if (tray.isBroken) throw new Error('what was before it could not be written');
      tray.file.write(
        group.flatMap(({ frame }) => frame.parts),
        at,
      );
      return true;
    } catch (cause) {
      fail(tray, group, cause);
      return false;
    }
  };

  const fly = (tray: Tray, group: readonly Waiting[]): void => {
    const slot = freeSlot(tray);
    const flight: Flight = { tray, waiting: group, slot, outcome: 'flying' };
    const beganMs = nowMs();
    flights.push(flight);
    tray.file.flush(slot, (cause) => {
      usualMs += (nowMs() - beganMs - usualMs) * WEIGHT;
      flight.outcome = cause ?? 'flushed';
      arrive();
    });
  };

  const freeSlot = (tray: Tray): number => {
    const taken = new Set(flights.filter((flight) => flight.tray === tray).map(({ slot }) => slot));
    return SLOTS.find((slot) => !taken.has(slot))!;
  };

  const arrive = (): void => {
    for (let first = flights[0]; first !== undefined && first.outcome !== 'flying'; first = flights[0]) {
      flights.shift();
      if (first.outcome !== 'flushed') fail(first.tray, first.waiting, first.outcome);
      else if (first.tray.isBroken)
        fail(first.tray, first.waiting, new Error('what was before it could not be flushed'));
      else for (const each of first.waiting) come(each, ok(undefined));
    }
    arrange();
    settle();
  };

  const fail = (tray: Tray, group: readonly Waiting[], cause: unknown): void => {
    if (!tray.isBroken) spoil(tray, group[0]!.at);
    tray.isBroken = true;
    tray.end = Math.min(tray.end, group[0]!.at); // behind that nothing landed
    const error = systemFailure(folder, 'write to', cause);
    for (const each of group) come(each, { ok: false, error });
  };

  const come = ({ tray, done }: Waiting, outcome: Result<void, SpoolError>): void => {
    tray.flying -= 1;
    done(outcome);
  };

  const settle = (): void => {
    if (flights.length > 0 || waiting.length > 0) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };

  return {
    land: (tray, at, frame) =>
      new Promise((done) => {
        tray.flying += 1;
        waiting.push({ tray, at, frame, done });
        arrange();
      }),
    idle: () =>
      new Promise((resolve) => {
        onIdle.push(resolve);
        settle();
      }),
  };
}

const SLOTS = Array.from({ length: MAX_FLUSHES }, (_, slot) => slot);

/** So that nobody finds what has failed, where that much can still be written. */
function spoil({ file }: Tray, at: number): void {
  try {
    file.write([Buffer.alloc(MARK_OCTETS)], at);
  } catch {
    // then it may be found, as a message that was stored and refused
  }
}
