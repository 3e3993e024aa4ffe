/** Addresses for a list of hosts (manualroute, queryprogram): by the DNS, by the system, or both. */
import { addressFamily } from '../../../base/index.ts';
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
export async function lookUpHosts(
  listed: readonly ListedHost[],
  lookup: ListLookup,
  visit: Visit,
): Promise<readonly RoutedHost[] | DriverVerdict> {
  const hosts: RoutedHost[] = [];
  let sends = false;
  for (const one of listed) {
    const found = await findOne(one, lookup, visit);
    if (found.kind === 'again') return notNow(one, found.insecure === true, visit);
    if (found.kind === 'failed' || found.kind === 'ignored') {
      if (lookup.onFailure === 'ignore') continue;
      return onFailure(lookup.onFailure, failureMessage(one, found, visit));
    }
    const { port } = one;
    const more = port === undefined ? found.hosts : found.hosts.map((host) => ({ ...host, port }));
    if (found.kind === 'local' && !sends) {
      // This host and all behind it are left out, unless nothing is before it.
      if (hosts.length > 0) return hosts;
      const verdict = selfAction(visit, more[0]!);
      if (verdict !== undefined) return verdict;
      sends = true;
    }
    hosts.push(...more);
  }
  return hosts;
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
  const isSyntax = found.kind === 'failed' && found.why === 'syntax';
  return `lookup of host "${name}" failed in ${router.name} router${isSyntax ? ': syntax error in name' : ''}`;
};

/** host_find_failed and host_all_ignored. */
export function onFailure(word: FailureWord, message: string): DriverVerdict {
  switch (word) {
    case 'pass':
      return { kind: 'pass' };
    case 'decline':
      return { kind: 'decline' };
    case 'fail':
      return { kind: 'fail', message };
    default:
      return { kind: 'defer', message, ...(word === 'freeze' && { freezes: true }) };
  }
}

async function findOne({ name, byMx }: ListedHost, lookup: ListLookup, visit: Visit): Promise<HostsFound> {
  const { how, families } = lookup;
  if (byMx) return findByDns(name, { mx: true, addresses: false, ...(await common(name, families, visit)) }, visit);
  if (how === 'byname' || addressFamily(name) !== 0) return findByName(name, lookup, visit);
  const found = await findByDns(name, { mx: false, addresses: true, ...(await common(name, families, visit)) }, visit);
  return found.kind === 'failed' && how === 'default' ? findByName(name, lookup, visit) : found;
}

const common = async (name: string, families: Families, visit: Visit) => ({
  completion: NO_COMPLETION,
  families,
  dnssec: await dnssecWish(name, visit),
});

/** As the system finds it: the table of hosts and the DNS. */
async function findByName(name: string, { families }: ListLookup, visit: Visit): Promise<HostsFound> {
  const all = addressFamily(name) !== 0 ? [name] : await visit.world.names.addressesOf(name);
  if (all === undefined) return { kind: 'again' };
  const addresses = families === 'ipv4' ? all.filter((address) => !address.includes(':')) : all;
  if (addresses.length === 0) return { kind: 'failed', fullName: name, why: 'unknown' };
  const kept = await withoutIgnored(addresses, visit);
  if (kept.length === 0) return { kind: 'ignored' };
  const ordered = shuffled(kept, visit.world, visit.host.random);
  const scanned = await scanForLocal(
    ordered.map((address) => ({ name, address })),
    visit,
  );
  return { ...scanned, kind: scanned.kind === 'local' ? 'local' : 'found', fullName: name };
}
