/** No host was tried: why, in the words of Exim. */
import { ERRNO } from '../../retry/index.ts';
import type { LocalOutcome } from '../types.ts';

/** Not due; so long failing that its time is over; not found, for now or at all; another has its turn; an option. */
export type Skipped = 'retry' | 'expired' | 'deferred' | 'failed' | 'serial' | 'misset';

export interface SkippedHost {
  readonly name: string;
  readonly why: Skipped;
  /** What the transport found out when it looked for its address. */
  readonly said?: string;
}

/** @param domain  of the recipient who is told of it */
export function whyNone(hosts: readonly SkippedHost[], domain: string): LocalOutcome {
  const skipped = hosts.map(({ why }) => why);
  const only = (...kinds: readonly Skipped[]): boolean =>
    skipped.length > 0 && skipped.every((kind) => kinds.includes(kind));
  const of = ` for '${domain}'`;
  if (only('expired')) {
    const text = `all hosts${of} have been failing for a long time (and retry time not reached)`;
    return { status: 'failed', errno: ERRNO.hostRetry, text, userText: text };
  }
  if (only('retry', 'expired')) return deferral(ERRNO.hostRetry, `retry time not reached for any host${of}`);
  const said = hosts.findLast((host) => host.said !== undefined)?.said;
  if (said !== undefined) return deferral(ERRNO.unknownHost, said);
  if (only('failed')) return deferral(ERRNO.unknownHost, `all host address lookups${of} failed permanently`);
  if (only('deferred')) return deferral(ERRNO.dns, `all host address lookups${of} failed temporarily`);
  if (only('failed', 'deferred')) return deferral(ERRNO.dns, `all host address lookups${of} failed`);
  if (only('serial')) return deferral(ERRNO.hostRetry, `connection limit reached for all hosts${of}`);
  return deferral(
    ERRNO.hostRetry,
    `some host address lookups${of} failed and retry time not reached for other hosts or connection limit reached`,
  );
}

const deferral = (errno: number, text: string): LocalOutcome => ({ status: 'deferred', errno, text, retryBy: 'host' });
