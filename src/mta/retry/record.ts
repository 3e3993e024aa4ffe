/** What is remembered of a host or an address that could not be served, and when it is tried again (Exim spec §32.5, §32.6). */
import type { Random } from '../../base/index.ts';
import type { RetryRule, RetryStep } from '../config/index.ts';

export interface RetryRecord {
  readonly firstFailedMs: number;
  readonly lastTryMs: number;
  readonly nextTryMs: number;
  /** The last cut-off of its rule has passed: the next failure is final. */
  readonly expired: boolean;
  readonly errno: number;
  readonly moreErrno: number;
  /** Of a host that came by an MX record. */
  readonly isMx?: boolean;
  /** What was said. */
  readonly text: string;
}

export interface Failing {
  readonly nowMs: number;
  /** How long it has been failing: since the first failure, or since the message came where that is longer. */
  readonly failingMs: number;
  /** `retry_interval_max`. */
  readonly maxIntervalMs: number;
  readonly random: Random;
}

/**
 * The first step whose cut-off has not passed says when; behind the last one, the last still does, and the time is up.
 *
 * @param before  undefined: it has never failed
 */
export function nextTry(
  rule: Pick<RetryRule, 'steps'>,
  before: Pick<RetryRecord, 'lastTryMs' | 'nextTryMs'> | undefined,
  { nowMs, failingMs, maxIntervalMs, random }: Failing,
): { readonly nextTryMs: number; readonly expired: boolean } {
  const current = rule.steps.find(({ untilSeconds }) => failingMs <= untilSeconds * 1000);
  const step = current ?? rule.steps.at(-1);
  if (step === undefined) return { nextTryMs: nowMs, expired: true }; // a rule without parameters: fail at once
  const lastMs = before === undefined ? 0 : before.nextTryMs - before.lastTryMs;
  const gapMs = Math.min(gap(step, lastMs, random), maxIntervalMs);
  return { nextTryMs: nowMs + gapMs, expired: current === undefined };
}

function gap({ letter, intervalSeconds, factor = 1 }: RetryStep, lastMs: number, random: Random): number {
  const first = intervalSeconds * 1000;
  if (letter === 'F' || lastMs < first) return first;
  const grown = Math.floor(lastMs * factor);
  if (letter === 'G') return grown;
  return first + random.below(Math.max(1, grown - first));
}

/**
 * Has its time come? What was noted later than now was noted by a clock that was ahead: its times may be days away, and say
 * nothing. Deviates from Exim, which waits for them.
 */
export const isDue = ({ lastTryMs, nextTryMs }: Pick<RetryRecord, 'lastTryMs' | 'nextTryMs'>, nowMs: number): boolean =>
  nowMs >= nextTryMs || nowMs < lastTryMs - CLOCKS_DIFFER_MS;

/** Between hosts that share what is remembered. */
const CLOCKS_DIFFER_MS = 60_000;

/** The last cut-off of a rule, seconds; a message that has waited longer is not put off any more. */
export const ultimateSeconds = ({ steps }: Pick<RetryRule, 'steps'>): number => steps.at(-1)?.untilSeconds ?? 0;
