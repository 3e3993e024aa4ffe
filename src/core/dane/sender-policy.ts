/** What a sender needs to know of one host before it dials (RFC 7672 §2.2). */
import type { Name, Tlsa } from '../dns/index.ts';
import { lookAtHost } from './host-dns.ts';
import type { CheckPorts, Policy } from './types.ts';

export interface HostPolicy {
  readonly policy: Policy;
  readonly records: readonly Tlsa[];
  /** The name that the records stand under, for SNI and for DANE-TA (§3.2.2, RFC 7671 §6). */
  readonly base: Name;
  /** What was found out, in a sentence. */
  readonly why: string;
  /** It is proven wrong (bogus), and not just out of reach. */
  readonly isBogus: boolean;
}

export async function hostPolicy(
  host: Name,
  port: number,
  { resolver, signal }: Pick<CheckPorts, 'resolver' | 'signal'>,
): Promise<HostPolicy> {
  const found = await lookAtHost(host, { port }, { resolver, ...(signal !== undefined && { signal }) });
  const last = found.findings.at(-1);
  const why =
    last === undefined ? found.policy : last.detail === undefined ? last.title : `${last.title}: ${last.detail}`;
  const isBogus = last?.severity === 'error';
  return { policy: found.policy, records: found.records, base: found.base, why, isBogus };
}
