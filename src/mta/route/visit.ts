/** An address at a router: the local part as this router sees it, and the variables that expansions find. */

import { asciiLowerCase } from '../../base/index.ts';
import type { Driver } from '../config/index.ts';
import { type ExpansionHost, type Later, type Text, textOf } from '../expand/index.ts';
import type { Affix } from './affixes.ts';
import { originOf } from './item.ts';
import { flag } from './settings.ts';
import type { Item, RouteWorld } from './types.ts';
import { statAs } from './user-files.ts';
import type { User } from './users.ts';

export interface Visit {
  readonly world: RouteWorld;
  readonly router: Driver;
  readonly item: Item;
  readonly host: ExpansionHost;
  /** Without affixes; in lower case unless the router is caseful. */
  readonly localPart: string;
  readonly prefix?: Affix;
  readonly suffix?: Affix;
  domainData?: Text;
  localPartData?: Text;
  senderData?: Text;
  addressData?: Text;
  home?: Text;
  /** `router_home_directory` was set and came to `home`. */
  homeIsExpanded: boolean;
  user?: User;
  /** Asked by errors_to: can this address be delivered to? Routing is handed in, since it is what visits are part of. */
  readonly verify: VerifyAddress;
  /** Variables that hold for one expansion: `$host_address`, `$address_pipe`, … */
  passing: Readonly<Record<string, string | Text>>;
}

export type VerifyAddress = (address: string, world: RouteWorld) => Later<{ readonly address: string } | undefined>;

export interface SeenLocalPart {
  readonly localPart: string;
  readonly prefix?: Affix;
  readonly suffix?: Affix;
}

/** Expansions of an address, at whatever router it is: a host is costly to make, and is made once. */
export interface Seat {
  readonly host: ExpansionHost;
  visit?: Visit;
}

export function createSeat(world: RouteWorld): Seat {
  const host = world.host((name) => (seat.visit === undefined ? undefined : read(seat.visit, name)));
  const seat: Seat = { host: world.doAs === undefined ? host : seeing(host, world) };
  return seat;
}

/** What only its owner may see is there as well. */
function seeing(host: ExpansionHost, world: RouteWorld): ExpansionHost {
  const { system } = host;
  return { ...host, system: { ...system, stat: (path) => statAs(path, system.stat(path), world) } };
}

export function createVisit(
  seat: Seat,
  router: Driver,
  item: Item,
  seen: SeenLocalPart & Pick<Visit, 'world' | 'verify'>,
): Visit {
  const { addressData } = item.props;
  const visit: Visit = {
    router,
    item,
    host: seat.host,
    ...seen,
    ...(addressData !== undefined && { addressData }),
    homeIsExpanded: false,
    passing: NOTHING,
  };
  seat.visit = visit;
  return visit;
}

const NOTHING = {};

const read = (visit: Visit, name: string): string | Text | undefined =>
  visit.passing[name] ?? (name.startsWith('r_') ? (visit.item.props.variables.get(name) ?? '') : VALUES[name]?.(visit));

const VALUES: Readonly<Record<string, (visit: Visit) => string | Text>> = {
  local_part: ({ localPart, item }) => textOf(localPart, item.isTainted),
  domain: ({ item }) => textOf(item.domain, item.isTainted),
  local_part_prefix: ({ prefix, item }) => ofAffix(prefix?.text, item),
  local_part_prefix_v: ({ prefix, item }) => ofAffix(prefix?.wild, item),
  local_part_suffix: ({ suffix, item }) => ofAffix(suffix?.text, item),
  local_part_suffix_v: ({ suffix, item }) => ofAffix(suffix?.wild, item),
  original_local_part: ({ item, router }) => localPartOf(originOf(item), router),
  original_domain: ({ item }) => domainOf(originOf(item)),
  parent_local_part: ({ item, router }) => (item.parent === undefined ? NONE : localPartOf(item.parent, router)),
  parent_domain: ({ item }) => (item.parent === undefined ? NONE : domainOf(item.parent)),
  address_data: ({ addressData }) => addressData ?? '',
  domain_data: ({ domainData }) => domainData ?? '',
  local_part_data: ({ localPartData }) => localPartData ?? '',
  sender_data: ({ senderData }) => senderData ?? '',
  home: ({ home }) => home ?? '',
  local_user_uid: ({ user }) => String(user?.uid ?? NO_USER),
  local_user_gid: ({ user }) => String(user?.gid ?? NO_USER),
  return_path: ({ item, world }) =>
    world.purpose === 'deliver' ? textOf(item.props.errorsTo ?? world.sender, true) : NONE,
  self_hostname: ({ item }) => item.selfHostname ?? '',
  router_name: ({ router }) => router.name,
  verify_mode: ({ world: { purpose } }) => (purpose === 'deliver' ? '' : purpose === 'verify-sender' ? 'S' : 'R'),
};

/** An unsigned -1. */
const NO_USER = 4_294_967_295;

const NONE = textOf('', false);

/** Nothing is not from outside. */
const ofAffix = (text: string | undefined, { isTainted }: Item): Text =>
  text === undefined || text === '' ? NONE : textOf(text, isTainted);

const domainOf = ({ domain, isTainted }: Item): Text => textOf(domain, isTainted);

/** The local part of an ancestor with its affixes, in the case that the router at work wants. */
const localPartOf = ({ localPart, isTainted }: Item, router: Driver): Text =>
  textOf(flag(router, 'caseful_local_part') ? localPart : asciiLowerCase(localPart), isTainted);
