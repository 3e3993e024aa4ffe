/** From a record to what becomes of a message that fails: which tag speaks, and what testing and sampling leave of it. */
import type { FoundPolicy } from './discovery/index.ts';
import type { Disposition, Rules } from './types.ts';

export interface AppliedPolicy {
  readonly tag: 'p' | 'sp' | 'np';
  /** As the owner asks. */
  readonly asked: Disposition;
}

/**
 * `p` for the domain of the record itself; below it `np` for names that do not exist, `sp` for the others; each falls back
 * on the one before (RFC 9989 §4.7, §4.10.1). RFC 7489 §6.3 has no `np`, and its reader none either.
 */
export function policyFor({ source, record }: Pick<FoundPolicy, 'source' | 'record'>, exists: boolean): AppliedPolicy {
  const { p, sp, np } = record;
  if (source === 'author-domain') return { tag: 'p', asked: p };
  if (!exists && np !== undefined) return { tag: 'np', asked: np };
  return sp === undefined ? { tag: 'p', asked: p } : { tag: 'sp', asked: sp };
}

/** Whether the name exists makes a difference only where it has a policy of its own. */
export const dependsOnExistence = ({ source, record }: FoundPolicy): boolean =>
  source !== 'author-domain' && record.np !== undefined;

const WEAKER: Readonly<Record<Disposition, Disposition>> = { reject: 'quarantine', quarantine: 'none', none: 'none' };

/**
 * What becomes of this message: one step less under `t=y` (RFC 9989 §4.7), and one step less where it is not of the sample
 * that `pct` asks for (RFC 7489 §6.6.4).
 *
 * @param lot  0 to 99, uniform: the message is of the sample when it is below `pct`
 */
export function dispositionOf(
  asked: Disposition,
  { testing, pct }: FoundPolicy['record'],
  rules: Rules,
  lot: number,
): Disposition {
  const isSpared = rules === '9989' ? testing : lot >= pct;
  return isSpared ? WEAKER[asked] : asked;
}
