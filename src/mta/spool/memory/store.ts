import type { StoredAttempt, StoredMessage } from '../message.ts';
import type { Hint, HintNamespace } from '../spool.ts';

/** What engines share. */
export interface MemoryStore {
  readonly messages: Map<string, { message: StoredMessage; readonly body: readonly Uint8Array[] }>;
  /** By the monotonic clock. */
  readonly leases: Map<string, { endsMs: number }>;
  readonly hints: Map<HintNamespace, Map<string, Hint<unknown>>>;
  readonly logs: Map<string, string>;
  readonly attempts: Map<string, readonly StoredAttempt[]>;
  newestId: string | undefined;
  usedOctets: number;
}

export function createMemoryStore(): MemoryStore {
  return {
    messages: new Map(),
    leases: new Map(),
    hints: new Map(),
    logs: new Map(),
    attempts: new Map(),
    newestId: undefined,
    usedOctets: 0,
  };
}
