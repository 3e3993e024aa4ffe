/** One address through the routers, until one of them ends its way. */
import { asciiLowerCase } from '../../base/index.ts';
import { after, expandOption, type Later } from '../expand/index.ts';
import { MAIN_AND_PANIC } from '../log/index.ts';
import { discreet, lookupReason } from './discreet.ts';
import { expandBoolean } from './expansion.ts';
import { ancestors, makeItem, splitItem } from './item.ts';
import { type AtHand, type AtRouter, type Ending, tryRouter } from './router.ts';
import { text } from './settings.ts';
import { translateAddresses } from './translate.ts';
import type { Deferred, Item, RouterStep, RouteWorld, Said } from './types.ts';
import { createSeat, type VerifyAddress, type Visit } from './visit.ts';

/** One level: the address itself, and the addresses made of it. */
export interface Level {
  readonly item: Item;
  readonly trail: readonly RouterStep[];
  readonly end: LevelEnd;
  readonly visit?: Visit;
}

export type LevelEnd =
  | Exclude<Ending, { readonly kind: 'rerouted' | 'children' }>
  | { readonly kind: 'children'; readonly items: readonly Item[]; readonly unseen?: Unseen };

/** The router's own part of an address that also goes on. */
export interface Unseen {
  readonly routed: Item;
  readonly clone: Item;
  readonly own: Exclude<Ending, { readonly kind: 'rerouted' }>;
}

/** @param verify  can an address of errors_to be delivered to? */
export function routeLevel(item: Item, world: RouteWorld, verify: VerifyAddress): Later<Level> {
  return after(splitItem(item, world), (problem): Later<Level> => {
    if (problem !== undefined) return { item, trail: [], end: { kind: 'defer', message: problem } };
    const run = { item, world, verify, seat: createSeat(world), trail: [], said: {} };
    return after(nextRouters(run, item.startAt), discreetly);
  });
}

/** What databases have to do with a deferral is not said with it. */
function discreetly(level: Level): Level {
  const { end } = level;
  if (end.kind !== 'defer') return level;
  const lookup = lookupReason(end.message);
  return {
    ...level,
    end: { ...end, message: discreet(end.message), ...(lookup !== undefined && { lookup }) },
  };
}

interface Run extends AtHand {
  readonly trail: RouterStep[];
  /** What routers that declined had to say. */
  said: Said;
}

/** More ancestors than this is a loop of another kind: an address that grows. */
const MAX_ANCESTORS = 101;

function nextRouters(run: Run, from: number): Later<Level> {
  const { routers } = run.world.configuration;
  if (countAncestors(run.item) > MAX_ANCESTORS) return loopFound(run);
  for (let at = from; at < routers.length; ) {
    const tried = tryRouter(routers[at]!, run);
    if (tried instanceof Promise) return tried.then((found) => follow(run, at, found, true)) as Promise<Level>;
    const followed = follow(run, at, tried, false);
    if (typeof followed !== 'number') return followed;
    at = followed;
  }
  return unrouteable(run);
}

function countAncestors(item: Item): number {
  let count = 0;
  for (const _ of ancestors(item)) count += 1;
  return count;
}

function loopFound({ item, world, trail }: Run): Level {
  const message = `routing loop for ${item.address}`;
  world.log?.(message, MAIN_AND_PANIC);
  return { item, trail, end: { kind: 'defer', message: 'unknown error' } };
}

/** @returns the index of the next router where the walk goes on here, or its end */
function follow(run: Run, at: number, found: AtRouter, hasWaited: boolean): Later<Level> | number {
  if (run.world.keepsLastStep === true) run.trail.length = 0;
  run.trail.push(found.step);
  if (found.kind === 'end') return endOf(run, at, found.verdict, found.visit);
  if ('message' in found && found.message !== undefined) {
    const { message, userMessage, isReported } = found;
    run.said = {
      message,
      ...(userMessage !== undefined && { userMessage }),
      ...(isReported === true && { isReported }),
    };
  }
  if (found.kind === 'none-more') return unrouteable(run);
  const next = found.router === undefined ? at + 1 : indexOf(run.world, found.router, at);
  return hasWaited ? nextRouters(run, next) : next;
}

/** pass_router is further down. */
function indexOf({ configuration }: RouteWorld, name: string, at: number): number {
  const found = configuration.routers.findIndex((router, index) => index > at && router.name === name);
  return found < 0 ? at + 1 : found;
}

