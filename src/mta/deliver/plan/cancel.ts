/** Recipients who are given up, all of them, without a try. */
import type { StoredMessage } from '../../spool/index.ts';
import type { Settled } from '../settled.ts';
import type { Target } from './target.ts';

export type Cancelled =
  /** `-Mg`. */
  | { readonly kind: 'administrator' }
  /** `timeout_frozen_after`. */
  | { readonly kind: 'timeout' }
  /** `received_headers_max`. */
  | { readonly kind: 'loop' };

const TEXTS = {
  administrator: 'delivery cancelled by administrator',
  timeout: 'delivery cancelled; message timed out',
  loop: 'Too many "Received" headers - suspected mail loop',
} as const;

/** Who has given up is in the log already, and the sender is told no more than that it failed. */
export function cancelled(target: Target, { kind }: Cancelled): Settled {
  return {
    target,
    status: 'failed',
    ...(kind !== 'loop' && { isFinal: true, logsNothing: true }),
    text: TEXTS[kind],
    retries: [],
    forgets: [],
  };
}

/** More hosts than that have had it: it goes round (RFC 5321 §6.3). */
export function loopOf({ headers }: StoredMessage, most: number): Cancelled | undefined {
  const count = headers.filter(({ letter }) => letter === 'P').length;
  return count > most ? { kind: 'loop' } : undefined;
}
