/** Addresses of a host that the transport names: in the DNS, or as the system finds them (Exim spec ch. 30, "gethostbyname"). */
import { addressFamily, formatIpv4, formatIpv6 } from '../../../base/index.ts';
import type { Answer, Resolver } from '../../../core/dns/index.ts';
import { driverValue, mainValue } from '../../config/index.ts';
import { clean, type ExpansionHost, expandOption, isFailure, textOf } from '../../expand/index.ts';
import { flag } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import { hostOf } from './settings.ts';

export interface FoundAddresses {
  /** None: there are none; undefined: nobody can know just now. */
  readonly addresses: readonly string[] | undefined;
  /** Whether DNSSEC vouches for them; absent where nobody has asked. */
  readonly dnssec?: boolean;
  /** There are some, and DNSSEC, which is required, does not vouch for them. */
  readonly isInsecure?: boolean;
}

const UNKNOWN: FoundAddresses = { addresses: undefined };

export async function findHost(name: string, delivery: Delivery, world: TransportWorld): Promise<FoundAddresses> {
  if (addressFamily(name) !== 0) return { addresses: [name] };
  const { transport } = delivery;
  // RFC 6761 §6.3: localhost is nobody's to be asked about.
  if (flag(transport, 'gethostbyname') || /^localhost\.?$/i.test(name))
    return { addresses: await world.names.addressesOf(name) };
  const resolver = await world.resolver();
  if (!resolver.ok) return UNKNOWN;
  const wish = await dnssecWish(name, delivery, world);
  let last: FoundAddresses = { addresses: [] };
  for (const candidate of await candidatesFor(name, delivery, world)) {
    last = await askDns(candidate, resolver.value, world);
    if (last.addresses === undefined || last.addresses.length > 0) break;
  }
  if (wish.requires && last.dnssec !== true && last.addresses?.length !== 0)
    return { ...UNKNOWN, ...(last.addresses !== undefined && { isInsecure: true }) };
  const { addresses, dnssec } = last;
  return { addresses, ...(wish.requests && dnssec !== undefined && { dnssec }) };
}

async function askDns(written: string, resolver: Resolver, { configuration }: TransportWorld): Promise<FoundAddresses> {
  const { parseName, RR } = await import('../../../core/dns/index.ts');
  const name = parseName(written);
  if (!name.ok) return { addresses: [] };
  const isPlain = mainValue(configuration, 'disable_ipv6') === true;
  const types = isPlain ? [RR.A] : [RR.AAAA, RR.A];
  const answers = await Promise.all(types.map((type) => resolver.lookup(name.value, type)));
  const good = answers.flatMap((answer) => (answer.ok && answer.value.status !== 'bogus' ? [answer.value] : []));
  const addresses = good.flatMap(addressesIn);
  if (addresses.length === 0 && good.length < answers.length) return UNKNOWN;
  const withRecords = good.filter(({ records }) => records.length > 0);
  return { addresses, dnssec: withRecords.length > 0 && withRecords.every(({ status }) => status === 'secure') };
}

const addressesIn = ({ records }: Answer): readonly string[] =>
  records.flatMap(({ rdata }) =>
    rdata.length === 4 ? [formatIpv4(rdata)] : rdata.length === 16 ? [formatIpv6(rdata)] : [],
  );

/** `dns_qualify_single` and `dns_search_parents`, as the system's resolver goes about it. */
async function candidatesFor(
  name: string,
  { transport }: Delivery,
  { searchDomains }: TransportWorld,
): Promise<readonly string[]> {
  const searches = flag(transport, 'dns_search_parents');
  const isSingle = !name.includes('.');
  if (!(isSingle ? flag(transport, 'dns_qualify_single') : searches)) return [name];
  const domains = await searchDomains();
  const completed = (searches ? domains : domains.slice(0, 1)).map((domain) => `${name}.${domain}`);
  return isSingle ? [...completed, name] : [name, ...completed];
}

/** `dnssec_request_domains`, `dnssec_require_domains`. */
async function dnssecWish(
  name: string,
  delivery: Delivery,
  world: TransportWorld,
): Promise<{ readonly requests: boolean; readonly requires: boolean }> {
  const host = hostOf(delivery, world);
  const has = (option: string): Promise<boolean> =>
    isInDomains(String(driverValue(delivery.transport, option) ?? ''), name, host);
  const requires = await has('dnssec_require_domains');
  return { requires, requests: requires || (await has('dnssec_request_domains')) };
}

async function isInDomains(list: string, name: string, host: ExpansionHost): Promise<boolean> {
  if (list === '' || list === '*') return list === '*';
  const expanded = await expandOption(list, host);
  if (expanded.kind !== 'text') return false;
  const match = await host.lists.match('domain', textOf(name, true), clean(expanded.text));
  return !isFailure(match) && match.matched;
}