/** No router took it: the last that was considered says what is said then. */
function unrouteable({ item, trail, world, said }: Run): Later<Level> {
  const { message } = said;
  if (message !== undefined) return { item, trail, end: { kind: 'fail', ...said, message } };
  const plain = { kind: 'fail', message: UNROUTEABLE, userMessage: UNROUTEABLE } as const;
  const written = item.router === undefined ? undefined : text(item.router, 'cannot_route_message');
  if (written === undefined) return { item, trail, end: plain };
  const host = world.host((name) => unroutedVariable(item, name));
  return after(expandOption(written, host), (expanded): Level => {
    if (expanded.kind === 'text')
      return { item, trail, end: { kind: 'fail', message: expanded.text, userMessage: expanded.text } };
    if (expanded.kind !== 'forced-fail')
      world.log?.(
        `failed to expand cannot_route_message in ${item.router?.name} router: ${expanded.message}`,
        MAIN_AND_PANIC,
      );
    return { item, trail, end: plain };
  });
}

const UNROUTEABLE = 'Unrouteable address';

function unroutedVariable(item: Item, name: string): string | undefined {
  if (name === 'local_part') return asciiLowerCase(item.localPart);
  return name === 'domain' ? item.domain : undefined;
}

function endOf(run: Run, at: number, verdict: Ending, visit: Visit | undefined): Later<Level> {
  const { item, trail } = run;
  if (verdict.kind === 'rerouted') {
    const { item: other, rewritesHeaders } = verdict;
    if (rewritesHeaders)
      run.world.domainChanged?.(item.domain, other.address.slice(other.address.lastIndexOf('@') + 1));
    return { item, trail, end: { kind: 'children', items: [other] } };
  }
  const end = { item, trail, end: verdict, ...(visit !== undefined && { visit }) };
  if (visit === undefined || verdict.kind === 'fail' || verdict.kind === 'defer') return end;
  const translated =
    verdict.kind === 'accept' ? translateAddresses(verdict, visit) : (verdict as Exclude<Ending, { kind: 'rerouted' }>);
  return after(translated, (final) => {
    if (final.kind === 'defer') return { ...end, end: final };
    return after(splitUnseen(final, at, run, visit), (unseen) => ({ ...end, end: unseen ?? final }));
  });
}

/** unseen: one address is dealt with by the router, a copy goes on behind it; both have the address itself as parent. */
function splitUnseen(
  verdict: Exclude<Ending, { readonly kind: 'rerouted' }>,
  at: number,
  { item, world }: Run,
  { router, host }: Visit,
): Later<LevelEnd | undefined> {
  // As with Exim, an address that was thrown away is done, and so is its copy; who only asks hears of the copy alone.
  if (verdict.kind === 'discard' && world.purpose === 'deliver') return undefined;
  const facts = { option: 'unseen', where: `${router.name} router`, otherwise: false };
  return after(expandBoolean(router.settings.get('unseen')?.value, host, facts), (unseen): LevelEnd | undefined => {
    if (typeof unseen !== 'boolean') return unseen satisfies Deferred;
    if (!unseen || at + 1 >= world.configuration.routers.length) return undefined;
    const routed: Item = { ...item, parent: item, unique: `${item.unique}/${router.name}` };
    const clone = cloneOf(item, at + 1, ignoresErrors(verdict));
    if (verdict.kind === 'discard') return { kind: 'children', items: [clone] };
    // Addresses that the router made have the routed one above them.
    if (verdict.kind === 'children') for (const child of verdict.items) child.parent = routed;
    return { kind: 'children', items: [clone], unseen: { routed, clone, own: verdict } };
  });
}

/** With an empty errors_to of the router nobody hears of the copy, either. */
function ignoresErrors(verdict: Exclude<Ending, { readonly kind: 'rerouted' }>): boolean {
  if (verdict.kind === 'accept') return verdict.props.ignoresErrors === true;
  return verdict.kind === 'children' && verdict.items[0]?.props.ignoresErrors === true;
}

/** It takes address_data along, but neither errors_to nor headers of the router. */
function cloneOf(item: Item, startAt: number, isIgnored: boolean): Item {
  const { addressData, variables } = item.props;
  const { errorsTo } = item.parent?.props ?? {};
  const props = {
    headersAdd: [],
    headersRemove: [],
    variables,
    ...(addressData !== undefined && { addressData }),
    ...(errorsTo !== undefined && { errorsTo }),
    ...((isIgnored || item.props.ignoresErrors === true) && { ignoresErrors: true }),
  };
  const clone = makeItem(item.address, item, props, item.isTainted);
  clone.startAt = startAt;
  return clone;
}
