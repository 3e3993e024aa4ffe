/**
 * Work that many ask for and one does: equal keys share one flight, and what it brought is kept for its time.
 *
 * Bounded in entries, the oldest leaving first. Failures are not kept: the next asker tries again.
 */
import type { Clock, Result } from '../../../base/index.ts';

export interface Lasting {
  /** Seconds the value may be kept. */
  readonly ttlSeconds: number;
}

export interface Flights<T extends Lasting, E> {
  /** The kept value, the one under way, or a new one by `make`. */
  get(key: string, make: () => Promise<Result<T, E>>): Promise<Result<T, E>>;
  /** The kept value alone. */
  peek(key: string): T | undefined;
}

interface Entry<T, E> {
  readonly flight: Promise<Result<T, E>>;
  value?: T;
  /** Monotonic milliseconds; infinite while under way. */
  expiresMs: number;
}

export function createFlights<T extends Lasting, E>(clock: Clock, maxEntries: number): Flights<T, E> {
  const entries = new Map<string, Entry<T, E>>();
  const fresh = (key: string): Entry<T, E> | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expiresMs > clock.monotonicMs() ? entry : undefined;
  };
  const land = (key: string, entry: Entry<T, E>, result: Result<T, E>): void => {
    if (!result.ok) {
      if (entries.get(key) === entry) entries.delete(key);
      return;
    }
    entry.value = result.value;
    entry.expiresMs = clock.monotonicMs() + result.value.ttlSeconds * 1000;
  };
  return {
    get(key, make) {
      const known = fresh(key);
      if (known !== undefined) return known.flight;
      const flight = make();
      const entry: Entry<T, E> = { flight, expiresMs: Number.POSITIVE_INFINITY };
      entries.delete(key); // so that insertion order is age
      entries.set(key, entry);
      if (entries.size > maxEntries) entries.delete(entries.keys().next().value!);
      void flight.then(
        (result) => land(key, entry, result),
        () => entries.delete(key),
      );
      return flight;
    },
    peek: (key) => fresh(key)?.value,
  };
}
