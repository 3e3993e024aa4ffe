/** From an address to its names and back (RFC 8601 §3, "iprev"). */
import { equalBytes, type Result } from '../../base/index.ts';
import {
  type Answer,
  type DnsError,
  type LookupOptions,
  type Name,
  parseIpv4,
  parseIpv6,
  ptrRdata,
  type Resolver,
  RR,
  reverseName,
} from '../dns/index.ts';
import type { ReverseReport } from './types.ts';

/** Names looked at for an address; nobody needs more, and a hostile zone could hold thousands (cf. RFC 7208 §4.6.4). */
const MAX_NAMES = 10;

/** @param ip  an address, IPv4 or IPv6 */
export async function confirmName(
  ip: string,
  resolver: Pick<Resolver, 'lookup'>,
  options?: LookupOptions,
): Promise<ReverseReport> {
  const asked = await resolver.lookup(reverseName(ip)!, RR.PTR, options);
  const failure = whyNot(asked);
  if (failure !== undefined) return { ip, status: 'failed', names: [], error: failure };
  const names = namesIn((asked as { readonly value: Answer }).value);
  if (names.length === 0) return { ip, status: 'none', names };
  const led = await Promise.all(names.map((name) => leadsBack(name, ip, resolver, options)));
  const confirmed = names.find((_, i) => led[i] === true);
  if (confirmed !== undefined) return { ip, status: 'confirmed', names, confirmed };
  const error = led.find((one) => typeof one === 'string');
  return typeof error === 'string' ? { ip, status: 'failed', names, error } : { ip, status: 'unconfirmed', names };
}

function namesIn({ records }: Answer): readonly Name[] {
  const names = records.flatMap(({ rdata }) => {
    const decoded = ptrRdata.decode(rdata);
    return decoded.ok && decoded.value !== '' ? [decoded.value] : [];
  });
  return [...new Set(names)].sort().slice(0, MAX_NAMES);
}

/** Or why nobody can say. */
async function leadsBack(
  name: Name,
  ip: string,
  resolver: Pick<Resolver, 'lookup'>,
  options: LookupOptions | undefined,
): Promise<boolean | string> {
  const v4 = parseIpv4(ip);
  const wanted = v4 ?? parseIpv6(ip)!;
  const asked = await resolver.lookup(name, v4 === undefined ? RR.AAAA : RR.A, options);
  return whyNot(asked) ?? (asked.ok && asked.value.records.some(({ rdata }) => equalBytes(rdata, wanted)));
}

function whyNot(asked: Result<Answer, DnsError>): string | undefined {
  if (!asked.ok) return asked.error.message;
  if (asked.value.status !== 'bogus') return undefined;
  return asked.value.reasons.at(-1)?.text ?? 'DNSSEC proves the answer wrong';
}
