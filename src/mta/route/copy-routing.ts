/** same_domain_copy_routing: further recipients of one message in the same domain go the way that the first one went. */
import { after, type Later } from '../expand/index.ts';
import { text } from './settings.ts';
import { settleProps } from './settle/accept.ts';
import type { Accepted, DriverVerdict, RouteWorld } from './types.ts';
import type { Visit } from './visit.ts';

/** A world is one message's: what was found is forgotten with it. */
const found = new WeakMap<RouteWorld, Map<string, Accepted>>();

/** Not with headers of the router's own, which may say something of the address (Exim spec §17.2). */
export function copyRouting(visit: Visit, route: (visit: Visit) => Later<DriverVerdict>): Later<DriverVerdict> {
  if (HEADERS.some((name) => text(visit.router, name) !== undefined)) return route(visit);
  const key = `${visit.router.name} ${visit.item.domain}`;
  const known = found.get(visit.world)?.get(key);
  if (known !== undefined) return after(settleProps(visit), (props) => ('kind' in props ? props : { ...known, props }));
  return after(route(visit), (verdict) => {
    if (verdict.kind === 'accept') remember(visit.world, key, verdict);
    return verdict;
  });
}

const HEADERS = ['headers_add', 'headers_remove'];

function remember(world: RouteWorld, key: string, accepted: Accepted): void {
  const ofWorld = found.get(world) ?? new Map<string, Accepted>();
  ofWorld.set(key, accepted);
  found.set(world, ofWorld);
}
