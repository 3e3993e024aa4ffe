/** So many in such a time, counted in a window that moves: a place is free again when the oldest that holds one is old enough. */
import type { Rate } from './types.ts';

/** @returns whether one more may be now, which then counts */
export function createRateLimit({ messages, perMs }: Rate, monotonicMs: () => number): () => boolean {
  const times = new Float64Array(messages).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return () => {
    const now = monotonicMs();
    if (now - times[next]! < perMs) return false;
    times[next] = now;
    next = (next + 1) % messages;
    return true;
  };
}
