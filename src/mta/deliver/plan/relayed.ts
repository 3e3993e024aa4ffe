/** Addresses that redirection has taken the place of, and whose senders wanted to know that they arrived (RFC 3461 §5.2.7). */
import type { Routed } from '../../route/index.ts';
import type { StoredRecipient } from '../../spool/index.ts';
import { depthOf, isCopied, type Target } from './target.ts';

/** Whatever becomes of those made of it: nobody will tell the sender of them. */
export interface Relayed {
  readonly recipient: StoredRecipient;
  readonly routed: Routed;
}

/**
 * Each that was redirected, once, in the order in which they were routed; also a copy beside the address that goes on
 * (`unseen`), so that a recipient may be among them more than once.
 *
 * @param targets  recipient by recipient, each with what was made of it from the first to the last
 */
export function relayedOf(targets: readonly Target[]): readonly Relayed[] {
  const depths = new Map<Routed, number>();
  const found: Relayed[] = [];
  for (const { recipient, parents } of targets.toReversed()) {
    if (recipient.notify?.includes('SUCCESS') !== true) continue;
    const at = parents.findLastIndex((parent) => !isCopied(parent));
    const routed = parents[at];
    if (routed === undefined || depths.has(routed)) continue;
    depths.set(routed, depthOf({ routed, parents: parents.slice(at + 1) }));
    found.push({ recipient, routed });
  }
  return found.toSorted((one, other) => depths.get(one.routed)! - depths.get(other.routed)!);
}
