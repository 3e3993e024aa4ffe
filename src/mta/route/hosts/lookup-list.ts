/** Addresses for a list of hosts (manualroute, queryprogram): by the DNS, by the system, or both. */
import { addressFamily } from '../../../base/index.ts';
import { after, firstAnswer, type Later } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { flag } from '../settings.ts';
import type { DriverVerdict, RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';
import type { Families } from './addresses.ts';
import { withoutIgnored } from './addresses.ts';
import { NO_COMPLETION } from './ask.ts';
import { dnssecWish, findByDns } from './by-dns.ts';
import type { ListedHost } from './host-list.ts';
import { scanForLocal } from './local.ts';
import { selfAction } from './self.ts';
import { shuffled } from './shuffle.ts';
import type { HostsFound } from './types.ts';

export interface ListLookup {
  readonly how: 'default' | 'byname' | 'bydns';
  /** host_find_failed. */
  readonly onFailure: FailureWord;
  readonly families: Families;
}

export type FailureWord = 'decline' | 'defer' | 'fail' | 'freeze' | 'ignore' | 'pass';

/** @returns the hosts, or what becomes of the address without them */
export function lookUpHosts(
  listed: readonly ListedHost[],
  lookup: ListLookup,
  visit: Visit,
): Later<readonly RoutedHost[] | DriverVerdict> {
  const hosts: RoutedHost[] = [];
  let sends = false;
  /** @returns how the look-up ends, if it ends here */
  const take = (one: ListedHost, found: HostsFound): Later<readonly RoutedHost[] | DriverVerdict | undefined> => {
    if (found.kind === 'again') return notNow(one, found.insecure === true, visit);
    if (found.kind === 'failed' || found.kind === 'ignored') {
      if (lookup.onFailure === 'ignore') return undefined;
      return onFailure(lookup.onFailure, failureMessage(one, found, visit), ERRNO.unknownHost);
    }
    const { port } = one;
    const more = port === undefined ? found.hosts : found.hosts.map((host) => ({ ...host, port }));
    if (found.kind === 'local' && !sends) {
      // This host and all behind it are left out, unless nothing is before it.
      if (hosts.length > 0) return hosts;
      return after(selfAction(visit, more[0]!), (verdict) => {
        if (verdict !== undefined) return verdict;
        sends = true;
        hosts.push(...more);
        return undefined;
      });
    }
    hosts.push(...more);
    return undefined;
  };
  const ended = firstAnswer(listed, (one) => after(findOne(one, lookup, visit), (found) => take(one, found)));
  return after(ended, (end) => end ?? hosts);
}

function notNow({ name }: ListedHost, insecure: boolean, { router }: Visit): DriverVerdict {
  if (insecure) return { kind: 'defer', message: `host lookup for ${name} done insecurely` };
  const message = `host lookup for ${name} did not complete (DNS timeout?)`;
  return flag(router, 'pass_on_timeout') ? { kind: 'pass' } : { kind: 'defer', message };
}

const failureMessage = (
  { name }: ListedHost,
  found: Extract<HostsFound, { kind: 'failed' | 'ignored' }>,
  { router }: Visit,
): string => {
  const { why, host = name } = found.kind === 'failed' ? found : {};
  const isSyntax = why === 'syntax' || why === 'no-service';
  return `lookup of host "${host}" failed in ${router.name} router${isSyntax ? ': syntax error in name' : ''}`;
};

/** host_find_failed and host_all_ignored. */
export function onFailure(word: FailureWord, message: string, errno: number = ERRNO.unknown): DriverVerdict {
  switch (word) {
    case 'pass':
      return { kind: 'pass' };
    case 'decline':
      return { kind: 'decline' };
    case 'fail':
      return { kind: 'fail', message };
    default:
      return { kind: 'defer', message, errno, ...(word === 'freeze' && { freezes: true }) };
  }
}

function findOne(listed: ListedHost, lookup: ListLookup, visit: Visit): Later<HostsFound> {
  const { name, byMx } = listed;
  const isByName = !byMx && (lookup.how === 'byname' || addressFamily(name) !== 0);
  return isByName ? findByName(name, lookup, visit) : findInDns(listed, lookup, visit);
}

async function findInDns({ name, byMx }: ListedHost, lookup: ListLookup, visit: Visit): Promise<HostsFound> {
  const { how, families } = lookup;
  if (byMx) return findByDns(name, { mx: true, addresses: false, ...(await common(name, families, visit)) }, visit);
  const found = await findByDns(name, { mx: false, addresses: true, ...(await common(name, families, visit)) }, visit);
  return found.kind === 'failed' && how === 'default' ? findByName(name, lookup, visit) : found;
}

const common = async (name: string, families: Families, visit: Visit) => ({
  completion: NO_COMPLETION,
  families,
  dnssec: await dnssecWish(name, visit),
});

/** As the system finds it: the table of hosts and the DNS. */
function findByName(name: string, { families }: ListLookup, visit: Visit): Later<HostsFound> {
  const known = addressFamily(name) !== 0 ? [name] : visit.world.names.addressesOf(name);
  return after(known, (all): Later<HostsFound> => {
    if (all === undefined) return { kind: 'again' };
    const addresses = families === 'ipv4' ? all.filter((address) => !address.includes(':')) : all;
    const tellsNone = (none: HostsFound): HostsFound => {
      visit.world.tellNoAddress?.(name);
      return none;
    };
    if (addresses.length === 0) return tellsNone({ kind: 'failed', fullName: name, why: 'unknown' });
    return after(withoutIgnored(addresses, name, visit), (kept) =>
      kept.length === 0 ? tellsNone({ kind: 'ignored' }) : withoutLocal(name, kept, visit),
    );
  });
}

function withoutLocal(name: string, addresses: readonly string[], visit: Visit): Later<HostsFound> {
  const ordered = shuffled(addresses, visit.world, visit.host.random);
  const scanned = scanForLocal(
    ordered.map((address) => ({ name, address })),
    visit,
  );
  return after(scanned, ({ kind, hosts, removedLocal }) => ({
    kind: kind === 'local' ? 'local' : 'found',
    hosts,
    removedLocal,
    fullName: name,
  }));
}
