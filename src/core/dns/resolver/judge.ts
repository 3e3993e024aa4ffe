/**
 * What one response comes to, by whatever is trusted: our own validation, the resolver's AD bit, or nothing.
 *
 * The port between following aliases (follow.ts) and judging what is met on the way.
 */
import type { Result } from '../../../base/index.ts';
import type { SecureRrset } from '../dnssec/verify-rrset.ts';
import type { DnsError, Name, Reason, Rrset, SecurityStatus } from '../types.ts';
import type { Response } from './sections.ts';
import type { ZoneLink } from './zone-trust.ts';

export interface Judgement {
  readonly status: SecurityStatus;
  /** Why, from the trust anchor down. */
  readonly reasons: readonly Reason[];
  readonly ttlSeconds: number;
  /** The response code proven, where the proof says something else than the header. */
  readonly rcode?: number;
  /** The signature it rests on, where there is one. */
  readonly verdict?: SecureRrset;
  /** The zones walked, for `dnssec trace`. */
  readonly links?: readonly ZoneLink[];
}

export interface Judge {
  /** Records that are there, an alias among them. */
  positive(rrset: Rrset, response: Response): Promise<Result<Judgement, DnsError>>;
  /** Records that are not: NXDOMAIN by the response code, else NODATA. */
  negative(name: Name, type: number, response: Response): Promise<Result<Judgement, DnsError>>;
}

const rank: readonly SecurityStatus[] = ['secure', 'insecure', 'indeterminate', 'bogus'];

/** An answer is as good as its weakest part (RFC 4035 §4.3, RFC 6840 §5.8). */
export function weakest(statuses: readonly SecurityStatus[]): SecurityStatus {
  return rank[Math.max(0, ...statuses.map((status) => rank.indexOf(status)))] ?? 'indeterminate';
}
