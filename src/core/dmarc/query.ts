/** `dmarc query`: the policy of a domain, how it is found, what it means below, what is wrong with it, where reports go. */
import type { Report } from '../../base/index.ts';
import { joinName, type Name } from '../dns/index.ts';
import {
  createMethod,
  createRecords,
  type Discovery,
  discoveryFrom,
  type FoundPolicy,
  type Method,
  type Records,
  walkTree,
} from './discovery/index.ts';
import { showStep } from './eval.ts';
import { policyFor } from './policy.ts';
import { queryFindingsOn } from './query-findings.ts';
import type { DmarcQueryData, DomainPolicy, Reach } from './query-types.ts';
import { reportAddresses } from './reports-to.ts';
import type { DmarcPorts, Rules } from './types.ts';

export interface QueryQuestion {
  readonly domain: Name;
  readonly rules: Rules | 'both';
}

export async function dmarcQueryReport(
  { domain, rules }: QueryQuestion,
  ports: DmarcPorts,
): Promise<Report<DmarcQueryData>> {
  const main = await domainPolicy(domain, rules === 'both' ? '9989' : rules, ports);
  const other = rules === 'both' ? await domainPolicy(domain, '7489', ports) : undefined;
  const data: DmarcQueryData = { domain, ...main, ...(other !== undefined && { other }) };
  return { data, findings: queryFindingsOn(data) };
}

async function domainPolicy(domain: Name, rules: Rules, ports: DmarcPorts): Promise<DomainPolicy> {
  const records = createRecords(ports, rules);
  const method = await createMethod(ports, rules, records);
  const found = await (rules === '9989' ? wholeWalk(domain, records) : method.discover(domain));
  const policy = found.policy?.record.standing === 'unusable' ? undefined : found.policy;
  return {
    rfc: rules,
    status: statusOf(found),
    ...(found.policy !== undefined && {
      policyDomain: found.policy.domain,
      policySource: found.policy.source,
      record: found.policy.record.text,
    }),
    ...(found.organizationalDomain !== undefined && { organizationalDomain: found.organizationalDomain }),
    tags: found.policy?.record.tags ?? [],
    policies: policy === undefined ? {} : await reaches(domain, policy, rules, found, method),
    testing: rules === '9989' && policy?.record.testing === true,
    pct: policy?.record.pct ?? 100,
    ...(policy !== undefined && { alignment: { spf: mode(policy.record.aspf), dkim: mode(policy.record.adkim) } }),
    faults: found.policy?.record.faults ?? [],
    reports: policy === undefined ? [] : await reportAddresses(policy, method, ports),
    steps: found.steps.map(showStep),
  };
}

const mode = (letter: 'r' | 's'): 'relaxed' | 'strict' => (letter === 's' ? 'strict' : 'relaxed');

function statusOf({ policy, failed }: Discovery): DomainPolicy['status'] {
  if (policy !== undefined) return policy.record.standing === 'unusable' ? 'unusable' : 'found';
  return failed === undefined ? 'none' : 'undecided';
}

/** Receivers of mail stop at the domain's own record; who asks about the domain wants to see the whole walk. */
async function wholeWalk(domain: Name, records: Records): Promise<Discovery> {
  const walk = await walkTree(records, domain);
  const own = walk.steps[0];
  if (own?.record === undefined) return discoveryFrom(walk);
  const policy: FoundPolicy = { domain, source: 'author-domain', record: own.record };
  const { organizationalDomain, failed } = discoveryFrom(walk);
  return {
    author: domain,
    steps: walk.steps,
    policy,
    ...(failed !== undefined && { failed }),
    ...(organizationalDomain !== undefined && { organizationalDomain }),
  };
}

/**
 * For names below, the record of their organization speaks, which need not be the domain's own (RFC 9989 §4.7 "sp"): their
 * discovery is the domain's, begun one label below.
 */
async function reaches(
  domain: Name,
  policy: FoundPolicy,
  rules: Rules,
  found: Discovery,
  method: Method,
): Promise<DomainPolicy['policies']> {
  const exists = policy.source === 'author-domain' ? true : (await method.exists(domain)) !== false;
  const below = rules === '9989' ? policyBelow(domain, found) : policyBelowBySuffixes(policy, found);
  return {
    domain: reach(policy, exists),
    ...(below !== undefined && { subdomains: reach(below, true), nonexistent: reach(below, false) }),
  };
}

const reach = (policy: FoundPolicy, exists: boolean): Reach => ({
  ...policyFor(policy, exists),
  policyDomain: policy.domain,
});

function policyBelow(domain: Name, { steps, failed }: Discovery): FoundPolicy | undefined {
  if (failed !== undefined) return undefined;
  const { policy } = discoveryFrom({ start: joinName(BELOW, domain), steps });
  return policy?.record.standing === 'unusable' ? undefined : policy;
}

/** Any label that the walk did not ask about. */
const BELOW = 'any';

/** By RFC 7489 a record below the organizational domain reaches its own name alone. */
function policyBelowBySuffixes(policy: FoundPolicy, { organizationalDomain }: Discovery): FoundPolicy | undefined {
  return policy.domain === organizationalDomain ? { ...policy, source: 'organizational-domain' } : undefined;
}
