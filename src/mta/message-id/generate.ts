/**
 * New ids: `tttttt-ppppppppppp-ffff`, as Exim has made them since 4.97.
 *
 * Within a generator time never stands still and never goes back: an id takes the clock's microsecond, or the one after
 * the last id's where the clock shows no later one. Between processes and threads the middle part tells them apart.
 */
import type { Clock } from '../../base/index.ts';
import { encodeBase62 } from './base62.ts';
import { type MessageIdParts, parseMessageId } from './parse.ts';

export interface MessageIds {
  /** One that nobody has had; they sort in the order in which they were given. */
  next(): string;
}

export interface MessageIdOptions {
  readonly clock: Clock;
  readonly pid: number;
  /** `threadId` of node:worker_threads: 0 is the main thread, whose ids show the process number alone. */
  readonly thread?: number;
  /** `localhost_number`, 0 to 16, where hosts share a place for which ids must differ. */
  readonly hostNumber?: number;
  /** The newest id already in use: whatever the clock says, later ones are made. */
  readonly after?: string;
}

export const MAX_HOST_NUMBER = 16;

const MICROSECONDS = 1_000_000;
/** Process numbers of Linux stay below 2^22. */
const THREAD_UNIT = 2 ** 32;

export function createMessageIds(options: MessageIdOptions): MessageIds {
  const { clock, pid, thread = 0, hostNumber } = options;
  const ticks = ticksASecond(hostNumber);
  const start = (hostNumber ?? 0) * ticks;
  const process = encodeBase62(pid + thread * THREAD_UNIT, 11);
  let last = options.after === undefined ? -1 : tickOf(parseMessageId(options.after), ticks);
  return {
    next: () => {
      last = Math.max(last + 1, Math.floor((clock.now().getTime() / 1000) * ticks));
      const seconds = Math.floor(last / ticks);
      return `${encodeBase62(seconds, 6)}-${process}-${encodeBase62(start + (last % ticks), 4)}`;
    },
  };
}

/** With a host's number a tick is two microseconds, since four digits must hold seventeen hosts' seconds. */
function ticksASecond(hostNumber: number | undefined): number {
  return hostNumber === undefined ? MICROSECONDS : MICROSECONDS / 2;
}

/** The last tick of that second: the other's fraction may count something else. */
function tickOf(parts: MessageIdParts | undefined, ticks: number): number {
  return parts === undefined ? -1 : (parts.seconds + 1) * ticks - 1;
}
