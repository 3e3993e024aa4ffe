/** Equals in turns: each order is as likely as another. */
import type { Random } from '../../../base/index.ts';
import type { RouteWorld } from '../types.ts';

export function shuffled<T>(
  items: readonly T[],
  { keepsOrder }: Pick<RouteWorld, 'keepsOrder'>,
  random: Random,
): readonly T[] {
  if (keepsOrder === true || items.length < 2) return items;
  const left = [...items];
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}

/**
 * Targets of one priority, by weight: the next is drawn, heavier ones more often (RFC 2782 "Weight").
 *
 * @param items  those of weight 0 first
 */
export function byWeight<T extends { readonly weight: number }>(
  items: readonly T[],
  world: Pick<RouteWorld, 'keepsOrder'>,
  random: Random,
): readonly T[] {
  if (world.keepsOrder === true) return items;
  const left = [...items].sort((a, b) => a.weight - b.weight);
  const drawn: T[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    const mark = random.below(total + 1);
    let sum = 0;
    const at = left.findIndex(({ weight }) => {
      sum += weight;
      return sum >= mark;
    });
    drawn.push(...left.splice(at, 1));
  }
  return drawn;
}
