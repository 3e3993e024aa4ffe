import type { Report } from '../../base/index.ts';
import type { ConfigCheckData } from '../config/index.ts';
import type { StartPlan } from './start.ts';

/** Something beside the configuration that keeps the daemon from starting. */
export interface StartFault {
  readonly about: 'listen' | 'user' | 'tls' | 'folder' | 'serving';
  /** One sentence, without a full stop. */
  readonly message: string;
  readonly hint?: string;
}

export type StartReading =
  | { readonly kind: 'misconfigured'; readonly report: Report<ConfigCheckData> }
  | { readonly kind: 'faulty'; readonly report: Report<ConfigCheckData>; readonly faults: readonly StartFault[] }
  | { readonly kind: 'ready'; readonly report: Report<ConfigCheckData>; readonly plan: StartPlan };
