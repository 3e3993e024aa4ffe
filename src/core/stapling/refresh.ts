/**
 * When a proof is to be fetched again. The moment is kept as the modification time of its file: usually in the future, and
 * there is nothing to do until then. `ls` shows it, `touch` brings it forward, and nothing else has to be remembered.
 */
import type { Proof } from './types.ts';

export const DEFAULT_MARGIN_PERCENT = 10;

/**
 * `end − margin% × (end − now)`, in whole seconds, as ocsp_fetch.pl has it; but the end is when the proof really ends, which
 * may be when its signer's certificate does. A proof without nextUpdate is due at once.
 */
export function refreshAt({ verdict }: Proof, now: Date, marginPercent: number): Date {
  if (verdict.nextUpdate === undefined) return now;
  const end = verdict.validUntil.getTime();
  const margin = Math.max(0, end - now.getTime()) * (marginPercent / 100);
  return new Date(Math.floor((end - margin) / 1000) * 1000);
}

/** The file's date, and what the proofs in it say; `undefined` for a certificate that has none. */
export interface FileState {
  readonly modifiedAt: Date;
  readonly proofs: readonly (Proof | undefined)[];
}

export type DueReason = 'forced' | 'missing' | 'unusable' | 'reached' | 'date-beyond-end';

/**
 * ocsp_fetch.pl looks at the date alone. A file that was copied or restored may carry a date far ahead, or prove nothing
 * (any more): such a date is not believed.
 *
 * @returns why it is to be fetched now, or undefined
 */
export function whyDue(state: FileState | undefined, now: Date, force: boolean): DueReason | undefined {
  if (force) return 'forced';
  if (state === undefined) return 'missing';
  if (state.modifiedAt <= now) return 'reached';
  if (state.proofs.some((proof) => proof === undefined)) return 'unusable';
  const isBeyond = state.proofs.some((proof) => proof !== undefined && state.modifiedAt > proof.verdict.validUntil);
  return isBeyond ? 'date-beyond-end' : undefined;
}

export type KeepReason = 'older' | 'ends-sooner';

/**
 * A good proof gives way only to one that says something newer and holds as long; a responder behind a cache, or one
 * with a signer about to expire, must not make things worse. Not even when forced.
 */
export function whyKeep(old: Proof | undefined, fresh: Proof): KeepReason | undefined {
  if (old === undefined) return undefined;
  if (fresh.verdict.thisUpdate < old.verdict.thisUpdate) return 'older';
  return endOf(fresh) < endOf(old) ? 'ends-sooner' : undefined;
}

/** Without nextUpdate servers do not staple it: it ends where it begins. */
const endOf = ({ verdict }: Proof): number => (verdict.nextUpdate === undefined ? 0 : verdict.validUntil.getTime());
