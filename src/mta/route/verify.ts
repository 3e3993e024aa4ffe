/** Verification by routing: can this address be delivered to, or be answered (Exim spec §43.45). */
import { after, type Later, type Text } from '../expand/index.ts';
import { makeItem } from './item.ts';
import { type Level, routeLevel } from './level.ts';
import { nodeOf } from './node.ts';
import { traitsOf } from './traits.ts';
import type { Item, Routed, RouterStep, RouterTraits, RouteWorld } from './types.ts';

export interface VerifyOptions {
  /** A redirection is enough; else the one address it leads to is verified in its place. */
  readonly successOnRedirect?: boolean;
}

export type Verified =
  | {
      readonly kind: 'ok';
      /** Where routing ended, for a callout to its hosts; addresses made of it are left out. */
      readonly routed: Routed;
      /** Addresses that it was redirected to. */
      readonly made: readonly string[];
    }
  | ({
      readonly kind: 'fail' | 'defer';
      readonly address: string;
      readonly message: string;
      readonly userMessage?: string;
      /** A lookup has no answer now, for this reason. */
      readonly lookup?: string;
      /** What the last router that was asked has said of it. */
      readonly addressData?: Text;
      readonly trail: readonly RouterStep[];
    } & RouterTraits);

/**
 * One address, and where that is redirected to exactly one other, that one: several, a file or a command are good as they
 * are.
 *
 * @param world  whose purpose says whether it is a sender or a recipient
 */
export function verifyByRouting(address: string, world: RouteWorld, options: VerifyOptions = {}): Later<Verified> {
  // While a sender is verified there is none: that is how a bounce would go to it.
  const seen = world.purpose === 'verify-sender' ? { ...world, sender: '' } : world;
  return verifyItem(makeItem(address), seen, options);
}

const verifyItem = (item: Item, world: RouteWorld, options: VerifyOptions): Later<Verified> =>
  after(routeLevel(item, world, verifyAddress), (level) => judge(level, world, options));

function judge(level: Level, world: RouteWorld, { successOnRedirect = false }: VerifyOptions): Later<Verified> {
  const { item, end, trail } = level;
  if (end.kind === 'fail' || end.kind === 'defer') {
    const { kind, message, userMessage } = end;
    const lookup = end.kind === 'defer' ? end.lookup : undefined;
    const said = { ...(userMessage !== undefined && { userMessage }), ...(lookup !== undefined && { lookup }) };
    const { addressData } = item.props;
    return {
      ...{ kind, address: item.address, message, trail, ...said },
      ...(addressData !== undefined && { addressData }),
      ...traitsOf(item.router),
    };
  }
  const made = newAddresses(end);
  const [only, ...others] = made;
  const goesOn = only !== undefined && others.length === 0 && only.special === undefined && !successOnRedirect;
  return goesOn
    ? verifyItem(only, world, {})
    : { kind: 'ok', routed: nodeOf(level), made: made.map(({ address }) => address) };
}

/** Of an unseen router its own, too. */
function newAddresses(end: Level['end']): readonly Item[] {
  if (end.kind !== 'children') return [];
  const own = end.unseen?.own;
  return own?.kind === 'children' ? [...end.items, ...own.items] : end.items;
}

/** For errors_to: the address as it is, where it can be delivered to. */
export const verifyAddress = (address: string, world: RouteWorld): Later<{ readonly address: string } | undefined> =>
  after(verifyByRouting(address, world), (found) => (found.kind === 'ok' ? { address } : undefined));
