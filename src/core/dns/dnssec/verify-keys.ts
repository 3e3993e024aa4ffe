/** A zone's DNSKEY set against what vouches for it: the parent's DS records or a trust anchor (RFC 4035 §5.2). */
import type { Name, Reason, Rrset } from '../types.ts';
import { formatAlgorithm } from './algorithms.ts';
import { type DnsKey, decodeDnskey, isUsableZoneKey } from './dnskey.ts';
import { type DelegationSigner, dsMatchesKey, dsUse, formatDigestType, usableDs } from './ds.ts';
import { anchorMismatch, dsMismatch, keysUnsigned, workLimit } from './findings/bogus.ts';
import { because, type ReasonDef } from './findings/define.ts';
import { sha1, unsupportedAlgorithm, unsupportedDigest } from './findings/insecure.ts';
import { anchored, delegated } from './findings/steps.ts';
import type { Limits } from './limits.ts';
import { type Circumstances, type SecureRrset, shown, verifyRrset, type ZoneKeys, zoneKeys } from './verify-rrset.ts';

/** What the zone's keys are held against. */
export interface Vouchers {
  readonly ds: readonly DelegationSigner[];
  /** Whole keys, for anchors given as DNSKEY. */
  readonly keys: readonly DnsKey[];
  readonly from: 'parent' | 'anchor';
}

interface KeysJudged {
  readonly keys: ZoneKeys;
  readonly reason: Reason;
}

export type KeysVerdict =
  | (KeysJudged & { readonly status: 'secure'; readonly verdict: SecureRrset })
  | (KeysJudged & { readonly status: 'insecure' })
  | (KeysJudged & { readonly status: 'bogus' });

/**
 * One key that is vouched for and signs the set is enough (RFC 4035 §5.2); other DS records may lead nowhere
 * (RFC 6840 §5.11). Without any DS record of a kind we verify the zone is insecure (RFC 6840 §5.2).
 */
export function verifyKeys(rrset: Rrset, vouchers: Vouchers, circumstances: Circumstances): KeysVerdict {
  const zone = rrset.name;
  const { limits } = circumstances.budget;
  const keys = zoneKeys(zone, decodeKeys(rrset, limits));
  const bare = unusable(zone, vouchers, circumstances.allowSha1);
  if (bare !== undefined) return { status: 'insecure', keys, reason: bare };
  const entry = vouchedKeys(zone, keys, vouchers, circumstances);
  if (entry === undefined) return bogus(keys, workLimit, `${shown(zone)} has too many DS records and keys to compare`);
  if (entry.length === 0) return bogus(keys, missingDef(vouchers), describeMismatch(zone, keys, vouchers));
  const verdict = verifyRrset(rrset, zoneKeys(zone, entry), circumstances);
  if (verdict.status === 'bogus') return { status: 'bogus', keys, reason: unsigned(verdict.reason, zone, entry) };
  return { status: 'secure', keys, verdict, reason: vouchedBy(zone, verdict.key, vouchers) };
}

/** Why none of the DS records can carry trust, as an insecure zone's reason (RFC 4035 §5.2); undefined when one can. */
export function unusable(zone: Name, { ds, keys, from }: Vouchers, allowSha1: boolean): Reason | undefined {
  if (keys.length > 0 || usableDs(ds, allowSha1).length > 0) return undefined;
  const uses = new Set(ds.map((record) => dsUse(record, allowSha1)));
  const def = uses.has('sha1') ? sha1 : uses.has('digest') ? unsupportedDigest : unsupportedAlgorithm;
  const what = ds.map(describeDs).join(', ') || 'nothing';
  return because(def, `${shown(zone)} is vouched for in its ${from} only by ${what}`, zone);
}

function decodeKeys(rrset: Rrset, limits: Limits): readonly DnsKey[] {
  return rrset.rdatas
    .slice(0, limits.keysPerZone)
    .map(decodeDnskey)
    .filter((key) => key !== undefined);
}

/** The zone's keys that a voucher names, by digest or whole; undefined when there is too much to compare. */
function vouchedKeys(
  zone: Name,
  { all }: ZoneKeys,
  vouchers: Vouchers,
  { allowSha1, budget }: Circumstances,
): readonly DnsKey[] | undefined {
  let digests = 0;
  const named: DnsKey[] = all.filter((key) => vouchers.keys.some((anchor) => sameKey(anchor, key)));
  for (const ds of usableDs(vouchers.ds, allowSha1)) {
    for (const key of all) {
      // Tag and algorithm first: they cost nothing, a digest does (CVE-2023-50387).
      if (key.tag !== ds.keyTag || key.algorithm !== ds.algorithm || !isUsableZoneKey(key)) continue;
      if (++digests > budget.limits.digestsPerZone) return named.length > 0 ? named : undefined;
      if (!named.includes(key) && dsMatchesKey(ds, zone, key)) named.push(key);
    }
  }
  return named;
}

const sameKey = (a: DnsKey, b: DnsKey): boolean =>
  a.tag === b.tag && a.algorithm === b.algorithm && Buffer.compare(a.publicKey, b.publicKey) === 0;

const missingDef = ({ from }: Vouchers): ReasonDef => (from === 'anchor' ? anchorMismatch : dsMismatch);

function bogus(keys: ZoneKeys, def: ReasonDef, text: string): KeysVerdict {
  return { status: 'bogus', keys, reason: because(def, text, keys.zone) };
}

/** Dates and numbers come from the signature's own failure; a set no vouched key signed has its own row. */
function unsigned(reason: Reason, zone: Name, entry: readonly DnsKey[]): Reason {
  if (reason.code !== 'dnssec.key-missing' && reason.code !== 'dnssec.signature-missing') return reason;
  const named = entry.map(describeKey).join(', ');
  return because(keysUnsigned, `${shown(zone)} DNSKEY is not signed by the key vouched for, ${named}`, zone);
}

function vouchedBy(zone: Name, key: DnsKey, { from }: Vouchers): Reason {
  return from === 'anchor'
    ? because(anchored, `${shown(zone)} DNSKEY is signed by key ${describeKey(key)} of the trust anchor`, zone)
    : because(delegated, `${shown(zone)} DNSKEY is signed by key ${describeKey(key)}, which the DS record names`, zone);
}

function describeMismatch(zone: Name, { all }: ZoneKeys, { ds, keys, from }: Vouchers): string {
  const wanted = [...ds.map(describeDs), ...keys.map(describeKey)].join(', ');
  const found = all.map(describeKey).join(', ') || 'no keys';
  return `the ${from === 'anchor' ? 'trust anchor' : 'parent'} names ${wanted} for ${shown(zone)}, which has ${found}`;
}

export const describeKey = (key: DnsKey): string => `${key.tag} (${formatAlgorithm(key.algorithm)})`;

const describeDs = (ds: DelegationSigner): string =>
  `${ds.keyTag} (${formatAlgorithm(ds.algorithm)}, ${formatDigestType(ds.digestType)})`;
