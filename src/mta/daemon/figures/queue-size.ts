/** The queue, measured: all of it is looked at, so not often, and the longer it is the less often. */
import type { Spool } from '../../spool/index.ts';
import { series } from './series.ts';

export type Gauges = Readonly<Record<string, number>>;

/** Between two measurements at least. */
const LEAST_MS = 5000;
/** So many times as long as it took nothing is measured again: a hundredth of a processor at most. */
const REST = 100;

/** @returns asked as often as one likes, what was measured last */
export function queueMeter(spool: Pick<Spool, 'outlines' | 'hints'>, nowMs: () => number): () => Promise<Gauges> {
  let last: Gauges = {};
  let againMs = 0;
  let running: Promise<unknown> | undefined;
  const measure = async (): Promise<void> => {
    const startedMs = nowMs();
    last = { ...(await sizes(spool, startedMs)), ...(await retries(spool)) };
    againMs = nowMs() + Math.max(LEAST_MS, REST * (nowMs() - startedMs));
  };
  return async () => {
    if (running === undefined && nowMs() >= againMs)
      running = measure()
        .catch(() => {}) // what cannot be read now is measured later
        .finally(() => {
          running = undefined;
        });
    await running;
    return last;
  };
}

async function sizes(spool: Pick<Spool, 'outlines'>, nowMs: number): Promise<Gauges> {
  let [messages, frozen, octets, oldestMs] = [0, 0, 0, nowMs];
  for await (const items of spool.outlines({ withoutProgress: true })) {
    messages += items.length;
    for (const item of items) {
      if (item.kind !== 'message') continue;
      const { frozenAtMs, sizeOctets, receivedAtMs } = item.entry;
      if (frozenAtMs !== undefined) frozen += 1;
      octets += sizeOctets;
      oldestMs = Math.min(oldestMs, receivedAtMs);
    }
  }
  return {
    queue_messages: messages,
    queue_frozen: frozen,
    queue_bytes: octets,
    queue_oldest_seconds: Math.round((nowMs - oldestMs) / 1000),
  };
}

/** Keys begin with R for routing, with T for transports (Exim's hints). */
async function retries(spool: Pick<Spool, 'hints'>): Promise<Gauges> {
  const count = async (prefix: string): Promise<number> => {
    let found = 0;
    for await (const _ of spool.hints('retry').list(prefix)) found += 1;
    return found;
  };
  return {
    [series('retry_items', { about: 'routing' })]: await count('R:'),
    [series('retry_items', { about: 'transport' })]: await count('T:'),
  };
}
