/**
 * New ids: `tttttt-pppppp-ff`, or `tttttt-ppppppppppp-ffff` as Exim has made them since 4.97.
 *
 * Exim waits for the clock's next tick before a process makes another id. Here a process makes many of them, and does not
 * wait: within a second the fraction goes on from the last one's, be it ahead of the clock, and where the digits are used
 * up the process goes on under another number, which no process has (its lane). So ids of a process differ and sort as
 * they were given, at any rate, and the second in them is the clock's.
 */
import type { Clock } from '../../base/index.ts';
import { encodeBase62 } from './base62.ts';
import { type MessageIdShape, parseMessageId } from './parse.ts';

export interface MessageIds {
  /** One that nobody has had; they sort in the order in which they were given. */
  next(): string;
}

export interface MessageIdOptions {
  readonly clock: Clock;
  readonly pid: number;
  readonly shape: MessageIdShape;
  /** `localhost_number`, 0 to 16, where hosts share a place for which ids must differ. */
  readonly hostNumber?: number;
  /** The newest id already in use: whatever the clock says, later ones are made. */
  readonly after?: string;
}

export const MAX_HOST_NUMBER = 16;

/** Digits of the parts, and how finely a second is divided: more coarsely where seventeen hosts share the last part. */
const SHAPES = {
  short: { process: 6, fraction: 2, ticks: 2000, sharedTicks: 200 },
  long: { process: 11, fraction: 4, ticks: 1_000_000, sharedTicks: 500_000 },
} as const;

/** Process numbers of Linux stay below it. */
const LANE = 2 ** 22;

export function createMessageIds({ clock, pid, shape, hostNumber, after }: MessageIdOptions): MessageIds {
  const digits = SHAPES[shape];
  const ticks = hostNumber === undefined ? digits.ticks : digits.sharedTicks;
  const first = (hostNumber ?? 0) * ticks;
  const room = hostNumber === undefined ? 62 ** digits.fraction : ticks;
  const lanes = Math.floor(62 ** digits.process / LANE);
  let second = (after === undefined ? undefined : parseMessageId(after)?.seconds) ?? -1;
  let lane = lanes - 1; // of that second nothing is left
  let step = room;
  let front = '';

  const enter = (newSecond: number, newLane: number, newStep: number): void => {
    [second, lane, step] = [newSecond, newLane, newStep];
    front = `${encodeBase62(second, 6)}-${encodeBase62((pid % LANE) + lane * LANE, digits.process)}-`;
  };
  return {
    next: () => {
      const nowMs = clock.now().getTime();
      const nowSecond = Math.floor(nowMs / 1000);
      const tick = Math.floor(((nowMs % 1000) * ticks) / 1000);
      if (nowSecond > second) enter(nowSecond, 0, tick);
      else if (lane === 0 && nowSecond === second) step = Math.max(step + 1, tick);
      else step += 1;
      if (step >= room && lane + 1 < lanes) enter(second, lane + 1, 0);
      else if (step >= room) enter(second + 1, 0, 0);
      return front + encodeBase62(first + step, digits.fraction);
    },
  };
}
