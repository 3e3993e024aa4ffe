/**
 * The order in which addresses are dealt with, which shows: in the log, in reports, in who of several doubles is delivered to,
 * and in what one connection is told. It is Exim's (Exim spec ch. 3 "Delivery in detail").
 *
 * Addresses are routed level by level, redirection making the next; the recipients from the last to the first, and so is what
 * a redirection has made. Files and commands need no routing: they have their turn before the addresses of their level, from
 * the first to the last. Delivery begins with what was routed last. Where Exim looks at all addresses of a level for
 * `queue_domains` before it routes one, it comes to them the other way round.
 */
import { depthOf, isSpecial, type Target } from './target.ts';

/**
 * @param targets   recipient by recipient, each with what was made of it from the first to the last
 * @param isTurned  `queue_domains` is looked at
 */
export function inRoutingOrder(targets: readonly Target[], isTurned: boolean): readonly Target[] {
  if (targets.length < 2) return targets;
  const levels = new Map<number, Target[]>();
  for (const target of targets.toReversed()) {
    const depth = depthOf(target);
    const level = levels.get(depth);
    if (level === undefined) levels.set(depth, [target]);
    else level.push(target);
  }
  return [...levels]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, level]) => {
      const routed = level.filter((one) => !isSpecial(one));
      return [...level.filter(isSpecial).toReversed(), ...(isTurned ? routed.toReversed() : routed)];
    });
}
