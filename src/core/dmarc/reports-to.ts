/**
 * Where reports go, and whether the domains that would receive them agreed (RFC 9990 §4, RFC 7489 §7.1): one of another
 * organization publishes a record at `POLICY-DOMAIN._report._dmarc.DESTINATION`.
 */
import { type Name, parseName, RR } from '../dns/index.ts';
import { domainOf } from './author.ts';
import { type FoundPolicy, type Method, textsOf } from './discovery/index.ts';
import { isDmarcRecord } from './record/index.ts';
import type { ReportUri } from './record/types.ts';
import type { DmarcPorts } from './types.ts';

export interface ReportAddress {
  readonly tag: 'rua' | 'ruf';
  readonly uri: string;
  readonly sizeLimitBytes?: number;
  /** Absent where the URI names no host. */
  readonly domain?: string;
  /** `own`: of the same organization, which needs no leave; `ignored`: not a mail address. */
  readonly standing: 'own' | 'authorised' | 'unauthorised' | 'undecided' | 'ignored';
  /** What was asked for, of another organization. */
  readonly query?: string;
  readonly error?: string;
}

export function reportAddresses(
  policy: FoundPolicy,
  method: Method,
  ports: DmarcPorts,
): Promise<readonly ReportAddress[]> {
  const { rua, ruf } = policy.record;
  const all = [...rua.map((uri) => ['rua', uri] as const), ...ruf.map((uri) => ['ruf', uri] as const)];
  return Promise.all(all.map(([tag, uri]) => judgeAddress(tag, uri, policy.domain, method, ports)));
}

async function judgeAddress(
  tag: ReportAddress['tag'],
  { uri, address, sizeLimitBytes }: ReportUri,
  policyDomain: Name,
  method: Method,
  ports: DmarcPorts,
): Promise<ReportAddress> {
  const facts = { tag, uri, ...(sizeLimitBytes !== undefined && { sizeLimitBytes }) };
  const domain = address === undefined ? undefined : domainOf(address);
  if (domain === undefined) return { ...facts, standing: 'ignored' };
  const isOwn = await isSameOrganization(domain, policyDomain, method);
  if (isOwn === true) return { ...facts, domain, standing: 'own' };
  if (isOwn !== false) return { ...facts, domain, standing: 'undecided', error: isOwn };
  return { ...facts, domain, ...(await askDestination(policyDomain, domain, ports)) };
}

/** Or why nobody can say. */
async function isSameOrganization(a: Name, b: Name, method: Method): Promise<boolean | string> {
  if (a === b) return true;
  const ofA = await method.organizationalDomain(a);
  if (typeof ofA !== 'string') return ofA.error!;
  const ofB = await method.organizationalDomain(b);
  return typeof ofB === 'string' ? ofA === ofB : ofB.error!;
}

type Leave = Pick<ReportAddress, 'standing' | 'query' | 'error'>;

async function askDestination(policyDomain: Name, destination: Name, { dns, signal }: DmarcPorts): Promise<Leave> {
  const query = `${policyDomain}._report._dmarc.${destination}`;
  if (!parseName(query).ok) return { standing: 'unauthorised', query }; // too long to be published (RFC 9990 §4 step 4)
  const found = await dns.lookup(query, RR.TXT, signal && { signal });
  if (!found.ok) return { standing: 'undecided', query, error: found.error.message };
  const agrees = found.value.status !== 'bogus' && textsOf(found.value).some(isDmarcRecord);
  return { standing: agrees ? 'authorised' : 'unauthorised', query };
}
