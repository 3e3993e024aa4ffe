import type { Clock } from '../../../base/index.ts';
import type { Bodies } from './bodies.ts';
import type { Claims } from './claims.ts';
import type { StoreFolder } from './folder.ts';
import type { Gauge } from './gauge.ts';
import type { Journal } from './journal.ts';
import type { MessageLogs } from './logs.ts';
import type { Gate } from './opening.ts';
import type { Store } from './store.ts';
import type { Trays } from './tray/index.ts';

/** What the parts of the engine share. */
export interface Engine {
  readonly folder: StoreFolder;
  readonly store: Store;
  readonly journal: Journal;
  readonly gate: Gate;
  readonly gauge: Gauge;
  readonly bodies: Bodies;
  readonly trays: Trays;
  readonly logs: MessageLogs;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly inlineOctets: number;
  /** Octets that messages on their way in hold in memory. */
  readonly held: { octets: number };
}
