/** One router and one address: may it be used, what does it say, and where does the address go from there. */
import { asciiLowerCase } from '../../base/index.ts';
import type { Driver } from '../config/index.ts';
import { after, expandOption, firstAnswer, type Later, readList, type Text } from '../expand/index.ts';
import { findPrefix, findSuffix } from './affixes.ts';
import { copyRouting } from './copy-routing.ts';
import { ROUTER_DRIVERS } from './drivers/registry.ts';
import { expandBoolean } from './expansion.ts';
import { ancestors } from './item.ts';
import { PRECONDITIONS } from './preconditions/registry.ts';
import type { Unmet } from './preconditions/types.ts';
import { flag, lastFlag, text } from './settings.ts';
import type { DriverVerdict, Item, RouterStep, RouteWorld, Said } from './types.ts';
import { createVisit, type Seat, type SeenLocalPart, type VerifyAddress, type Visit } from './visit.ts';

/** What comes of a router: another one, or an end. `step` tells why. */
export type AtRouter = { readonly step: RouterStep } & (
  | ({ readonly kind: 'next'; readonly router?: string } & Said)
  /** No router is to follow. */
  | ({ readonly kind: 'none-more' } & Said)
  | { readonly kind: 'end'; readonly verdict: Ending; readonly visit?: Visit }
);

export type Ending = Exclude<DriverVerdict, { readonly kind: 'decline' | 'pass' }>;

export interface AtHand {
  readonly item: Item;
  readonly world: RouteWorld;
  readonly verify: VerifyAddress;
  readonly seat: Seat;
}

export function tryRouter(router: Driver, { item, world, verify, seat }: AtHand): Later<AtRouter> {
  item.router = router;
  const looped = loopAt(router, item);
  if (looped !== undefined) return skipped(router, looped);
  const seen = seeLocalPart(router, item);
  if ('kind' in seen) return skipped(router, seen);
  const visit = createVisit(seat, router, item, { ...seen, world, verify });
  const unmet = firstAnswer(PRECONDITIONS, ({ check }) => check(visit));
  return after(unmet, (problem) => {
    if (problem === undefined) return enter(visit);
    if (problem.kind === 'skip') return skipped(router, problem);
    return deferred(router, problem.message, problem.option);
  });
}

/** An address that this router has made of itself, or of anything with no_repeat_use, does not come here again. */
function loopAt(router: Driver, item: Item): Unmet | undefined {
  for (const ancestor of ancestors(item)) {
    if (ancestor.router !== router) continue;
    if (!flag(router, 'repeat_use', true))
      return { kind: 'skip', option: 'repeat_use', reason: `it has routed ${ancestor.address}` };
    const isSame = ancestor.address.toLowerCase() === item.address.toLowerCase();
    if (isSame && (!flag(router, 'caseful_local_part') || sameLocalPart(ancestor, item)))
      return { kind: 'skip', option: 'loop', reason: `it has routed ${ancestor.address} already` };
  }
  return undefined;
}

function sameLocalPart(one: Item, other: Item): boolean {
  const end = other.address.lastIndexOf('@');
  return one.address.slice(0, end) === other.address.slice(0, end);
}

/** Case and affixes, as the router wants them. */
function seeLocalPart(router: Driver, item: Item): SeenLocalPart | Unmet {
  const whole = flag(router, 'caseful_local_part') ? item.localPart : asciiLowerCase(item.localPart);
  item.seen = whole;
  const prefixes = text(router, 'local_part_prefix');
  const prefix = prefixes === undefined ? undefined : findPrefix(whole, readList(prefixes).items);
  if (prefixes !== undefined && prefix === undefined && !flag(router, 'local_part_prefix_optional'))
    return { kind: 'skip', option: 'local_part_prefix', reason: `"${whole}" has none of them`, value: prefixes };
  const rest = whole.slice(prefix?.text.length ?? 0);
  item.seen = rest;
  const suffixes = text(router, 'local_part_suffix');
  const suffix = suffixes === undefined ? undefined : findSuffix(rest, readList(suffixes).items);
  if (suffixes !== undefined && suffix === undefined && !flag(router, 'local_part_suffix_optional'))
    return { kind: 'skip', option: 'local_part_suffix', reason: `"${rest}" has none of them`, value: suffixes };
  item.seen = rest.slice(0, rest.length - (suffix?.text.length ?? 0));
  return {
    localPart: item.seen,
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
  };
}

/** All preconditions hold: variables and address_data, then the driver. */
function enter(visit: Visit): Later<AtRouter> {
  return after(setVariables(visit), (wrong) => {
    if (wrong !== undefined) return settle(wrong, visit);
    return after(setAddressData(visit), (stopped) =>
      stopped === undefined ? after(runDriver(visit), (verdict) => settle(verdict, visit)) : settle(stopped, visit),
    );
  });
}

const runDriver = (visit: Visit): Later<DriverVerdict> =>
  flag(visit.router, 'same_domain_copy_routing') ? copyRouting(visit, runOwn) : runOwn(visit);

const runOwn = (visit: Visit): Later<DriverVerdict> =>
  ROUTER_DRIVERS[visit.router.driver]?.(visit) ?? { kind: 'defer', message: `no driver ${visit.router.driver}` };

