/** dnslookup: the hosts of a domain by its SRV, MX and address records (Exim spec ch. 17). */
import { asciiLowerCase } from '../../../base/index.ts';
import { after, expandOption, isFailure, readList, textOf } from '../../expand/index.ts';
import { changeDomain } from '../change-domain.ts';
import { dnssecWish, findByDns, type Wanted } from '../hosts/by-dns.ts';
import { familiesOf } from '../hosts/families.ts';
import { selfAction } from '../hosts/self.ts';
import type { HostsFound } from '../hosts/types.ts';
import { matchOption } from '../preconditions/lists.ts';
import { flag, text } from '../settings.ts';
import { acceptWith, settleProps } from '../settle/accept.ts';
import type { Deferred, DriverVerdict } from '../types.ts';
import type { Visit } from '../visit.ts';
import type { RouterDriver } from './types.ts';

export const dnslookup: RouterDriver = async (visit) => {
  const services = await servicesOf(visit);
  if ('kind' in services) return services;
  for (const name of namesToTry(visit)) {
    const wanted = await wantedFor(name, services, visit);
    const found = await findByDns(name, wanted, visit);
    const verdict = await judge(found, name, visit);
    if (verdict !== 'next') return verdict;
  }
  return (await failsLater(visit.item.domain, visit)) ?? { kind: 'decline' };
};

/** check_srv: services whose records are asked for; made to fail, there are none. */
async function servicesOf({ router, host }: Visit): Promise<readonly string[] | Deferred> {
  const written = text(router, 'check_srv');
  if (written === undefined) return [];
  const expanded = await expandOption(written, host);
  if (expanded.kind === 'forced-fail') return [];
  if (expanded.kind === 'text') return readList(expanded.text).items.filter((item) => item !== '');
  return { kind: 'defer', message: `${router.name} router: failed to expand "${written}": ${expanded.message}` };
}

/** Header lines cannot follow a sender's domain as it is verified; so that stays as it is. */
const completes = ({ world, router, item }: Visit): boolean =>
  world.purpose !== 'verify-sender' || !flag(router, 'rewrite_headers', true) || item.parent !== undefined;

/** The domain, and behind it each of widen_domains. */
function namesToTry(visit: Visit): readonly string[] {
  const { item, router } = visit;
  const suffixes = completes(visit) ? readList(text(router, 'widen_domains') ?? '').items : [];
  return [item.domain, ...suffixes.map((suffix) => `${item.domain}.${suffix}`)];
}

async function wantedFor(name: string, srv: readonly string[], visit: Visit): Promise<Wanted> {
  const { router } = visit;
  const srvMayFail = text(router, 'srv_fail_domains');
  const mxMayFail = text(router, 'mx_fail_domains');
  return {
    srv,
    mx: true,
    addresses: true,
    completion: {
      qualifySingle: completes(visit) && flag(router, 'qualify_single', true),
      searchParents: completes(visit) && flag(router, 'search_parents'),
    },
    families: await familiesOf(visit),
    dnssec: await dnssecWish(name, visit),
    ...(srvMayFail !== undefined && { srvMayFail }),
    ...(mxMayFail !== undefined && { mxMayFail }),
  };
}

async function judge(found: HostsFound, name: string, visit: Visit): Promise<DriverVerdict | 'next'> {
  switch (found.kind) {
    case 'again':
      return notNow(found.insecure === true, visit);
    case 'failed':
      return found.why === 'unknown' ? 'next' : withoutHosts(found.why, found.fullName, name, visit);
    case 'ignored':
      return 'next';
    default:
      return usable(found, visit);
  }
}

function notNow(insecure: boolean, { router }: Visit): DriverVerdict {
  if (insecure) return { kind: 'defer', message: 'host lookup done insecurely' };
  if (flag(router, 'pass_on_timeout')) return { kind: 'pass' };
  return { kind: 'defer', message: 'host lookup did not complete' };
}

const NO_HOSTS = 'all relevant MX records point to non-existent hosts';

async function withoutHosts(
  why: 'syntax' | 'no-service' | 'no-hosts' | 'only-addresses',
  fullName: string,
  name: string,
  visit: Visit,
): Promise<DriverVerdict> {
  if (why === 'syntax') return { kind: 'decline', message: `mail domain "${name}" is syntactically invalid` };
  const message =
    why === 'no-service'
      ? 'an MX or SRV record indicated no SMTP service'
      : why === 'no-hosts'
        ? NO_HOSTS
        : `${NO_HOSTS} or (invalidly) to IP addresses`;
  const waits = await failsLater(fullName, visit);
  if (waits !== undefined) return waits;
  if (why !== 'only-addresses') return { kind: 'decline', message, isReported: true };
  const userMessage = `It appears that the DNS operator for ${visit.item.domain}\nhas installed an invalid MX record with an IP address\ninstead of a domain name on the right hand side.`;
  return { kind: 'decline', message, userMessage };
}

/** fail_defer_domains: what is not there may come yet. */
async function failsLater(name: string, visit: Visit): Promise<Deferred | undefined> {
  const waits = await isListed('fail_defer_domains', name, visit);
  if (waits === 'defer') return { kind: 'defer', message: 'lookup defer for fail_defer_domains option' };
  const message = 'missing MX, or all MXs point to missing A records, and defer requested';
  return waits ? { kind: 'defer', message } : undefined;
}

async function isListed(option: string, name: string, visit: Visit): Promise<boolean | 'defer'> {
  const list = text(visit.router, option);
  if (list === undefined) return false;
  return after(matchOption(visit, 'domain', textOf(name, true), list), (found) =>
    isFailure(found) ? 'defer' : found.matched,
  );
}

type Usable = Extract<HostsFound, { kind: 'found' | 'local' }>;

async function usable(found: Usable, visit: Visit): Promise<DriverVerdict | 'next'> {
  const { item, router } = visit;
  const { hosts, fullName, kind, removedLocal } = found;
  const [first] = hosts;
  if (first!.mx === undefined) {
    const needsMx = await isListed('mx_domains', fullName, visit);
    if (needsMx === 'defer') return { kind: 'defer', message: 'lookup defer for mx_domains' };
    if (needsMx) return 'next';
  }
  if (asciiLowerCase(fullName) !== item.domain)
    return {
      kind: 'rerouted',
      item: changeDomain(item, fullName),
      rewritesHeaders: flag(router, 'rewrite_headers', true),
    };
  const verdict = kind === 'local' ? await selfAction(visit, first!) : undefined;
  if (verdict !== undefined) return verdict;
  if (kind === 'found' && flag(router, 'check_secondary_mx') && !removedLocal) return { kind: 'decline' };
  const props = await settleProps(visit);
  return 'kind' in props ? props : acceptWith(visit, { props, hosts });
}
