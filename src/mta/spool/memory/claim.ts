import { type Clock, err, ok, type Result } from '../../../base/index.ts';
import { lost, type SpoolError } from '../failures.ts';
import { MAX_ATTEMPTS } from '../message.ts';
import type { Claim } from '../spool.ts';
import { applyChange } from '../state.ts';
import type { MemoryStore } from './store.ts';

export function claimIn(store: MemoryStore, id: string, leaseMs: number, clock: Clock): Claim {
  const lease = { endsMs: clock.monotonicMs() + leaseMs };
  let untilMs = clock.now().getTime() + leaseMs;
  store.leases.set(id, lease); // who has the message is who has this very object
  const held = (act: () => void): Result<void, SpoolError> => {
    if (store.leases.get(id) !== lease) return err(lost(id));
    act();
    return ok(undefined);
  };
  return {
    id,
    get untilMs() {
      return untilMs;
    },
    renew: async (ms) =>
      held(() => {
        lease.endsMs = clock.monotonicMs() + ms;
        untilMs = clock.now().getTime() + ms;
      }),
    update: async (change) =>
      held(() => {
        const found = store.messages.get(id)!;
        found.message = applyChange(found.message, change);
        const { attempts = [] } = change;
        if (attempts.length > 0)
          store.attempts.set(id, [...(store.attempts.get(id) ?? []), ...attempts].slice(-MAX_ATTEMPTS));
      }),
    remove: async () =>
      held(() => {
        store.usedOctets -= store.messages.get(id)!.message.bodyOctets;
        store.messages.delete(id);
        store.leases.delete(id);
        store.logs.delete(id);
        store.attempts.delete(id);
      }),
    release: async () => {
      held(() => store.leases.delete(id));
    },
  };
}
