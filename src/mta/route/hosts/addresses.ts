/** The addresses of one host in the DNS. */
import { addressFamily } from '../../../base/index.ts';
import { type Answer, formatIpv4, formatIpv6, RR } from '../../../core/dns/index.ts';
import { isFailure, type Later, textOf } from '../../expand/index.ts';
import { matchOption } from '../preconditions/lists.ts';
import { text } from '../settings.ts';
import type { RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';
import { askDns, type Completion, type DnsFound, isIn } from './ask.ts';
import { shuffled } from './shuffle.ts';

export interface AddressOptions {
  readonly completion: Completion;
  /** An address in the place of a name is taken for one (`allow_mx_to_ip`). */
  readonly allowsIp: boolean;
  readonly dnssec: DnssecWish;
  readonly families: Families;
}

export interface DnssecWish {
  readonly requests: boolean;
  readonly requires: boolean;
}

/** A alone, A first, or AAAA first. */
export type Families = 'ipv4' | 'ipv4-first' | 'ipv6-first';

export type AddressesFound =
  | { readonly kind: 'found'; readonly hosts: readonly RoutedHost[]; readonly fullName: string }
  | { readonly kind: 'ignored' | 'failed' | 'syntax' | 'again' | 'insecure' };

/** @param host  name, port and MX, which each of its addresses has */
export async function findAddresses(host: RoutedHost, options: AddressOptions, visit: Visit): Promise<AddressesFound> {
  const { name } = host;
  if (options.allowsIp && addressFamily(name) !== 0)
    return { kind: 'found', hosts: [{ ...host, address: name }], fullName: name };
  const isPlain = options.families === 'ipv4' || (await onlyIpv4(name, visit));
  const types = isPlain ? [RR.A] : [RR.AAAA, RR.A];
  const found = await Promise.all(types.map((type) => askDns(name, type, options.completion, visit)));
  if (found.some(({ kind }) => kind === 'syntax')) return { kind: 'syntax' };
  const judged = found.map((one) => judge(one, options.dnssec));
  const usable = judged.filter((one) => one.kind === 'found');
  if (usable.length === 0) {
    const kinds = judged.map(({ kind }) => kind);
    return { kind: kinds.includes('insecure') ? 'insecure' : kinds.includes('again') ? 'again' : 'failed' };
  }
  const all = usable.flatMap((one) => addressesIn(one.answer));
  const kept = await withoutIgnored(all, name, visit);
  if (kept.length === 0) return noneKept(host, judged);
  const secure = usable.every(({ secure: isSecure }) => isSecure) && host.dnssec !== false;
  const ordered = inOrder(kept, options.families, visit);
  const dnssec = options.dnssec.requests ? { dnssec: secure } : {};
  // The name behind an alias is the host's own.
  const [{ answer }] = usable as [Usable];
  const own = answer.canonicalName;
  return {
    kind: 'found',
    hosts: ordered.map((address) => ({ ...host, name: own === name.toLowerCase() ? name : own, address, ...dnssec })),
    fullName: usable[0]!.fullName,
  };
}

/** An exchanger that would have had an IPv6 address alone stays in the list, without one. */
function noneKept({ mx }: RoutedHost, judged: readonly Judged[]): AddressesFound {
  if (judged.some(({ kind }) => kind === 'again')) return { kind: 'again' };
  return { kind: mx !== undefined && judged.at(-1)?.kind === 'failed' ? 'failed' : 'ignored' };
}

type Usable = Extract<DnsFound, { kind: 'found' }>;
type Judged = Usable | { readonly kind: 'again' | 'insecure' | 'failed' };

function judge(found: DnsFound, { requires }: DnssecWish): Judged {
  if (found.kind === 'found') return requires && !found.secure ? { kind: 'insecure' } : found;
  return { kind: found.kind === 'again' ? 'again' : 'failed' };
}

/** disable_ipv6, dns_ipv4_lookup. */
async function onlyIpv4(name: string, visit: Visit): Promise<boolean> {
  const { main } = visit.world.configuration;
  if (main.get('disable_ipv6')?.value === true) return true;
  const list = main.get('dns_ipv4_lookup')?.value;
  return typeof list === 'string' && (await isIn(list, name, visit));
}

const addressesIn = ({ records }: Answer): readonly string[] =>
  records.flatMap(({ type, rdata }) => {
    if (type === RR.A && rdata.length === 4) return [formatIpv4(rdata)];
    return type === RR.AAAA && rdata.length === 16 ? [formatIpv6(rdata)] : [];
  });

/** ignore_target_hosts: addresses that are taken not to be there; `$host_address` is each of them. */
export function withoutIgnored(addresses: readonly string[], hostName: string, visit: Visit): Later<readonly string[]> {
  const list = text(visit.router, 'ignore_target_hosts');
  return list === undefined ? addresses : notIn(list, addresses, hostName, visit);
}

async function notIn(
  list: string,
  addresses: readonly string[],
  hostName: string,
  visit: Visit,
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const address of addresses) {
    const before = visit.passing;
    visit.passing = { ...before, host_address: textOf(address, true) };
    const found = await matchOption(visit, 'host', textOf(address, true), list, { hostName });
    visit.passing = before;
    if (isFailure(found) || !found.matched) kept.push(address);
  }
  return kept;
}

/** One family first, each in turns. */
function inOrder(addresses: readonly string[], families: Families, visit: Visit): readonly string[] {
  const isSix = (address: string): boolean => address.includes(':');
  const six = shuffled(addresses.filter(isSix), visit.world, visit.host.random);
  const four = shuffled(
    addresses.filter((address) => !isSix(address)),
    visit.world,
    visit.host.random,
  );
  return families === 'ipv6-first' ? [...six, ...four] : [...four, ...six];
}
