/**
 * Would a DANE-aware sender deliver here? The whole check, as its own table of contents.
 *
 *   hosts (MX, secure?) → each host: addresses, TLSA, policy → each address: each key type → findings
 *   → the zones behind the answers → the policy of the domain
 */
import { type Finding, finding, type Report } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import { partial, required } from './findings/domain.ts';
import { type HostDns, lookAtHost } from './host-dns.ts';
import { discoverHosts } from './hosts.ts';
import { judgeHost, type SeenHost } from './judge-host.ts';
import { tlsaName } from './look-up.ts';
import { keyReport, probeAddress } from './probe-host.ts';
import { sendersOn } from './senders.ts';
import { bestRecord, recordLine } from './tlsa.ts';
import type { CheckOptions, CheckPorts, DaneCheckData, HostReport, Policy } from './types.ts';
import { lookAtZones } from './zones.ts';

/** @see RFC 7672 §2.2 for the order of the steps, §3 for the match */
export async function checkDane(options: CheckOptions, ports: CheckPorts): Promise<Report<DaneCheckData>> {
  const found = options.target.kind === 'domain' ? await discoverHosts(options.target.name, ports) : undefined;
  const hosts = found?.hosts ?? [{ name: options.target.name }];
  ports.onEvent?.({ kind: 'hosts', hosts: hosts.map(({ name }) => name) });
  const seen = await Promise.all(hosts.map(({ name }) => lookAndProbe(name, options, ports)));
  const binds = found === undefined || found.mx.status === 'secure';
  const policy = found?.settled ?? policyOf(seen, binds);
  const zones = await lookAtZones(
    [...(found ? [found.looked] : []), ...seen.flatMap(({ dns }) => dns.looked)],
    options.allNs,
    ports,
  );
  const findings = [
    ...(found?.findings ?? []),
    ...seen.flatMap((host) => [
      ...host.dns.findings.map((each) => (binds ? each : toldOnly(each))),
      ...judgeHost(host, binds, options, ports.clock.now()),
    ]),
    ...(binds ? coverage(seen) : []),
    ...zones,
    ...(options.requireDane && policy !== 'dane' && policy !== 'none'
      ? [finding(required, { detail: `the policy is ${policy}` })]
      : []),
  ];
  return {
    findings: withPublish(findings, seen, options),
    data: dataOf(options, policy, found?.mx, hosts, seen, binds),
  };
}

async function lookAndProbe(name: Name, options: CheckOptions, ports: CheckPorts): Promise<SeenHost> {
  const dns = await lookAtHost(name, options, ports);
  ports.onEvent?.({ kind: 'addresses', host: name, policy: dns.policy, addresses: dns.addresses });
  // A host whose DNS fails is not contacted (RFC 7672 §2.1.2).
  if (dns.policy === 'defer') return { name, dns, addresses: [] };
  const facts = {
    host: name,
    records: dns.policy === 'dane' ? dns.records : [],
    references: referencesOf(name, dns, options),
  };
  const addresses = await Promise.all(dns.addresses.map((ip) => probeAddress(ip, facts, options, ports)));
  return { name, dns, addresses };
}

/** RFC 7672 §3.2.2: TLSA base domain (first: it is the SNI as well), the host as named, the next-hop domain. */
function referencesOf(host: Name, dns: HostDns, { target }: CheckOptions): readonly Name[] {
  return [...new Set([dns.base, host, target.name])];
}

/** The best that the hosts come to: senders go from one to the next, and DANE at any host is DANE at the domain. */
function policyOf(seen: readonly SeenHost[], binds: boolean): Policy {
  const policies = new Set(seen.map(({ dns }) => dns.policy));
  if (!binds) return policies.size === 1 && policies.has('defer') ? 'defer' : 'opportunistic';
  const order: readonly Policy[] = ['dane', 'mandatory-tls', 'opportunistic', 'defer'];
  return order.find((policy) => policies.has(policy)) ?? 'none';
}

/** Hosts without TLSA beside hosts with it. */
function coverage(seen: readonly SeenHost[]): Finding[] {
  const isCovered = ({ dns }: SeenHost): boolean => dns.policy === 'dane';
  if (!seen.some(isCovered)) return [];
  const bare = seen.filter(({ dns }) => dns.policy === 'opportunistic');
  return bare.map(({ name }) => finding(partial, { scope: { mx: name } }));
}

/** Where DANE does not apply anyway, a warning about its records is a word and no more. */
const toldOnly = (each: Finding): Finding => (each.severity === 'warn' ? { ...each, severity: 'info' } : each);

/** "No TLSA" ends in the record to publish, where the certificate was seen. */
function withPublish(
  findings: readonly Finding[],
  seen: readonly SeenHost[],
  options: CheckOptions,
): readonly Finding[] {
  return findings.map((each) => {
    if (each.id !== 'dane.tlsa.none' && each.id !== 'dane.mx.partial') return each;
    const host = seen.find(({ name }) => name === each.scope.mx);
    const lines = host === undefined ? [] : recordsFor(host, options);
    return lines.length === 0 ? each : { ...each, fix: `publish: ${lines.join('; ')}` };
  });
}

/** One record for each key that was seen and is not covered. */
function recordsFor({ dns, addresses }: SeenHost, { port }: CheckOptions): readonly string[] {
  const leaves = addresses.flatMap(({ keys }) =>
    keys.flatMap(({ status, certificates }) => (status === 'match' ? [] : certificates.slice(0, 1))),
  );
  return [...new Set(leaves.map((leaf) => recordLine(tlsaName(port, dns.base), bestRecord(leaf))))];
}

function dataOf(
  options: CheckOptions,
  policy: Policy,
  mx: DaneCheckData['mx'],
  hosts: readonly { readonly name: Name; readonly preference?: number }[],
  seen: readonly SeenHost[],
  binds: boolean,
): DaneCheckData {
  const reports = seen.map((host, i) => reportOf(host, hosts[i]?.preference));
  const uncovered = seen.filter(
    ({ addresses, dns }) =>
      dns.policy === 'opportunistic' || addresses.some(({ keys }) => keys.some(({ status }) => status === 'no-match')),
  );
  return {
    target: options.target.name,
    port: options.port,
    protocol: options.protocol,
    policy,
    ...(mx !== undefined && { mx }),
    hosts: reports,
    senders: sendersOn({ mxIsInsecure: !binds, hosts: reports }),
    publish: uncovered.flatMap((host) => recordsFor(host, options)),
  };
}

function reportOf({ name, dns, addresses }: SeenHost, preference: number | undefined): HostReport {
  return {
    name,
    ...(preference !== undefined && { preference }),
    policy: dns.policy,
    addressStatus: dns.addressStatus,
    tlsa: dns.tlsa,
    addresses: addresses.map(({ ip, keys }) => ({ ip, keys: keys.map(keyReport) })),
  };
}
