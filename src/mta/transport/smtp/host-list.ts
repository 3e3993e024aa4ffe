/** The hosts of a delivery: those its router found, or those the transport names (Exim spec ch. 30, "hosts"). */
import { addressFamily, err, ok, type Random, type Result } from '../../../base/index.ts';
import { after, expandOption, isFailure, type Later, readList } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { RoutedHost } from '../../route/index.ts';
import { deferred, panicked } from '../outcome.ts';
import { flag, text } from '../settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { findHost } from './host-lookup.ts';
import { hostOf } from './settings.ts';

/** Not there, or not now; and why nothing more is looked for. */
type Hosts = Result<readonly RoutedHost[], LocalOutcome>;

export function hostsOf(delivery: Delivery, world: TransportWorld): Later<Hosts> {
  const { transport, hosts } = delivery;
  if (world.line !== undefined) return ok([world.line]);
  const list = text(transport, 'hosts');
  if (list === undefined || (hosts.length > 0 && !flag(transport, 'hosts_override')))
    return hosts.length > 0
      ? randomized(delivery, world)
      : err(panicked(`${transport.name} transport called with no hosts set`, { errno: ERRNO.unknown }));
  return namedHosts(list, delivery, world);
}

async function namedHosts(list: string, delivery: Delivery, world: TransportWorld): Promise<Hosts> {
  const { transport } = delivery;
  const expanded = await expandOption(list, hostOf(delivery, world));
  if (isFailure(expanded))
    return err(
      panicked(`failed to expand list of hosts "${list}" in ${transport.name} transport: ${expanded.message}`, {
        errno: ERRNO.unknown,
      }),
    );
  const { items } = readList(expanded.text);
  if (items.length === 0)
    return err(panicked(`${transport.name} transport has empty hosts setting`, { errno: ERRNO.unknown }));
  const randomizes = await isRandom(delivery, world);
  const { hosts, local } = await lookUp(inGroups(items, randomizes, world.random), delivery, world);
  return local === undefined ? ok(hosts) : err(local);
}

/** Those of an MX record stay in their order: routing has seen to it. */
function randomized(delivery: Delivery, world: TransportWorld): Later<Hosts> {
  const { hosts } = delivery;
  if (hosts.length < 2 || hosts.some(({ mx }) => mx !== undefined)) return ok(hosts);
  return after(isRandom(delivery, world), (isAny) => ok(isAny ? shuffled(hosts, world.random) : hosts));
}

function isRandom(delivery: Delivery, world: TransportWorld): Later<boolean> {
  const value = delivery.transport.settings.get('hosts_randomize')?.value;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return false;
  return after(
    expandOption(value, hostOf(delivery, world)),
    (expanded) => expanded.kind === 'text' && /^(?:true|yes)$/i.test(expanded.text),
  );
}

/** A `+` begins a new group; hosts of one are tried in any order. */
function inGroups(items: readonly string[], randomizes: boolean, random: Random): readonly string[] {
  const groups: string[][] = [[]];
  for (const item of items) {
    if (item === '+') groups.push([]);
    else groups.at(-1)!.push(item);
  }
  return groups.flatMap((group) => (randomizes ? shuffled(group, random) : group));
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const left = [...items];
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}

export interface Listed {
  readonly hosts: readonly RoutedHost[];
  /** The one behind them is this host itself: nothing goes on from there. */
  readonly local?: LocalOutcome;
}

/** A host that cannot be looked up now is kept, without an address: the others are tried. */
async function lookUp(names: readonly string[], delivery: Delivery, world: TransportWorld): Promise<Listed> {
  const hosts: RoutedHost[] = [];
  for (const written of names) {
    const { name, port } = splitPort(written);
    const { addresses: found, isInsecure, ...vouched } = await findHost(name, delivery, world);
    const more = port === undefined ? {} : { port };
    if (found === undefined) hosts.push({ name, unusable: isInsecure === true ? 'insecure' : 'deferred', ...more });
    else if (found.length === 0) hosts.push({ name, unusable: 'failed', ...more });
    const local = found?.find((address) => world.localAddresses().includes(address));
    if (local !== undefined && !flag(delivery.transport, 'allow_localhost'))
      return { hosts, local: isLocal(name, delivery) };
    for (const address of found ?? []) hosts.push({ name, address, ...more, ...vouched });
  }
  return { hosts };
}

const isLocal = (name: string, { transport }: Delivery): LocalOutcome =>
  deferred(`${transport.name} transport found host ${name} to be local`, { errno: ERRNO.hostIsLocal });

/** `name`, `name::port`, `[address]:port`: an address of IPv6 has brackets before a port, and only then. */
export function splitPort(item: string): { readonly name: string; readonly port?: number } {
  const [, address, given] = /^\[(.*)\]:(\d+)$/s.exec(item) ?? [];
  if (address !== undefined) return { name: address, port: Number(given) };
  if (addressFamily(item) !== 0) return { name: item };
  const [, name, port] = /^(.+):(\d+)$/s.exec(item) ?? [];
  return name === undefined ? { name: item } : { name, port: Number(port) };
}

/** Behind all others: of the router, else of the transport. They are the last resort, and may be in any order. */
export async function fallbackHosts(delivery: Delivery, world: TransportWorld): Promise<Listed> {
  const list = delivery.fallbackHosts ?? text(delivery.transport, 'fallback_hosts');
  if (list === undefined || list === '' || world.line !== undefined) return NONE;
  const expanded = await expandOption(list, hostOf(delivery, world));
  if (isFailure(expanded)) {
    world.log(`failed to expand fallback_hosts "${list}": ${expanded.message}`, true);
    return NONE;
  }
  const { items } = readList(expanded.text);
  return lookUp(inGroups(items, await isRandom(delivery, world), world.random), delivery, world);
}

const NONE: Listed = { hosts: [] };
