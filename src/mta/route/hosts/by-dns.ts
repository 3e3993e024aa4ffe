/**
 * The hosts of a mail domain: SRV records if wanted, else MX, else addresses (RFC 5321 §5.1, RFC 2782, RFC 7505); and the
 * addresses of all of them.
 */
import { mxRdata, RR, srvRdata } from '../../../core/dns/index.ts';
import type { RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';
import { type AddressOptions, type DnssecWish, type Families, findAddresses } from './addresses.ts';
import { askDns, type Completion, type DnsFound, isIn, NO_COMPLETION } from './ask.ts';
import { scanForLocal } from './local.ts';
import { byWeight, shuffled } from './shuffle.ts';
import type { HostsFound } from './types.ts';

export interface Wanted {
  /** Services, the first that has records counts. */
  readonly srv?: readonly string[];
  readonly mx: boolean;
  readonly addresses: boolean;
  readonly completion: Completion;
  readonly families: Families;
  readonly dnssec: DnssecWish;
  /** Domains whose look-ups may fail. */
  readonly srvMayFail?: string;
  readonly mxMayFail?: string;
}

export async function findByDns(name: string, wanted: Wanted, visit: Visit): Promise<HostsFound> {
  for (const service of wanted.srv ?? []) {
    const found = await askFor(`_${service}._tcp.${name}`, RR.SRV, name, wanted.srvMayFail, wanted, visit);
    if (found.kind === 'again') return found;
    if (found.kind === 'found') {
      const fullName = found.fullName.slice(`_${service}._tcp.`.length);
      return hostsOf(serviceTargets(found, visit), { ...found, fullName }, wanted, visit);
    }
  }
  if (wanted.mx) {
    const found = await askFor(name, RR.MX, name, wanted.mxMayFail, wanted, visit);
    if (found.kind === 'again') return found;
    if (found.kind === 'syntax') return { kind: 'failed', fullName: name, why: 'syntax' };
    if (found.kind === 'no-name') return { kind: 'failed', fullName: name, why: 'unknown' };
    if (found.kind === 'found') return hostsOf(exchangers(found, visit), found, wanted, visit);
  }
  return wanted.addresses ? ofAddresses(name, wanted, visit) : { kind: 'failed', fullName: name, why: 'unknown' };
}

/** A failure that may be counts as "no such records". */
async function askFor(
  question: string,
  type: number,
  domain: string,
  mayFail: string | undefined,
  { completion, dnssec }: Wanted,
  visit: Visit,
): Promise<DnsFound | { readonly kind: 'again'; readonly insecure: boolean }> {
  const found = await askDns(question, type, completion, visit);
  const isInsecure = found.kind === 'found' && dnssec.requires && !found.secure;
  if (found.kind !== 'again' && !isInsecure) return found;
  if (mayFail !== undefined && (await isIn(mayFail, domain, visit))) return { kind: 'no-data', fullName: domain };
  return { kind: 'again', insecure: isInsecure };
}

type Found = Extract<DnsFound, { kind: 'found' }>;

/** By preference, equals in turns; of a host named twice the better one. */
function exchangers({ answer, secure, fullName: nextHop }: Found, { world, host }: Visit): readonly RoutedHost[] {
  const all = shuffled(answer.records, world, host.random).flatMap(({ type, rdata }) => {
    const decoded = type === RR.MX ? mxRdata.decode(rdata) : undefined;
    return decoded?.ok === true ? [decoded.value] : [];
  });
  return withoutDoubles(
    all
      .sort((a, b) => a.preference - b.preference)
      .map(({ preference, exchange }) => ({ name: exchange, mx: preference, nextHop, dnssec: secure })),
  );
}

function serviceTargets({ answer, secure, fullName: nextHop }: Found, { world, host }: Visit): readonly RoutedHost[] {
  const all = answer.records.flatMap(({ type, rdata }) => {
    const decoded = type === RR.SRV ? srvRdata.decode(rdata) : undefined;
    return decoded?.ok === true ? [decoded.value] : [];
  });
  const priorities = [...new Set(all.map(({ priority }) => priority))].sort((a, b) => a - b);
  return withoutDoubles(
    priorities.flatMap((priority) =>
      byWeight(
        all.filter((one) => one.priority === priority),
        world,
        host.random,
      ).map(({ target, port }) => ({ name: target, mx: priority, nextHop, port, dnssec: secure })),
    ),
  );
}

const withoutDoubles = (hosts: readonly RoutedHost[]): readonly RoutedHost[] =>
  hosts.filter(({ name }, at) => hosts.findIndex((other) => other.name === name) === at);

/** Their addresses; a host without any stays in the list, marked. */
async function hostsOf(
  targets: readonly RoutedHost[],
  { fullName }: Found,
  wanted: Wanted,
  visit: Visit,
): Promise<HostsFound> {
  const [first] = targets;
  // RFC 7505 §3, RFC 2782 "Target": a single "." says that there is no such service.
  if (first?.name === '' && targets.length === 1) return { kind: 'failed', fullName, why: 'no-service', host: '' };
  const allowsIp = visit.world.configuration.main.get('allow_mx_to_ip')?.value === true;
  const options: AddressOptions = {
    completion: NO_COMPLETION,
    allowsIp,
    dnssec: wanted.dnssec,
    families: wanted.families,
  };
  const all: RoutedHost[] = [];
  let trouble: 'again' | 'insecure' | undefined;
  for (const target of targets) {
    const found = await findAddresses(withoutWish(target, wanted.dnssec), options, visit);
    if (found.kind === 'found') all.push(...found.hosts);
    if (found.kind === 'again' || found.kind === 'insecure') {
      trouble = found.kind;
      all.push({ ...target, unusable: found.kind === 'again' ? 'deferred' : 'insecure' });
    }
    if (found.kind === 'failed' || found.kind === 'syntax') all.push({ ...target, unusable: 'failed' });
  }
  const hosts = withoutSameAddress(wanted.families === 'ipv6-first' ? sixFirst(all) : all);
  const scanned = await scanForLocal(hosts, visit);
  if (scanned.kind !== 'none') return { ...scanned, kind: scanned.kind, fullName };
  if (trouble !== undefined) return { kind: 'again', ...(trouble === 'insecure' && { insecure: true }) };
  const isIp = !allowsIp && /^[\d.]+$/.test(first!.name);
  return { kind: 'failed', fullName, why: isIp ? 'only-addresses' : 'no-hosts', host: targets.at(-1)!.name };
}

/** What nobody asked about is not known. */
function withoutWish({ dnssec, ...host }: RoutedHost, wish: DnssecWish): RoutedHost {
  return wish.requests && dnssec !== undefined ? { ...host, dnssec } : host;
}

/** Within one preference IPv6 comes before IPv4. */
const sixFirst = (hosts: readonly RoutedHost[]): readonly RoutedHost[] =>
  hosts
    .map((host, at) => ({ host, at }))
    .sort((a, b) => (a.host.mx ?? 0) - (b.host.mx ?? 0) || rank(a.host) - rank(b.host) || a.at - b.at)
    .map(({ host }) => host);

const rank = ({ address }: RoutedHost): number => (address?.includes(':') === false ? 1 : 0);

const withoutSameAddress = (hosts: readonly RoutedHost[]): readonly RoutedHost[] =>
  hosts.filter(
    ({ address, port }, at) =>
      address === undefined || hosts.findIndex((other) => other.address === address && other.port === port) === at,
  );

async function ofAddresses(name: string, wanted: Wanted, visit: Visit): Promise<HostsFound> {
  const { completion, dnssec, families } = wanted;
  const found = await findAddresses({ name, nextHop: name }, { completion, allowsIp: false, dnssec, families }, visit);
  switch (found.kind) {
    case 'found': {
      const scanned = await scanForLocal(found.hosts, visit);
      return { ...scanned, kind: scanned.kind === 'local' ? 'local' : 'found', fullName: found.fullName };
    }
    case 'again':
      return { kind: 'again' };
    case 'insecure':
      return { kind: 'again', insecure: true };
    case 'syntax':
      return { kind: 'failed', fullName: name, why: 'syntax' };
    default:
      return { kind: 'failed', fullName: name, why: 'unknown' };
  }
}

/** dnssec_request_domains and dnssec_require_domains for a domain. */
export async function dnssecWish(name: string, visit: Visit): Promise<DnssecWish> {
  const { settings } = visit.router;
  const listed = async (option: string, otherwise: string): Promise<boolean> => {
    const list = settings.get(option)?.value ?? otherwise;
    return typeof list === 'string' && list !== '' && (await isIn(list, name, visit));
  };
  const requires = await listed('dnssec_require_domains', '');
  return { requires, requests: requires || (await listed('dnssec_request_domains', '*')) };
}
