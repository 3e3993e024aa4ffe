/** The names of an address that lead back to it (Exim spec §14, `host_lookup` and `host_lookup_order`). */
import { equalBytes, parseIpv4, parseIpv6 } from '../../base/index.ts';
import type { HostsTable } from '../../core/dns/index.ts';
import { readList } from '../expand/index.ts';
import { askAddresses } from './addresses.ts';
import type { Questions } from './questions.ts';

export type Way = 'bydns' | 'byaddr';

export const readOrder = (order: string): readonly Way[] =>
  readList(order)
    .items.map((item) => item.toLowerCase())
    .filter((item): item is Way => item === 'bydns' || item === 'byaddr');

/** Names looked at for an address: a hostile zone could hold thousands (cf. RFC 7208 §4.6.4). */
const MAX_NAMES = 20;

/** The first way that knows a name has said it; a name that is not confirmed is none. */
export async function findNames(
  address: string,
  ways: readonly Way[],
  questions: Questions,
  hosts: () => Promise<HostsTable>,
): Promise<readonly string[] | undefined> {
  const names = await claimedNames(address, ways, questions, hosts);
  return names === undefined ? undefined : confirmed(names, address, questions);
}

/** Whether they lead back or not. */
export async function claimedNames(
  address: string,
  ways: readonly Way[],
  questions: Questions,
  hosts: () => Promise<HostsTable>,
): Promise<readonly string[] | undefined> {
  let isCertain = true;
  for (const way of ways) {
    const names = way === 'bydns' ? await questions.ptr(address) : await askSystem(address, ways, questions, hosts);
    if (names === undefined) isCertain = false;
    else if (names.length > 0) return names.slice(0, MAX_NAMES);
  }
  return isCertain ? [] : undefined;
}

/** Its table, and then the DNS, as libc has it; not asked again where that was asked before. */
async function askSystem(
  address: string,
  ways: readonly Way[],
  questions: Questions,
  hosts: () => Promise<HostsTable>,
): Promise<readonly string[] | undefined> {
  const names = namedIn(await hosts(), address);
  return names.length > 0 || ways[0] === 'bydns' ? names : questions.ptr(address);
}

const namedIn = (table: HostsTable, address: string): readonly string[] =>
  [...table].filter(([, addresses]) => addresses.some((each) => isSame(each, address))).map(([name]) => name);

/** Nobody can know where one of them cannot be looked up just now. */
async function confirmed(
  names: readonly string[],
  address: string,
  questions: Questions,
): Promise<readonly string[] | undefined> {
  const lower = names.map((name) => name.toLowerCase()).filter((name) => name !== '');
  const found = await Promise.all(lower.map((name) => askAddresses(name, questions)));
  if (found.includes(undefined)) return undefined;
  return lower.filter((_, index) => found[index]!.some((each) => isSame(each, address)));
}

function isSame(one: string, other: string): boolean {
  const octets = octetsOf(one);
  const others = octetsOf(other);
  return octets !== undefined && others !== undefined && equalBytes(octets, others);
}

const octetsOf = (address: string): Uint8Array | undefined => parseIpv4(address) ?? parseIpv6(address);
