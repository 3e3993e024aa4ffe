/** The addresses of a host, for those who only want to connect: HTTP(S) URLs. */
import { addressFamily, err, type Failure, formatIpv4, formatIpv6, ok, type Result } from '../../../base/index.ts';
import { parseName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Answer, DnsError, Resolver } from '../types.ts';
import { type HostsTable, readHostsFile } from './hosts-file.ts';

export interface HostLookupOptions {
  /** Only this one. */
  readonly family?: 4 | 6 | undefined;
  /** The system's table of hosts, which comes first. */
  readonly hosts?: () => Promise<HostsTable>;
}

type Found = Result<readonly string[], Failure>;

/**
 * IPv6 and IPv4 by turns (RFC 8305 §4). A bogus answer is none; one family that fails is passed over where the other has
 * an address. `localhost` and what is below it never leave this host (RFC 6761 §6.3).
 *
 * @returns for a host name: at least one address, or why there is none
 */
export function createHostLookup(resolver: Pick<Resolver, 'lookup'>, options: HostLookupOptions = {}) {
  const { family, hosts = readHostsFile } = options;
  const types = [...(family === 4 ? [] : [RR.AAAA]), ...(family === 6 ? [] : [RR.A])];
  const isWanted = (address: string): boolean => family === undefined || addressFamily(address) === family;
  let table: Promise<HostsTable> | undefined;
  return async (host: string): Promise<Found> => {
    table ??= hosts();
    const known = (await table).get(host.toLowerCase().replace(/\.$/, ''))?.filter(isWanted) ?? [];
    if (known.length > 0) return ok(known);
    if (/^(.+\.)?localhost\.?$/i.test(host)) return ok(['127.0.0.1', '::1'].filter(isWanted));
    return await ask(host, types, resolver);
  };
}

async function ask(host: string, types: readonly number[], resolver: Pick<Resolver, 'lookup'>): Promise<Found> {
  const name = parseName(host);
  if (!name.ok) return name;
  const looked = await Promise.all(types.map((type) => resolver.lookup(name.value, type)));
  const addresses = byTurns(looked.map((one) => (one.ok ? addressesIn(one.value) : [])));
  return addresses.length > 0 ? ok(addresses) : err(whyNone(host, looked));
}

function addressesIn({ status, records }: Answer): readonly string[] {
  if (status === 'bogus') return [];
  return records.flatMap(({ type, rdata }) => {
    if (type === RR.A && rdata.length === 4) return [formatIpv4(rdata)];
    return type === RR.AAAA && rdata.length === 16 ? [formatIpv6(rdata)] : [];
  });
}

function byTurns(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

function whyNone(host: string, looked: readonly Result<Answer, DnsError>[]): Failure {
  const failed = looked.find((one) => !one.ok);
  if (failed !== undefined && !failed.ok) return { ...failed.error, message: `${host}: ${failed.error.message}` };
  const isBogus = looked.some((one) => one.ok && one.value.status === 'bogus');
  const what = isBogus ? 'its addresses fail DNSSEC validation' : 'the name has no address';
  return { code: 'dns/no-address', message: `${host}: ${what}`, fault: 'peer', temporary: isBogus };
}
