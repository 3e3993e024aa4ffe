/**
 * When to look after a proof: pure, with the time passed in.
 *
 * What lasts is in the files: the proof's date says when it is due. Kept in memory, and lost without harm, are the pauses
 * after failures and the chance that keeps a thousand hosts from coming at the same second.
 */
import type { Random } from '../../../base/index.ts';

export interface Standing {
  /** Not looked after before this, unless the certificate changes. */
  readonly notBefore: number;
  readonly failures: number;
  /** How long after the proof's date it is fetched. */
  readonly jitterMs: number;
  /** Of the certificate file, when last looked after. */
  readonly certModifiedMs?: number;
}

/** What the file system says, in milliseconds. */
export interface Seen {
  readonly proofModifiedMs?: number;
  readonly certModifiedMs?: number;
}

const FIRST_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 3_600_000;
/** Of what remains of a proof at its date: a quarter may be spent on not coming all at once. */
const JITTER_SHARE = 0.25;
const MAX_JITTER_MS = 3_600_000;
/** Where nothing is to be done, as for a certificate without a responder. */
export const IDLE_MS = 86_400_000;
/** A sleep is never longer: a clock that was set, a machine that was suspended, a file that was touched are noticed. */
export const LONGEST_SLEEP_MS = 60_000;

export const newcomer: Standing = { notBefore: 0, failures: 0, jitterMs: 0 };

export function isDue(standing: Standing, seen: Seen, now: number): boolean {
  if (seen.certModifiedMs !== standing.certModifiedMs) return true;
  if (now < standing.notBefore) return false;
  return seen.proofModifiedMs === undefined || seen.proofModifiedMs + standing.jitterMs <= now;
}

export interface Success {
  readonly refreshAt: number;
  readonly endsAt: number;
}

/** Fetched, or found fresh. A proof that is due at once, having no end, is not fetched without a pause. */
export function afterSuccess(success: Success, seen: Seen, now: number, random: Random): Standing {
  const most = Math.min(Math.max(0, success.endsAt - success.refreshAt) * JITTER_SHARE, MAX_JITTER_MS);
  const jitterMs = most < 1 ? 0 : random.below(Math.ceil(most));
  return { notBefore: now + FIRST_PAUSE_MS, failures: 0, jitterMs, ...certOf(seen) };
}

/**
 * Twice as long after each failure, to an hour, from half of it to all of it; but so that at least one attempt is left
 * before the stored proof ends.
 */
export function afterFailure(
  before: Standing,
  endsAt: number | undefined,
  seen: Seen,
  now: number,
  random: Random,
): Standing {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(before.failures, 30), MAX_PAUSE_MS);
  const pause = full / 2 + random.below(full / 2);
  const left = endsAt === undefined || endsAt <= now ? full : (endsAt - now) / 2;
  const notBefore = now + Math.max(Math.min(pause, left), FIRST_PAUSE_MS / 2);
  return { notBefore, failures: before.failures + 1, jitterMs: 0, ...certOf(seen) };
}

export const idle = (seen: Seen, now: number): Standing => ({
  notBefore: now + IDLE_MS,
  failures: 0,
  jitterMs: 0,
  ...certOf(seen),
});

const certOf = ({ certModifiedMs }: Seen) => (certModifiedMs === undefined ? {} : { certModifiedMs });

/** How long to sleep until the first of them may be due. */
export function sleepMs(all: readonly (readonly [Standing, Seen])[], now: number): number {
  const times = all.map(([{ notBefore, jitterMs }, { proofModifiedMs = 0 }]) =>
    Math.max(notBefore, proofModifiedMs + jitterMs),
  );
  return Math.min(Math.max(Math.min(...times, Number.POSITIVE_INFINITY) - now, 1000), LONGEST_SLEEP_MS);
}

/**
 * Is a proof so near its end that somebody should know?
 *
 * @param alarmMs  how near; where nothing was said, when half of the margin is gone: an attempt was due and did not help
 */
export function isAlarming(
  proof: { readonly thisUpdate: number; readonly endsAt: number },
  alarmMs: number | undefined,
  marginPercent: number,
  now: number,
): boolean {
  const threshold = alarmMs ?? Math.max(0, proof.endsAt - proof.thisUpdate) * (marginPercent / 200);
  return proof.endsAt - now < threshold;
}