/** `set = r_name = value ; …`: kept with the address from now on. */
function setVariables(visit: Visit): Later<DriverVerdict | undefined> {
  const written = text(visit.router, 'set');
  if (written === undefined) return undefined;
  return firstAnswer(readList(/^\s*</.test(written) ? written : `<;${written}`).items, (item) => setOne(item, visit));
}

function setOne(item: string, visit: Visit): Later<DriverVerdict | undefined> {
  const [, name, value = ''] = /^(r_\w+)\s*=\s*(.*)$/s.exec(item) ?? [];
  const { router, host } = visit;
  if (name === undefined)
    return { kind: 'defer', message: `bad router variable in "${item}" in router ${router.name}` };
  return after(expandOption(value, host), (expanded): DriverVerdict | undefined => {
    if (expanded.kind === 'forced-fail') return { kind: 'decline' };
    if (expanded.kind !== 'text')
      return { kind: 'defer', message: `expansion of "${item}" failed in ${router.name} router: ${expanded.message}` };
    keepVariable(visit.item, name, expanded);
    return undefined;
  });
}

const keepVariable = (item: Item, name: string, value: Text): void => {
  item.props = { ...item.props, variables: new Map(item.props.variables).set(name, value) };
};

function setAddressData(visit: Visit): Later<DriverVerdict | undefined> {
  const { router, host, item } = visit;
  const written = text(router, 'address_data');
  if (written === undefined) return undefined;
  return after(expandOption(written, host), (expanded): DriverVerdict | undefined => {
    if (expanded.kind === 'forced-fail') return { kind: 'decline', message: '' };
    if (expanded.kind !== 'text')
      return {
        kind: 'defer',
        message: `expansion of "${written}" failed in ${router.name} router: ${expanded.message}`,
      };
    visit.addressData = expanded;
    item.props = { ...item.props, addressData: expanded };
    return undefined;
  });
}

/** fail_verify, then more for what is declined. */
function settle(verdict: DriverVerdict, visit: Visit): Later<AtRouter> {
  const { router, world } = visit;
  if (failsVerification(verdict, visit)) {
    const message = `${router.name} router forced verify failure`;
    const option = world.purpose === 'verify-sender' ? 'fail_verify_sender' : 'fail_verify_recipient';
    return { kind: 'end', verdict: { kind: 'fail', message }, visit, step: stepOf(router, 'failed', { option }) };
  }
  switch (verdict.kind) {
    case 'pass':
      return passed(verdict.message, visit);
    case 'decline':
      return declined(verdict, visit);
    default:
      return { kind: 'end', verdict, visit, step: stepOf(router, RESULTS[verdict.kind], reasonOf(verdict)) };
  }
}

const RESULTS = {
  accept: 'accepted',
  children: 'redirected',
  rerouted: 'rerouted',
  discard: 'discarded',
  fail: 'failed',
  defer: 'deferred',
} as const;

const reasonOf = (verdict: DriverVerdict) => ('message' in verdict ? { reason: verdict.message } : {});

function failsVerification({ kind }: DriverVerdict, { router, world }: Visit): boolean {
  if (kind === 'decline' || kind === 'fail' || kind === 'defer') return false;
  const option =
    world.purpose === 'verify-sender'
      ? 'fail_verify_sender'
      : world.purpose === 'verify-recipient'
        ? 'fail_verify_recipient'
        : undefined;
  return option !== undefined && lastFlag(router, [option, 'fail_verify'], false);
}

function passed(message: string | undefined, { router }: Visit): AtRouter {
  const target = text(router, 'pass_router');
  return {
    kind: 'next',
    ...(target !== undefined && { router: target }),
    ...(message !== undefined && { message }),
    step: stepOf(router, 'passed', { ...(message !== undefined && { reason: message }) }),
  };
}

function declined(verdict: Extract<DriverVerdict, { kind: 'decline' }>, { router, host }: Visit): Later<AtRouter> {
  const facts = { option: 'more', where: `${router.name} router`, otherwise: true };
  return after(expandBoolean(router.settings.get('more')?.value, host, facts), (more): AtRouter => {
    if (typeof more !== 'boolean') return deferred(router, more.message, 'more');
    const { message, userMessage, isReported } = verdict;
    const said = {
      ...(message !== undefined && message !== '' && { message }),
      ...(userMessage !== undefined && { userMessage }),
      ...(isReported === true && { isReported }),
    };
    const step = stepOf(router, 'declined', { ...(said.message !== undefined && { reason: said.message }) });
    if (more) return { kind: 'next', ...said, step };
    return { kind: 'none-more', ...said, step: { ...step, option: 'more' } };
  });
}

function skipped(router: Driver, unmet: Unmet): AtRouter {
  const reason = unmet.kind === 'skip' ? unmet.reason : unmet.message;
  const value = unmet.kind === 'skip' ? unmet.value : undefined;
  const why = { option: unmet.option, reason, ...(value !== undefined && { value }) };
  return { kind: 'next', step: stepOf(router, 'skipped', why) };
}

const deferred = (router: Driver, message: string, option: string): AtRouter => ({
  kind: 'end',
  verdict: { kind: 'defer', message },
  step: stepOf(router, 'deferred', { option, reason: message }),
});

const stepOf = (
  router: Driver,
  result: RouterStep['result'],
  why: Pick<RouterStep, 'option' | 'reason' | 'value'>,
): RouterStep => ({ router: router.name, driver: router.driver, line: router.place.line, result, ...why });
