/** An address, and the addresses made of it in their turn: a tree. */
import { createPace } from '../../base/index.ts';
import { after, type Later } from '../expand/index.ts';
import { makeItem, NOTHING } from './item.ts';
import { type Level, routeLevel, type Unseen } from './level.ts';
import { nodeOf, specialNode } from './node.ts';
import type { Item, Routed, RouteWorld } from './types.ts';
import { verifyAddress } from './verify.ts';

/** An address that has been routed, and those made of it that have not: a list of 100,000 is never there as a whole. */
export interface Sprout {
  /** Without children, though it may have some. */
  readonly node: Routed;
  readonly size: number;
  /** @param index  below `size`; each is asked for once, in order */
  readonly child: (index: number) => Later<Sprout>;
}

/**
 * What becomes of an address, as far down as redirection leads.
 *
 * @param address  qualified
 * @param given  beside it: `written` as it was before that, which tells a double from another; `errorsTo` of the address that
 * it has taken the place of (`one_time`)
 * @returns the tree; each node with the routers it met and what came of each
 * @see Exim spec ch. 15 "Generic options for routers", §3.10–3.13
 */
export const routeAddress = (address: string, world: RouteWorld, given: Given = {}): Later<Routed> =>
  after(routeStep(address, world, given), fullyGrown);

interface Given {
  readonly written?: string;
  readonly errorsTo?: string | undefined;
}

/** What becomes of the address itself; of those made of it, once somebody asks. */
export function routeStep(
  address: string,
  world: RouteWorld,
  { written = address, errorsTo }: Given = {},
): Later<Sprout> {
  const item = makeItem(address, undefined, errorsTo === undefined ? NOTHING : { ...NOTHING, errorsTo });
  item.unique = written;
  return sproutOf(item, world);
}

function sproutOf(item: Item, world: RouteWorld): Later<Sprout> {
  if (item.special !== undefined) return leaf(specialNode(item, item.special));
  return after(routeLevel(item, world, verifyAddress), (level) => {
    const sprout = levelSprout(level, world);
    return item.unfoldedFrom === undefined ? sprout : refold(sprout, item.unfoldedFrom);
  });
}

const leaf = (node: Routed): Sprout => ({ node, size: 0, child: noChild });

function noChild(): never {
  throw new Error('a leaf has no children');
}

/** The address as it came, above the one that percent_hack_domains has made of it. */
function refold(sprout: Sprout, before: Item): Sprout {
  const { address, isTainted, unique, props, domain, unfoldedFrom } = before;
  const outcome = { kind: 'redirect', router: '', children: [] } as const;
  const above: Routed = { address, isTainted, unique, props, domain, localPart: '', trail: [], outcome };
  const folded: Sprout = { node: above, size: 1, child: () => sprout };
  return unfoldedFrom === undefined ? folded : refold(folded, unfoldedFrom);
}

function levelSprout(level: Level, world: RouteWorld): Sprout {
  const { end } = level;
  if (end.kind === 'children' && end.unseen !== undefined) return unseenSprout(level, end.unseen, world);
  const items = end.kind === 'children' || end.kind === 'fail' ? (end.items ?? []) : [];
  return items.length === 0 ? leaf(nodeOf(level)) : listSprout(nodeOf(level), items, world);
}

function listSprout(node: Routed, items: readonly Item[], world: RouteWorld): Sprout {
  const left: (Item | undefined)[] = [...items];
  return {
    node,
    size: items.length,
    child: (index) => {
      const item = left[index]!;
      left[index] = undefined; // nobody needs it any more
      return after(waiting(item, world), (node) => (node === undefined ? sproutOf(item, world) : leaf(node)));
    },
  };
}

/** What redirection has made may have to wait, as any address. */
function waiting(item: Item, { waits }: RouteWorld): Later<Routed | undefined> {
  if (waits === undefined || item.special !== undefined) return undefined;
  const { address, isTainted, unique, props, domain } = item;
  return after(waits(address), (deferred): Routed | undefined => {
    if (deferred === undefined) return undefined;
    const outcome = { ...deferred, freezes: false, logsNothing: false, retriesByAddress: false };
    return { address, isTainted, unique, props, domain, localPart: '', trail: [], outcome };
  });
}

/** The copy goes first where the router made addresses, and last where it took the address itself. */
function unseenSprout(level: Level, { routed, clone, own }: Unseen, world: RouteWorld): Sprout {
  const { trail, visit, item } = level;
  const ownLevel: Level = { item: routed, trail, end: own, ...(visit !== undefined && { visit }) };
  const router = item.router?.name ?? '';
  const copyAt = own.kind === 'accept' ? 1 : 0;
  return {
    node: { ...nodeOf(level), trail: [], outcome: { kind: 'redirect', router, children: [], unseen: true } },
    size: 2,
    child: (index) => (index === copyAt ? sproutOf(clone, world) : levelSprout(ownLevel, world)),
  };
}

function fullyGrown({ node, size, child }: Sprout): Later<Routed> {
  if (size === 0) return node;
  return after(allGrown(size, child), (children) => ({
    ...node,
    outcome: { ...node.outcome, children } as Routed['outcome'],
  }));
}

/** One after the other, in order; a list may be long: most need no waiting, and others have turns between them. */
function allGrown(size: number, child: Sprout['child']): Later<readonly Routed[]> {
  const nodes: Routed[] = [];
  const pace = createPace();
  const from = (start: number): Later<readonly Routed[]> => {
    for (let at = start; at < size; at += 1) {
      const rest = pace();
      if (rest !== undefined) return rest.then(() => from(at));
      const node = after(child(at), fullyGrown);
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
