import type { Report } from '../../base/index.ts';
import type { ConfigCheckData, Configuration } from '../config/index.ts';
import type { Place } from './places.ts';
import type { Account } from './privileges.ts';

/** All that a start needs, found to be there. */
export interface StartPlan {
  readonly configuration: Configuration;
  readonly places: readonly Place[];
  /** Where `/metrics` and `/healthz` are. */
  readonly status?: Place;
  /** The socket of local callers. */
  readonly submission?: Place;
  /** Undefined: we are not root, and stay who we are. */
  readonly account?: Account;
  readonly workers: number;
  readonly backlog: number;
  /** How often a place that is taken is tried again. */
  readonly retries: { readonly count: number; readonly pauseMs: number };
  readonly drainMs: number;
  readonly pidFile?: string;
  readonly warnings: readonly string[];
}

/** Something beside the configuration that keeps the daemon from starting. */
export interface StartFault {
  readonly about: 'listen' | 'user' | 'tls' | 'folder' | 'serving';
  /** One sentence, without a full stop. */
  readonly message: string;
  readonly hint?: string;
  /** Where the option at fault was set; absent: nobody set it, or it is about no option. */
  readonly at?: { readonly file: string; readonly line: number };
}

export type StartReading =
  | {
      readonly kind: 'misconfigured';
      readonly report: Report<ConfigCheckData>;
      /** Of what could be read. */
      readonly faults: readonly StartFault[];
    }
  | { readonly kind: 'faulty'; readonly report: Report<ConfigCheckData>; readonly faults: readonly StartFault[] }
  | { readonly kind: 'ready'; readonly report: Report<ConfigCheckData>; readonly plan: StartPlan };
