import { type Clock, err, ok } from '../../../base/index.ts';
import { type SpoolError, spoolError } from '../failures.ts';
import type { MessageWriter } from '../spool.ts';
import { storedMessage } from '../state.ts';
import { firstClaim, partsFrom } from './body.ts';
import { claimIn } from './claim.ts';
import type { MemoryStore } from './store.ts';

export function memoryWriter(
  id: string,
  store: MemoryStore,
  clock: Clock,
  fits: (octets: number) => SpoolError | undefined,
): MessageWriter {
  let parts: Uint8Array[] = [];
  let octets = 0;
  let failure: SpoolError | undefined;
  return {
    id,
    get octets() {
      return octets;
    },
    get failure() {
      return failure;
    },
    write: (part) => {
      octets += part.length;
      failure ??= fits(octets);
      if (failure === undefined) parts.push(part);
      return undefined;
    },
    reread: () => partsFrom(parts, 0),
    commit: async (arrived, leaseMs) => {
      failure ??= fits(octets);
      if (failure === undefined && store.messages.has(id))
        failure = spoolError('spool/exists', `a message ${id} is in the spool already`);
      if (failure !== undefined) return err(failure);
      const message = storedMessage(arrived, octets);
      store.messages.set(id, { message, body: parts });
      store.usedOctets += octets;
      if (store.newestId === undefined || id > store.newestId) store.newestId = id;
      return ok(leaseMs === undefined ? undefined : firstClaim(claimIn(store, id, leaseMs, clock), message, parts));
    },
    abort: async () => {
      parts = [];
    },
  };
}
