/**
 * Would a DANE-aware sender deliver here? The whole check, as its own table of contents.
 *
 *   hosts (MX, secure?) → each host: addresses, TLSA, policy → each address: each key type → findings
 *   → the zones behind the answers → the policy of the domain
 */
import { createLimit, type Finding, type Report } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import { GIVEN_UP, type Probe } from '../tls/index.ts';
import { say } from './findings/define.ts';
import { partial, required } from './findings/domain.ts';
import { type HostDns, lookAtHost } from './host-dns.ts';
import { type Discovery, discoverHosts } from './hosts.ts';
import { judgeHost, type SeenHost } from './judge-host.ts';
import { probeAddress, reachedAnybody } from './probe-host.ts';
import { withRecordsToPublish } from './publish.ts';
import { reportData } from './report.ts';
import type { CheckOptions, CheckPorts, DaneCheckData, Policy } from './types.ts';
import { lookAtZones } from './zones.ts';

/** Handshakes of one check in flight: 32 hosts of 16 addresses would be a flood. */
const MAX_PROBES_AT_A_TIME = 16;

/** @see RFC 7672 §2.2 for the order of the steps, §3 for the match */
export async function checkDane(options: CheckOptions, given: CheckPorts): Promise<Report<DaneCheckData>> {
  const ports: CheckPorts = { ...given, probe: boundedProbe(options, given) };
  const found = await discoverHosts(options, ports);
  ports.onEvent?.({ kind: 'hosts', hosts: found.hosts.map(({ name }) => name) });
  const seen = await Promise.all(found.hosts.map(({ name }) => lookAndProbe(name, found, options, ports)));
  const policy = found.settled ?? policyOf(seen, found.binds);
  const looked = [...found.looked, ...seen.flatMap(({ dns }) => dns.looked)];
  const findings = [
    ...found.findings,
    ...aboutHosts(seen, found, options, ports),
    ...(await lookAtZones(looked, options.allNs, ports)),
    ...(options.requireDane ? whatWasRequired(policy) : []),
  ];
  return {
    findings: withRecordsToPublish(findings, seen, options),
    data: reportData({ options, policy, found, seen }),
  };
}

/** Few at a time, and none begun when the time for the whole check is over. */
function boundedProbe({ deadlineMs = Number.POSITIVE_INFINITY }: CheckOptions, { probe, clock }: CheckPorts): Probe {
  const limit = createLimit(MAX_PROBES_AT_A_TIME);
  const end = clock.monotonicMs() + deadlineMs;
  return (target) =>
    limit(async () =>
      clock.monotonicMs() < end ? probe(target) : { kind: 'timeout', stage: GIVEN_UP, afterMs: deadlineMs },
    );
}

async function lookAndProbe(name: Name, found: Discovery, options: CheckOptions, ports: CheckPorts): Promise<SeenHost> {
  const dns = await lookAtHost(name, options, ports);
  const { policy, addresses } = dns;
  ports.onEvent?.({ kind: 'addresses', host: name, policy, addresses });
  // A host whose DNS fails is not contacted (RFC 7672 §2.1.2).
  if (policy === 'defer') return { name, dns, addresses: [] };
  const facts = {
    host: name,
    records: policy === 'dane' ? dns.records : [],
    references: referencesOf(name, dns, found),
  };
  return { name, dns, addresses: await Promise.all(addresses.map((ip) => probeAddress(ip, facts, options, ports))) };
}

/**
 * RFC 7672 §3.2.2: the TLSA base domain first (it is the SNI as well); behind a secure MX the domain and its CNAME
 * expansion; where no MX led here, the name asked for.
 */
function referencesOf(host: Name, { base }: HostDns, { mx, nextHops }: Discovery): readonly Name[] {
  return [...new Set([base, ...(mx?.kind === 'mx' ? nextHops : [host])])];
}

/** The best that the hosts come to: senders go from one to the next, and DANE at any host is DANE at the domain. */
function policyOf(seen: readonly SeenHost[], binds: boolean): Policy {
  const policies = new Set(seen.map(({ dns }) => dns.policy));
  const order: readonly Policy[] = ['dane', 'mandatory-tls', 'opportunistic', 'defer', 'none'];
  const best = order.find((policy) => policies.has(policy)) ?? 'none';
  return binds || best === 'defer' || best === 'none' ? best : 'opportunistic';
}

function aboutHosts(
  seen: readonly SeenHost[],
  { binds }: Discovery,
  options: CheckOptions,
  { clock }: CheckPorts,
): Finding[] {
  const isDark = !seen.some(({ addresses }) => addresses.some(reachedAnybody));
  const each = seen.flatMap((host) => [
    ...host.dns.findings.map((one) => (binds ? one : toldOnly(one))),
    ...judgeHost(host, { binds, isDark, options, now: clock.now() }),
  ]);
  return binds ? [...each, ...coverage(seen)] : each;
}

/** Hosts without TLSA beside hosts with it. */
function coverage(seen: readonly SeenHost[]): Finding[] {
  if (!seen.some(({ dns }) => dns.policy === 'dane')) return [];
  const bare = seen.filter(({ dns }) => dns.policy === 'opportunistic');
  return bare.map(({ name }) => say(partial, { scope: { mx: name } }));
}

/** Where DANE does not apply anyway, a warning about its records is a word and no more. */
const toldOnly = (each: Finding): Finding => (each.severity === 'warn' ? { ...each, severity: 'info' } : each);

function whatWasRequired(policy: Policy): Finding[] {
  const isMet = policy === 'dane' || policy === 'none';
  return isMet ? [] : [say(required, { detail: `the policy is ${policy}` })];
}
