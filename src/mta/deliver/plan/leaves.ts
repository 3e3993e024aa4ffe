/** Addresses that a recipient leads to, one at a time, each routed when it is asked for. */
import type { Later } from '../../expand/index.ts';
import type { Routed, Sprout } from '../../route/index.ts';
import type { StoredRecipient } from '../../spool/index.ts';
import { isLeaf, type Target } from './target.ts';

interface Branch {
  readonly sprout: Sprout;
  /** The nearest first, its own node among them. */
  readonly parents: readonly Routed[];
  next: number;
}

/** @returns a function that gives the next; undefined: there are no more */
export function leavesOf(recipient: StoredRecipient, root: Sprout): () => Later<Target | undefined> {
  const branches: Branch[] = [];
  let first: Sprout | undefined = root;
  /** Below the innermost branch. */
  const enter = (sprout: Sprout): Target | undefined => {
    const parents = branches.at(-1)?.parents ?? NONE;
    const { node, size } = sprout;
    if (size > 0) branches.push({ sprout, parents: [node, ...parents], next: 0 });
    return isLeaf(node) ? { recipient, routed: node, parents } : undefined;
  };
  const next = (): Later<Target | undefined> => {
    if (first !== undefined) {
      const begun = enter(first);
      first = undefined;
      if (begun !== undefined) return begun;
    }
    for (let branch = branches.at(-1); branch !== undefined; branch = branches.at(-1)) {
      if (branch.next === branch.sprout.size) {
        branches.pop();
        continue;
      }
      branch.next += 1;
      const child = branch.sprout.child(branch.next - 1);
      if (child instanceof Promise) return child.then((sprout) => enter(sprout) ?? next());
      const target = enter(child);
      if (target !== undefined) return target;
    }
    return undefined;
  };
  return next;
}

const NONE: readonly Routed[] = [];
