/** The data of a check, made from what was seen: JSON-safe, in the words of types.ts. */
import type { Discovery } from './hosts.ts';
import type { SeenHost } from './judge-host.ts';
import { keyReport } from './probe-host.ts';
import { recordsToPublish } from './publish.ts';
import { sendersOn } from './senders.ts';
import type { CheckOptions, DaneCheckData, HostReport, Policy } from './types.ts';

export interface CheckFacts {
  readonly options: CheckOptions;
  readonly policy: Policy;
  readonly found: Discovery;
  /** In the order of `found.hosts`. */
  readonly seen: readonly SeenHost[];
}

export function reportData({ options, policy, found, seen }: CheckFacts): DaneCheckData {
  const hosts = seen.map((host, i) => hostReport(host, found.hosts[i]?.preference));
  const { target, port, protocol } = options;
  return {
    target: target.name,
    port,
    protocol,
    policy,
    ...(found.mx !== undefined && { mx: found.mx }),
    hosts,
    senders: sendersOn({ mxIsInsecure: !found.binds, hosts }),
    publish: recordsToPublish(seen, options),
  };
}

function hostReport({ name, dns, addresses }: SeenHost, preference: number | undefined): HostReport {
  return {
    name,
    ...(preference !== undefined && { preference }),
    policy: dns.policy,
    addressStatus: dns.addressStatus,
    tlsa: dns.tlsa,
    addresses: addresses.map(({ ip, keys }) => ({ ip, keys: keys.map(keyReport) })),
  };
}
