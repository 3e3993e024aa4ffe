/** What the lab needs of its name servers; dns/ implements it. */
import type { ConnectRow } from './world/fleet.ts';
import type { ZonePlan } from './world/zone-plan.ts';

export interface NameService {
  /** Resolver and name servers, UDP and TCP at the same port, for the connect map. */
  readonly connectRows: readonly ConnectRow[];
  /** DS of the lab's root as a zone-file line, for --trust-anchor. */
  readonly trustAnchor: string;
  /** Serves the zone as planned from now on, its DS in the parent included; nothing old is answered after it resolves. */
  replace(plan: ZonePlan): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves these zones, below a root and the top-level domains it makes itself, signed as of `now`.
 *
 * `plans` are leaves: no plan is inside another, save those of `bulk.test`.
 */
export type StartNames = (plans: readonly ZonePlan[], now: Date) => Promise<NameService>;
