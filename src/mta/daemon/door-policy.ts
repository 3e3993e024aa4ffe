/**
 * Who may come in, by the options of the door. Only where they depend on the client's address is it loaded what expands them:
 * most acceptors never need it.
 */
import type { Configuration } from '../config/index.ts';
import type { AdmissionLimits } from './admission.ts';
import type { DoorOptions } from './door-options.ts';

export interface DoorPolicy {
  readonly limits: AdmissionLimits;
  /** `smtp_accept_max_per_host`; 0: no limit. */
  readonly maxPerHost: (address: string) => number;
  /** Is it in `smtp_reserve_hosts`? A list that needs a look-up that takes its time says no. */
  readonly isReserved: (address: string) => boolean;
  /** Nothing but the number of connections counts. */
  readonly isPlain: boolean;
}

export async function doorPolicy(options: DoorOptions, configuration: Configuration): Promise<DoorPolicy> {
  const { limits, perHost, reserved } = options;
  const isPlain = perHost === 0 && limits.loadReserve === undefined;
  if (typeof perHost === 'number' && reserved === '')
    return { limits, maxPerHost: () => perHost, isReserved: () => false, isPlain };
  const { listedPolicy } = await import('./door-lists.ts');
  return { limits, isPlain, ...listedPolicy(options, configuration) };
}
