/** Addresses on their way: made, and split into local part and domain. */
import { asciiLowerCase } from '../../base/index.ts';
import { after, clean, expandOption, isFailure, type Later, textOf } from '../expand/index.ts';
import type { Item, Propagated, RouteWorld } from './types.ts';

/** Of an address that no router has seen. */
export const NOTHING: Propagated = { headersAdd: [], headersRemove: [], variables: new Map() };

/**
 * @param address  qualified, its local part quoted where that needs it
 * @param isTainted  something of it was said from outside; what the configuration or its tables say is clean (Exim 4.94 on)
 */
export const makeItem = (address: string, parent?: Item, props: Propagated = NOTHING, isTainted = true): Item => ({
  address,
  isTainted,
  unique: address,
  localPart: '',
  domain: '',
  parent,
  router: undefined,
  startAt: 0,
  props,
});

/** Ancestors, the nearest first. */
export function* ancestors(item: Item): Generator<Item> {
  for (let parent = item.parent; parent !== undefined; parent = parent.parent) yield parent;
}

/** The address that the message came for. */
export function originOf(item: Item): Item {
  let origin = item;
  while (origin.parent !== undefined) origin = origin.parent;
  return origin;
}

/**
 * Local part and domain, as routers see them; `a%b@here` becomes `a@b` where percent_hack_domains has `here`.
 *
 * @returns a message where that could not be found out just now
 */
export function splitItem(item: Item, world: RouteWorld): Later<string | undefined> {
  const at = item.address.lastIndexOf('@');
  item.domain = asciiLowerCase(item.address.slice(at + 1));
  item.localPart = unquoted(item.address.slice(0, at));
  const list = world.configuration.main.get('percent_hack_domains')?.value;
  return typeof list === 'string' && list !== '' && item.localPart.includes('%')
    ? unfoldPercents(item, list, world)
    : undefined;
}

/** Quotes go, and what they protect stays. */
const unquoted = (localPart: string): string =>
  /["\\]/.test(localPart) ? localPart.replace(/\\([\s\S])|"/g, (_, char?: string) => char ?? '') : localPart;

function unfoldPercents(item: Item, list: string, world: RouteWorld): Later<string | undefined> {
  const at = item.localPart.lastIndexOf('%');
  if (at < 0) return undefined;
  const host = world.host((name) => (name === 'domain' ? textOf(item.domain, true) : undefined));
  const matches = after(expandOption(list, host), (expanded) =>
    expanded.kind === 'text' ? host.lists.match('domain', textOf(item.domain, true), clean(expanded.text)) : expanded,
  );
  return after(matches, (found) => {
    if (isFailure(found)) return found.kind === 'forced-fail' ? undefined : 'percent_hack_domains cannot be decided';
    if (!found.matched) return undefined;
    // The address as it came stands above: it has been replaced, and not delivered.
    const before: Item = { ...item, localPart: '' };
    item.parent = before;
    item.unfoldedFrom = before;
    item.address = `${item.localPart.slice(0, at)}@${item.localPart.slice(at + 1)}`;
    item.unique = item.address;
    item.domain = asciiLowerCase(item.localPart.slice(at + 1));
    item.localPart = item.localPart.slice(0, at);
    return unfoldPercents(item, list, world);
  });
}
