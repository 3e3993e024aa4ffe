/** What comes of a delivery, in few words: the same for each of its recipients. */
import { ERRNO } from '../retry/index.ts';
import type { Delivery, DeliveryReport, LocalOutcome } from './types.ts';

type More = Omit<LocalOutcome, 'status' | 'text'>;

export const delivered = (more: More = {}): LocalOutcome => ({ status: 'delivered', ...more });

/** It is tried again. */
export const deferred = (text: string, more: More = {}): LocalOutcome => ({
  status: 'deferred',
  errno: ERRNO.unknown,
  text,
  ...more,
});

/** It is tried again, and an administrator is told: the configuration is at fault. */
export const panicked = (text: string, more: More = {}): LocalOutcome => deferred(text, { panic: true, ...more });

export const failed = (text: string, more: More = {}): LocalOutcome => ({ status: 'failed', errno: 0, text, ...more });

/** Drivers that begin with success have no number for what they do not say (pipe, autoreply). */
export const unnumbered = (outcome: LocalOutcome): LocalOutcome =>
  outcome.errno === ERRNO.unknown ? { ...outcome, errno: 0 } : outcome;

/** The number of what a system call has thrown; 0: it is none. */
export function errnoOf(thrown: unknown): number {
  const { errno } = thrown as NodeJS.ErrnoException;
  return typeof errno === 'number' ? Math.abs(errno) : 0;
}

export const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException).code;

export function reportOf(outcome: LocalOutcome, { recipients }: Delivery, tookMs: number): DeliveryReport {
  return {
    outcomes: recipients.map(({ address }) => ({ address, tookMs, ...outcome })),
    hosts: [],
  };
}
