/**
 * How much work a hostile zone may cause, as numbers.
 *
 * A validator is asked by strangers to do arithmetic chosen by other strangers. KeyTrap (CVE-2023-50387) multiplies keys
 * of one tag by signatures and DS records; the NSEC3 attack (CVE-2023-50868) multiplies hash iterations by labels.
 * Every product is capped here, each cap well above what honest zones need, and running into one makes the data bogus:
 * what cannot be checked at a fair price is not trusted.
 */

export interface Limits {
  /** Signatures tried for one RRset before giving up. Honest sets carry one or two, four in a double rollover. */
  readonly signatureChecksPerRrset: number;
  /** Signatures tried in one look-up, and in establishing one zone's keys. */
  readonly signatureChecksPerLookup: number;
  /** DNSKEYs of equal tag and algorithm tried for one signature; RFC 4034 App. B allows collisions, chance makes them rare. */
  readonly keysPerTag: number;
  /** DNSKEYs of one zone that are looked at. */
  readonly keysPerZone: number;
  /** DS × DNSKEY digests computed for one delegation. */
  readonly digestsPerZone: number;
  /** NSEC3 iterations above which a zone counts as insecure (RFC 9276 §3.2). */
  readonly nsec3Iterations: number;
  /** NSEC3 owner names hashed in one look-up; each costs up to `nsec3Iterations + 1` digests. */
  readonly nsec3Hashes: number;
  /** NSEC and NSEC3 RRsets of one response that are looked at. Honest denials need three, alias chains a few more. */
  readonly denialRecords: number;
  /** CNAME and DNAME steps followed in one look-up. */
  readonly aliasHops: number;
  /** Labels walked down from a trust anchor; an ip6.arpa name has 34. */
  readonly delegationDepth: number;
}

export const defaultLimits: Limits = {
  signatureChecksPerRrset: 8,
  signatureChecksPerLookup: 64,
  keysPerTag: 4,
  keysPerZone: 64,
  digestsPerZone: 32,
  nsec3Iterations: 50,
  nsec3Hashes: 64,
  denialRecords: 24,
  aliasHops: 12,
  delegationDepth: 48,
};

/** What is left to spend in one look-up. It counts down; a spender that gets `false` stops. */
export interface Budget {
  readonly limits: Limits;
  spendSignature(): boolean;
  spendHash(): boolean;
  /** The limit that ran out first, for the reason given. */
  exhausted(): keyof Limits | undefined;
}

export function createBudget(limits: Limits = defaultLimits): Budget {
  let signatures = limits.signatureChecksPerLookup;
  let hashes = limits.nsec3Hashes;
  let exhausted: keyof Limits | undefined;
  return {
    limits,
    spendSignature() {
      if (signatures-- > 0) return true;
      exhausted ??= 'signatureChecksPerLookup';
      return false;
    },
    spendHash() {
      if (hashes-- > 0) return true;
      exhausted ??= 'nsec3Hashes';
      return false;
    },
    exhausted: () => exhausted,
  };
}
