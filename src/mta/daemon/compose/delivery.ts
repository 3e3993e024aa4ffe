/** Deliveries of a worker: messages as they come, a bounded number at once, and queue runs. */
import type { Result } from '../../../base/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import {
  type Delivered,
  type DeliverPorts,
  deliverMessage,
  type How,
  holdClaim,
  LEASE_MS,
  type Place,
  type QueueRun,
  runQueue,
  Slots,
  Turns,
  type Why,
  whyMessage,
} from '../../deliver/index.ts';
import type { SpoolError } from '../../spool/index.ts';

/**
 * With the first at once.
 *
 * @param most  `queue_run_max`, expanded: so many that are not over yet; 0 is no limit
 * @param doChores  done beside one that runs alone; never rejects
 */
export function repeatQueueRuns(
  configuration: Configuration,
  { runQueue }: Pick<DeliveryService, 'runQueue'>,
  most: () => Promise<string | undefined>,
  doChores: () => Promise<void>,
): NodeJS.Timeout | undefined {
  const seconds = numberOf(mainValue(configuration, 'queue_run_interval'));
  if (seconds === 0) return undefined;
  let running = 0;
  const run = async (): Promise<void> => {
    const isAlone = running === 0;
    running += 1;
    const limit = isAlone ? 0 : Number((await most()) ?? 0);
    const isRight = limit === 0 || running <= limit;
    await Promise.all([isRight && runQueue({ how: {} }), isAlone && doChores()]).finally(() => {
      running -= 1;
    });
  };
  setImmediate(() => void run());
  return setInterval(() => void run(), seconds * 1000).unref();
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** ETRN asks for a domain, as `-R` does, and retry times do not count. */
export const etrnRun = (argument: string): Omit<QueueRun, 'atOnce' | 'signal'> => {
  const wanted = argument.replace(/^[#@]/, '').toLowerCase();
  return {
    how: { isForced: true },
    selects: ({ recipients }) => recipients.some(({ address }) => address.toLowerCase().includes(wanted)),
    shown: `-R ${wanted}`,
  };
};

export interface DeliveryService {
  /**
   * How long who stores a message now should claim it for, since it is tried here at once; undefined: too many are before it,
   * or the end has come.
   */
  readonly firstLeaseMs: () => number | undefined;
  /** Soon, when others are through; dropped where too many wait, since a queue run takes it up. */
  readonly offer: (id: string, how: How) => void;
  readonly deliver: (id: string, how: How) => Promise<Delivered>;
  readonly runQueue: (run: Omit<QueueRun, 'atOnce' | 'signal'>) => Promise<number>;
  readonly why: (id: string) => Promise<Result<Why, SpoolError>>;
  /** Messages tried now, outside of queue runs, and those that wait for it. */
  readonly load: () => { readonly active: number; readonly waiting: number };
  /** Nothing new is begun; what is in hand goes on. */
  readonly rest: () => void;
  /** The same, and resolves when what is in hand is over. */
  readonly close: () => Promise<void>;
}

/** Most of their time deliveries wait for others. */
const AT_ONCE = 100;
/** Those included that wait for others: each takes some memory. */
const MOST_BEGUN = 1000;
const SLOW_MS = 10_000;
const SWEEP_MS = 1000;
const MOST_WAITING = 20_000;
/** They stay in memory until they are tried. */
const MOST_CLAIMED = 400;

interface Waiting {
  readonly id: string;
  readonly how: How;
  /** Ends the renewal of its claim, where it has one. */
  readonly letGo: (() => void) | undefined;
}

/**
 * Messages that have just come have places of their own, and so have those of queue runs; hosts and domains are the same for
 * both (`host_max_parallel`, `domain_max_parallel`).
 *
 * @param finishesAll  what was offered is tried before the end; else a queue run takes it up
 */
export function createDelivery(
  given: Omit<DeliverPorts, 'turns' | 'othersUnderWay'>,
  finishesAll = false,
): DeliveryService {
  const waiting: Waiting[] = [];
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const { fresh, queued, turns, stopSweeps } = createSchedule(given);
  let runs = 0;
  const othersUnderWay = (): boolean => running.size > 1 || waiting.length > 0 || runs > 0;
  const ports: DeliverPorts = { ...given, turns, othersUnderWay };

  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const over = (): void => void running.delete(work);
    work.then(over, over); // a failure is for who waits
    return work;
  };
  const begin = ({ id, how, letGo }: Waiting, place: Place): void => {
    void track(deliverMessage(id, { ...how, place }, ports)).finally(() => {
      letGo?.();
      place.leave();
    });
  };
  const next = (): void => {
    while (!stopping.signal.aborted && waiting.length > 0) {
      const place = fresh.tryEnter();
      if (place === undefined) return;
      begin(waiting.shift()!, place);
    }
  };
  fresh.onRoom = next;
  const drop = ({ how, letGo }: Waiting): Promise<void> | undefined => {
    letGo?.();
    return how.claim?.release();
  };
  const rest = (): void => {
    stopping.abort();
    stopSweeps();
    turns.atHost.close();
    turns.atDomain.close();
    for (const each of waiting.splice(0)) void track(Promise.resolve(drop(each)));
  };
  return {
    firstLeaseMs: () => (stopping.signal.aborted || waiting.length >= MOST_CLAIMED ? undefined : LEASE_MS),
    offer: (id, how) => {
      const offered = { id, how, letGo: how.claim === undefined ? undefined : holdClaim(how.claim) };
      if (waiting.length < MOST_WAITING && !stopping.signal.aborted) waiting.push(offered);
      else if (how.claim !== undefined) void track(drop(offered)!);
      next();
    },
    deliver: (id, how) => track(deliverMessage(id, how, ports)),
    // One may be due when two reloads in a row have closed this already.
    runQueue: async (run) => {
      if (stopping.signal.aborted) return 0;
      const { signal } = stopping;
      const manner = run.how.line === undefined ? { atOnce: MOST_BEGUN, enter: () => queued.enter() } : { atOnce: 1 };
      runs += 1;
      return await track(runQueue({ ...run, ...manner, signal }, ports)).finally(() => {
        runs -= 1;
      });
    },
    why: (id) => whyMessage(id, ports),
    load: () => ({ active: fresh.begun, waiting: waiting.length }),
    rest,
    close: async () => {
      while (finishesAll && running.size > 0) await Promise.allSettled(running);
      rest();
      await Promise.allSettled(running);
    },
  };
}

interface Schedule {
  readonly fresh: Slots;
  readonly queued: Slots;
  readonly turns: { readonly atHost: Turns; readonly atDomain: Turns };
  readonly stopSweeps: () => void;
}

function createSchedule({ configuration, clock }: Pick<DeliverPorts, 'configuration' | 'clock'>): Schedule {
  const limits = { atOnce: AT_ONCE, begun: MOST_BEGUN, slowMs: SLOW_MS };
  const now = (): number => clock.monotonicMs();
  const most = (name: string): number => Math.max(0, numberOf(mainValue(configuration, name)));
  const [fresh, queued] = [new Slots(limits, now), new Slots(limits, now)];
  const turns = {
    atHost: new Turns(most('host_max_parallel'), now),
    atDomain: new Turns(most('domain_max_parallel'), now),
  };
  const timer = setInterval(() => {
    for (const each of [fresh, queued, turns.atHost, turns.atDomain]) each.sweep();
  }, SWEEP_MS).unref();
  return { fresh, queued, turns, stopSweeps: () => clearInterval(timer) };
}
