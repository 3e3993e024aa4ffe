/** What an attempt has come to so far; of what is over and written down no more is kept than somebody will ask for. */
import { MAX_ATTEMPTS } from '../../spool/index.ts';
import type { Attempted } from '../attempt/attempt.ts';
import { hasAction } from '../events.ts';
import type { Double } from '../plan/plan.ts';
import type { Relayed } from '../plan/relayed.ts';
import { uniqueOf } from '../plan/target.ts';
import { successOf } from '../report/success.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { isTried } from './attempts.ts';

export interface Outcome {
  readonly settled: readonly Settled[];
  /** Recipients for whom something was delivered that is not among the settled: the address itself, or others made of it. */
  readonly served: ReadonlyMap<string, 'itself' | 'others'>;
  /** Addresses whose fate is that of others. */
  readonly doubles: readonly Double[];
  readonly relayed: readonly Relayed[];
  /** The last that were tried. */
  readonly attempted: readonly Attempted[];
}

export interface Tally {
  readonly keep: (settled: readonly Settled[]) => void;
  /** Those that were delivered are written down as such. */
  readonly take: (settled: readonly Settled[]) => Promise<void>;
  readonly double: (double: Double) => void;
  readonly relay: (relayed: readonly Relayed[]) => void;
  readonly tried: (attempted: Attempted) => void;
  /** With these, all has been delivered, and nobody is to be told, asked or remembered before the message can go. */
  readonly endsAtOnce: (last: readonly Settled[]) => Promise<boolean>;
  readonly outcome: () => Outcome;
}

export function createTally(round: Round): Tally {
  const settled: Settled[] = [];
  const served = new Map<string, 'itself' | 'others'>();
  const doubles: Double[] = [];
  const relayed: Relayed[] = [];
  const attempted: Attempted[] = [];
  /** Hints that the settled will have noted. */
  const noted = new Set<string>();
  const keepOne = (one: Settled): void => {
    settled.push(one);
    for (const { key } of one.retries) noted.add(key);
  };
  return {
    keep: (all) => all.forEach(keepOne),
    take: async (all) => {
      for (const one of all) {
        if (!isOver(one, noted)) {
          keepOne(one);
          continue;
        }
        const { address } = one.target.recipient;
        if (served.get(address) !== 'itself')
          served.set(address, uniqueOf(one.target) === address ? 'itself' : 'others');
        for (const key of one.forgets) {
          const forgotten = noted.has(key) ? undefined : round.book.forget(key);
          if (forgotten instanceof Promise) await forgotten;
        }
      }
    },
    double: (double) => void doubles.push(double),
    relay: (more) => more.forEach((one) => void relayed.push(one)),
    tried: (attempt) => {
      if (!isTried(attempt)) return;
      if (attempted.length === MAX_ATTEMPTS) attempted.shift();
      attempted.push(attempt);
    },
    endsAtOnce: async (last) => {
      if (relayed.length > 0) return false;
      for (const all of [settled, last]) {
        if (!all.every((one) => isQuick(round, one))) return false;
        for (const key of all.flatMap(({ forgets }) => forgets)) {
          const isAbsent = round.book.isAbsent(key);
          if (!(isAbsent instanceof Promise ? await isAbsent : isAbsent)) return false;
        }
      }
      return true;
    },
    outcome: () => ({ settled, served, doubles, relayed, attempted }),
  };
}

/** Nobody is to be told of it, and what it says of hosts is said by another. */
const isOver = (one: Settled, noted: ReadonlySet<string>): boolean =>
  one.status === 'delivered' && one.retries.every(({ key }) => noted.has(key)) && successOf(one) === undefined;

/** No hint to be written, no report to be made, no program that hears of it: each takes as long as it takes. */
const isQuick = (round: Round, one: Settled): boolean =>
  one.status === 'delivered' &&
  one.retries.length === 0 &&
  successOf(one) === undefined &&
  !hasAction(round, one.transport);
