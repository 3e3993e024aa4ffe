/** How far trust reaches: the links from an anchor down to a zone, and what became of it there. */
import type { Result } from '../../../base/index.ts';
import type { DelegationSigner } from '../dnssec/ds.ts';
import type { Nsec3Parameters } from '../dnssec/nsec3.ts';
import type { SecureRrset, ZoneKeys } from '../dnssec/verify-rrset.ts';
import type { DnsError, Name, Reason, Rrset, SecurityStatus } from '../types.ts';

/** One zone of the chain, with all that was looked at to judge it; `dnssec trace` shows these. */
export interface ZoneLink {
  readonly zone: Name;
  readonly status: SecurityStatus;
  readonly reason: Reason;
  /** DS records in the parent; empty for the anchored zone and where there are none. */
  readonly ds: readonly DelegationSigner[];
  /** The parent's signature over the DS set. */
  readonly dsVerdict?: SecureRrset;
  readonly anchored: boolean;
  readonly keyRrset?: Rrset;
  readonly keys?: ZoneKeys;
  readonly keyVerdict?: SecureRrset;
  /** Of NSEC3 records that this zone sent, where it did. */
  readonly nsec3?: Nsec3Parameters;
  readonly server?: string;
}

interface Trust {
  /** From the anchor down; the last link is the zone itself, or the one where trust ended. */
  readonly links: readonly ZoneLink[];
  readonly ttlSeconds: number;
}

export interface SecureZone extends Trust {
  readonly status: 'secure';
  readonly keys: ZoneKeys;
}

export interface OtherZone extends Trust {
  readonly status: 'insecure' | 'bogus' | 'indeterminate';
}

export type ZoneTrust = SecureZone | OtherZone;

/** What the parent side says of a name: a zone of its own, or part of the zone above. */
export type Delegation =
  | {
      readonly kind: 'secure';
      readonly parent: SecureZone;
      readonly ds: readonly DelegationSigner[];
      readonly verdict: SecureRrset;
      readonly ttlSeconds: number;
    }
  /** Not a zone; `exists` is false where no such name exists, and so nothing below it. */
  | { readonly kind: 'no-cut'; readonly parent: SecureZone; readonly exists: boolean; readonly ttlSeconds: number }
  /** Trust ends here or above. */
  | { readonly kind: 'ended'; readonly trust: OtherZone; readonly ttlSeconds: number };

/** What the walk answers; see chain.ts. */
export interface Chain {
  /** Trust in a zone, by its apex. */
  trustOf(zone: Name): Promise<Result<ZoneTrust, DnsError>>;
  /** Trust in whichever zone holds the name; `hint` is a likely apex, from an SOA record. */
  trustAt(name: Name, hint?: Name): Promise<Result<ZoneTrust, DnsError>>;
  /** The first of the claimed signers that decides; without one, the zone that holds the name. */
  trustBy(signers: readonly Name[], holder: Name, hint?: Name): Promise<Result<ZoneTrust, DnsError>>;
}

/** RFC 4035 §4.7: what failed to validate is remembered briefly, so that repairs show soon. */
const FAILED_TTL_SECONDS = 30;

/** What was looked at besides the verdict. */
export type LinkFacts = Partial<Omit<ZoneLink, 'zone' | 'status' | 'reason'>>;

/** Trust that ends in a proven unsigned zone, below `above`. */
export function insecureBelow(
  above: Pick<ZoneTrust, 'links'>,
  zone: Name,
  reason: Reason,
  ttlSeconds: number,
  facts: LinkFacts,
): OtherZone {
  return ended(above.links, 'insecure', zone, reason, ttlSeconds, facts);
}

/** Trust that ends because something is wrong, below `above`. */
export function failed(
  above: Pick<ZoneTrust, 'links'>,
  zone: Name,
  status: 'bogus' | 'indeterminate',
  reason: Reason,
  facts: LinkFacts = {},
): OtherZone {
  return ended(above.links, status, zone, reason, FAILED_TTL_SECONDS, facts);
}

function ended(
  above: readonly ZoneLink[],
  status: OtherZone['status'],
  zone: Name,
  reason: Reason,
  ttlSeconds: number,
  facts: LinkFacts,
): OtherZone {
  return { status, links: [...above, { ds: [], anchored: false, ...facts, zone, status, reason }], ttlSeconds };
}

/** The links with what was seen of the last zone's NSEC3 chain. */
export function noting(links: readonly ZoneLink[], nsec3: Nsec3Parameters | undefined): readonly ZoneLink[] {
  const last = links.at(-1);
  return nsec3 === undefined || last === undefined ? links : [...links.slice(0, -1), { ...last, nsec3 }];
}

export const reasonsOf = (trust: ZoneTrust): readonly Reason[] => trust.links.map((link) => link.reason);
