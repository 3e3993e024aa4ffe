/** Is a host this one? Its addresses are compared with those of our interfaces, its name with hosts_treat_as_local. */
import { after, firstAnswer, isFailure, type Later, textOf } from '../../expand/index.ts';
import { matchOption } from '../preconditions/lists.ts';
import type { RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';

export function isThisHost(host: RoutedHost, visit: Visit): Later<boolean> {
  const { world } = visit;
  const list = world.configuration.main.get('hosts_treat_as_local')?.value;
  const named =
    typeof list !== 'string' || list === ''
      ? false
      : after(
          matchOption(visit, 'domain', textOf(host.name, true), list),
          (found) => !isFailure(found) && found.matched,
        );
  return after(named, (isNamed) => isNamed || isOurAddress(host.address, world.localAddresses()));
}

/** Many systems take 0.0.0.0 for themselves. */
const isOurAddress = (address: string | undefined, ours: readonly string[]): boolean =>
  address !== undefined && (address === '0.0.0.0' || ours.includes(address));

export interface Scanned {
  readonly kind: 'found' | 'local' | 'none';
  readonly hosts: readonly RoutedHost[];
  readonly removedLocal: boolean;
}

/**
 * This host, and all hosts that are not better than it, go. Where nothing is better the list is ours (RFC 5321 §5.1).
 *
 * @param hosts  best first
 */
export function scanForLocal(hosts: readonly RoutedHost[], visit: Visit): Later<Scanned> {
  const ours = firstAnswer(hosts, (host) => after(isThisHost(host, visit), (isOurs) => (isOurs ? host : undefined)));
  return after(ours, (host) => {
    if (host === undefined) return { kind: isReachable(hosts) ? 'found' : 'none', hosts, removedLocal: false };
    const better = host.mx === undefined ? [] : hosts.filter(({ mx }) => mx !== undefined && mx < host.mx!);
    if (better.length === 0) return { kind: 'local', hosts, removedLocal: false };
    return { kind: isReachable(better) ? 'found' : 'none', hosts: better, removedLocal: true };
  });
}

const isReachable = (hosts: readonly RoutedHost[]): boolean => hosts.some(({ address }) => address !== undefined);
