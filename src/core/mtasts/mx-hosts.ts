/** The MX hosts of a domain with their addresses, as a sender finds them (RFC 5321 §5.1, RFC 7505). */
import { addressTexts, mxHosts } from '../dane/index.ts';
import { type Answer, type Name, RCODE, RR } from '../dns/index.ts';
import type { MtaStsCheckData, MtaStsOptions, MtaStsPorts } from './types.ts';

/** Hosts of a domain, and addresses of a host, that are looked at. */
const MAX_HOSTS = 32;
const MAX_ADDRESSES = 16;

export interface FoundHosts {
  readonly mx: MtaStsCheckData['mx'];
  readonly hosts: readonly FoundHost[];
  /** Some were left out. */
  readonly isCut: boolean;
  readonly error?: string;
}

export interface FoundHost {
  readonly name: Name;
  readonly preference?: number;
}

export async function findHosts(domain: Name, { mx }: MtaStsOptions, ports: MtaStsPorts): Promise<FoundHosts> {
  if (mx !== undefined)
    return cut(
      'given',
      [...new Set(mx)].map((name) => ({ name })),
    );
  const { resolver, signal } = ports;
  const found = await resolver.lookup(domain, RR.MX, signal && { signal });
  if (!found.ok) return { mx: 'unknown', hosts: [], isCut: false, error: found.error.message };
  if (found.value.status === 'bogus') {
    const error = `the answer for ${domain} MX is bogus: its DNSSEC signatures do not hold`;
    return { mx: 'unknown', hosts: [], isCut: false, error };
  }
  return readAnswer(domain, found.value);
}

function readAnswer(domain: Name, { rcode, records }: Answer): FoundHosts {
  if (rcode === RCODE.NXDOMAIN) return { mx: 'none', hosts: [], isCut: false };
  const found = mxHosts(records);
  if (found.length === 0) return { mx: 'implicit', hosts: [{ name: domain }], isCut: false };
  const hosts = found.filter(({ name }, i) => name !== '' && found.findIndex((one) => one.name === name) === i);
  return hosts.length === 0 ? { mx: 'null', hosts, isCut: false } : cut('mx', hosts);
}

const cut = (mx: FoundHosts['mx'], hosts: readonly FoundHost[]): FoundHosts => ({
  mx,
  hosts: hosts.slice(0, MAX_HOSTS),
  isCut: hosts.length > MAX_HOSTS,
});

/** What the addresses of a host came to; `failed`: no answer, and no address. */
export interface FoundAddresses {
  readonly addresses: readonly string[];
  readonly alias?: Name;
  readonly failed?: string;
}

export async function findAddresses(
  host: Name,
  family: 4 | 6 | undefined,
  { resolver, signal }: Pick<MtaStsPorts, 'resolver' | 'signal'>,
): Promise<FoundAddresses> {
  const types = [...(family === 6 ? [] : [RR.A]), ...(family === 4 ? [] : [RR.AAAA])];
  const looked = await Promise.all(types.map((type) => resolver.lookup(host, type, signal && { signal })));
  const answers = looked.flatMap((one) => (one.ok && one.value.status !== 'bogus' ? [one.value] : []));
  const addresses = answers.flatMap(({ records }) => addressTexts(records)).slice(0, MAX_ADDRESSES);
  const failure = looked.find((one) => !one.ok);
  const isBogus = looked.some((one) => one.ok && one.value.status === 'bogus');
  const failed =
    failure !== undefined && !failure.ok
      ? failure.error.message
      : isBogus
        ? `the addresses of ${host} fail DNSSEC validation`
        : undefined;
  const alias = answers.flatMap(({ aliases }) => aliases).at(-1)?.to;
  return {
    addresses,
    ...(alias !== undefined && { alias }),
    ...(addresses.length === 0 && failed !== undefined && { failed }),
  };
}
