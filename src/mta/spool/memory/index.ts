/**
 * The spool that ends with its process: for tests, and for sessions that are only tried.
 *
 * It keeps every promise of the interface but durability. Engines opened over one `MemoryStore` stand for processes that
 * share a spool; what an engine did that was simply dropped is what a killed process leaves.
 */
import { type Clock, err, ok, type Result, systemClock } from '../../../base/index.ts';
import { missing, noSpace, type SpoolError, spoolError } from '../failures.ts';
import { isSettled, type Progress, type StoredMessage } from '../message.ts';
import type { Hint, HintNamespace, ListOptions, QueueItem, Spool } from '../spool.ts';
import { isListed, queueEntry } from '../state.ts';
import { memoryBody } from './body.ts';
import { claimIn } from './claim.ts';
import { memoryHints } from './hints.ts';
import { createMemoryStore, type MemoryStore } from './store.ts';
import { memoryWriter } from './writer.ts';

export interface MemorySpoolOptions {
  readonly clock?: Clock;
  readonly store?: MemoryStore;
  /** Beyond this there is no space. */
  readonly maxOctets?: number;
}

export function createMemorySpool(options: MemorySpoolOptions = {}): Spool {
  const { clock = systemClock, store = createMemoryStore(), maxOctets = Number.MAX_SAFE_INTEGER } = options;
  const find = (id: string): Result<StoredMessage, SpoolError> => {
    const found = store.messages.get(id);
    return found === undefined ? err(missing(id)) : ok(found.message);
  };
  const fits = (octets: number): SpoolError | undefined =>
    store.usedOctets + octets > maxOctets ? noSpace('memory') : undefined;
  return {
    engine: 'memory',
    space: async () => ok({ freeOctets: maxOctets - store.usedOctets, freeInodes: Number.MAX_SAFE_INTEGER }),
    begin: (id) => memoryWriter(id, store, clock, fits),
    list: (wanted = {}) => list(store, wanted),
    outlines: (wanted = {}) => oneByOne(list(store, wanted)),
    count: async () => store.messages.size,
    newestId: async () => store.newestId,
    read: async (id) => find(id),
    body: async (id) => {
      const found = store.messages.get(id);
      return found === undefined ? err(missing(id)) : ok(memoryBody(found.body));
    },
    claim: async (id, leaseMs) => {
      if (!store.messages.has(id)) return err(missing(id));
      const held = store.leases.get(id);
      if (held !== undefined && held.endsMs > clock.monotonicMs())
        return err(spoolError('spool/claimed', `${id}: another process is at work on it`));
      return ok(claimIn(store, id, leaseMs, clock));
    },
    claimedUntil: async (id) => {
      const held = store.leases.get(id);
      const leftMs = held === undefined ? 0 : held.endsMs - clock.monotonicMs();
      return leftMs > 0 ? Math.round(clock.now().getTime() + leftMs) : undefined;
    },
    hints: <V>(namespace: HintNamespace) => memoryHints<V>(namespaceIn(store, namespace), clock),
    appendLog: (id, line) => void store.logs.set(id, (store.logs.get(id) ?? '') + line),
    messageLog: async (id) => store.logs.get(id),
    attempts: async (id) => store.attempts.get(id) ?? [],
    sweep: async () => ok({ claims: 0, bodies: 0, readers: 0 }),
    close: async () => {},
  };
}

async function* list(store: MemoryStore, wanted: ListOptions): AsyncGenerator<QueueItem> {
  for (const id of [...store.messages.keys()].sort()) {
    const message = store.messages.get(id)?.message;
    if (message === undefined || !isListed(id, message.queue, wanted)) continue;
    const entry = queueEntry(message);
    yield { kind: 'message', entry: { ...entry, progress: entry.progress.filter((one) => isAsked(one, wanted)) } };
  }
}

const isAsked = (progress: Progress, { withoutProgress, settledOnly }: ListOptions): boolean =>
  withoutProgress !== true && (settledOnly !== true || isSettled(progress));

async function* oneByOne(items: AsyncIterable<QueueItem>): AsyncGenerator<readonly QueueItem[]> {
  for await (const item of items) yield [item];
}

function namespaceIn(store: MemoryStore, namespace: HintNamespace): Map<string, Hint<unknown>> {
  const found = store.hints.get(namespace);
  if (found !== undefined) return found;
  const made = new Map<string, Hint<unknown>>();
  store.hints.set(namespace, made);
  return made;
}
