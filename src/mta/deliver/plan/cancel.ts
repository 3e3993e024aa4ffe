/** Recipients who are given up, all of them, without a try. */
import type { Settled } from '../settled.ts';
import type { Target } from './target.ts';

export type Cancelled =
  /** `-Mg`. */
  | { readonly kind: 'administrator' }
  /** `timeout_frozen_after`. */
  | { readonly kind: 'timeout' };

const TEXTS = {
  administrator: 'delivery cancelled by administrator',
  timeout: 'delivery cancelled; message timed out',
} as const;

export function cancelled(target: Target, { kind }: Cancelled): Settled {
  return {
    target,
    status: 'failed',
    isFinal: true,
    text: TEXTS[kind],
    userText: TEXTS[kind],
    retries: [],
    forgets: [],
  };
}
