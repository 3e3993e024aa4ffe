/** An address, and the addresses made of it in their turn: a tree. */
import { createPace } from '../../base/index.ts';
import { after, type Later } from '../expand/index.ts';
import { makeItem } from './item.ts';
import { type Level, routeLevel, type Unseen } from './level.ts';
import { nodeOf, specialNode } from './node.ts';
import type { Item, Routed, RouteWorld } from './types.ts';
import { verifyAddress } from './verify.ts';

/**
 * What becomes of an address, as far down as redirection leads.
 *
 * @param address  qualified
 * @param written  as it was before that: what tells a double from another
 * @returns the tree; each node with the routers it met and what came of each
 * @see Exim spec ch. 15 "Generic options for routers", §3.10–3.13
 */
export function routeAddress(address: string, world: RouteWorld, written = address): Later<Routed> {
  const item = makeItem(address);
  item.unique = written;
  return routeItem(item, world);
}

function routeItem(item: Item, world: RouteWorld): Later<Routed> {
  if (item.special !== undefined) return specialNode(item, item.special);
  return after(routeLevel(item, world, verifyAddress), (level) =>
    after(grow(level, world), (node) => (item.unfoldedFrom === undefined ? node : refold(node, item.unfoldedFrom))),
  );
}

/** The address as it came, above the one that percent_hack_domains has made of it. */
function refold(node: Routed, before: Item): Routed {
  const { address, unique, props, domain, unfoldedFrom } = before;
  const outcome = { kind: 'redirect', router: '', children: [node] } as const;
  const above: Routed = { address, unique, props, domain, localPart: '', trail: [], outcome };
  return unfoldedFrom === undefined ? above : refold(above, unfoldedFrom);
}

function grow(level: Level, world: RouteWorld): Later<Routed> {
  const { end } = level;
  if (end.kind === 'children' && end.unseen !== undefined) return growUnseen(level, end.unseen, world);
  const items = end.kind === 'children' || end.kind === 'fail' ? (end.items ?? []) : [];
  return after(routeAll(items, world), (children) => nodeOf(level, children));
}

/** The copy goes first where the router made addresses, and last where it took the address itself. */
function growUnseen(level: Level, { routed, clone, own }: Unseen, world: RouteWorld): Later<Routed> {
  const { trail, visit, item } = level;
  const router = item.router?.name ?? '';
  const ownLevel: Level = { item: routed, trail, end: own, ...(visit !== undefined && { visit }) };
  const grown = after(routeItem(clone, world), (copy) =>
    after(grow(ownLevel, world), (node): readonly Routed[] => (own.kind === 'accept' ? [node, copy] : [copy, node])),
  );
  return after(grown, (children) => ({
    ...nodeOf(level, children),
    trail: [],
    outcome: { kind: 'redirect', router, children, unseen: true },
  }));
}

/** One after the other, in order; a list may be long: most need no waiting, and others have turns between them. */
function routeAll(items: readonly Item[], world: RouteWorld): Later<readonly Routed[]> {
  const nodes: Routed[] = [];
  const pace = createPace();
  const from = (start: number): Later<readonly Routed[]> => {
    for (let at = start; at < items.length; at += 1) {
      const rest = pace();
      if (rest !== undefined) return rest.then(() => from(at));
      const node = routeItem(items[at]!, world);
      if (node instanceof Promise) {
        return node.then((found) => {
          nodes.push(found);
          return from(at + 1);
        });
      }
      nodes.push(node);
    }
    return nodes;
  };
  return from(0);
}
