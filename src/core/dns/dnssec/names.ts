/** Names as DNSSEC counts them (RFC 4034 §3.1.3, §6.1), on top of the family relations in ../name.ts. */
import { isSubdomain, isWildcard, labelCount, labelsOf, parentOf } from '../name.ts';
import type { Name } from '../types.ts';

/** As RRSIG counts: a leading `*` does not (RFC 4034 §3.1.3). */
export function signedLabelCount(name: Name): number {
  return labelCount(name) - (isWildcard(name) ? 1 : 0);
}

export const isBelow = (name: Name, ancestor: Name): boolean => name !== ancestor && isSubdomain(name, ancestor);

export const firstLabel = (name: Name): string => labelsOf(name)[0] ?? '';

/** The name above; the root stays the root. */
export const nameAbove = (name: Name): Name => parentOf(name) ?? '';

/** From just below `from` down to `name`: where zone cuts may be. */
export function namesBetween(from: Name, name: Name): readonly Name[] {
  const out: Name[] = [];
  for (let at = name; at !== from && at !== ''; at = nameAbove(at)) out.unshift(at);
  return out;
}
