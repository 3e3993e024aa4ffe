/** One RRset, one zone's keys, one instant: is there a signature that holds (RFC 4035 §5.3)? */
import { ancestorOf, labelCount, wildcardAt } from '../name.ts';
import { encodeName } from '../name-wire.ts';
import { formatType } from '../rr-types.ts';
import type { Name, Reason, Rrset } from '../types.ts';
import { formatAlgorithm, isSupportedAlgorithm } from './algorithms.ts';
import { type CanonicalRrset, canonicalRrset, signedData } from './canonical.ts';
import { type DnsKey, isUsableZoneKey } from './dnskey.ts';
import {
  keyMissing,
  signatureExpired,
  signatureInvalid,
  signatureMalformed,
  signatureMissing,
  signatureNotYetValid,
  signerWrong,
  workLimit,
} from './findings/bogus.ts';
import { because, type ReasonDef } from './findings/define.ts';
import type { Budget } from './limits.ts';
import { signedLabelCount } from './names.ts';
import { decodeRrsig, fieldDate, type Rrsig, secondsLeft, signaturePeriod } from './rrsig.ts';

/** Keys that may sign the zone's data, found by what an RRSIG says of them. */
export interface ZoneKeys {
  readonly zone: Name;
  readonly all: readonly DnsKey[];
  find(tag: number, algorithm: number): readonly DnsKey[];
}

/** When, by which policy, and with how much work left. */
export interface Circumstances {
  /** Seconds since 1970. */
  readonly timeSeconds: number;
  /** Accept algorithms 5 and 7 and SHA-1 digests, against RFC 9905. */
  readonly allowSha1: boolean;
  readonly budget: Budget;
}

export interface SecureRrset {
  readonly status: 'secure';
  readonly rrsig: Rrsig;
  readonly key: DnsKey;
  /** Capped to the original TTL and to the signature's end (RFC 4035 §5.3.3). */
  readonly ttlSeconds: number;
  /** Where the records came from a wildcard: the name above its `*`. The next closer name still has to be denied. */
  readonly wildcardBelow?: Name;
}

export interface BogusRrset {
  readonly status: 'bogus';
  readonly reason: Reason;
}

export type RrsetVerdict = SecureRrset | BogusRrset;

export function zoneKeys(zone: Name, keys: readonly DnsKey[]): ZoneKeys {
  const byId = new Map<number, DnsKey[]>();
  for (const key of keys.filter(isUsableZoneKey)) {
    const id = (key.tag << 8) | key.algorithm;
    const others = byId.get(id);
    if (others === undefined) byId.set(id, [key]);
    else others.push(key);
  }
  return { zone, all: keys, find: (tag, algorithm) => byId.get((tag << 8) | algorithm) ?? [] };
}

/**
 * Any one good signature is enough (RFC 6840 §5.4, §5.11). Where none is, the reason tells of the one that came furthest.
 * At most `signatureChecksPerRrset` signatures are computed, whatever the number of records (CVE-2023-50387).
 */
export function verifyRrset(rrset: Rrset, keys: ZoneKeys, circumstances: Circumstances): RrsetVerdict {
  const attempt = new Attempt(rrset, keys, circumstances);
  for (const rdata of rrset.signatures) {
    const rrsig = decodeRrsig(rdata);
    const verdict = rrsig === undefined ? attempt.fail(signatureMalformed, 'cannot be read') : attempt.check(rrsig);
    if (verdict !== undefined) return verdict;
  }
  return attempt.verdict();
}

/** How far a signature came before it failed; the furthest failure is the one worth telling. */
const ranking: readonly ReasonDef[] = [
  signatureMissing,
  signatureMalformed,
  signerWrong,
  keyMissing,
  signatureNotYetValid,
  signatureExpired,
  signatureInvalid,
  workLimit,
];

/** The signatures of one RRset tried in turn. */
class Attempt {
  private readonly rrset: Rrset;
  private readonly keys: ZoneKeys;
  private readonly circumstances: Circumstances;
  private canonical: CanonicalRrset | undefined;
  private checks = 0;
  private worst: ReasonDef = signatureMissing;
  private detail = 'has no signature by an algorithm that counts';

  constructor(rrset: Rrset, keys: ZoneKeys, circumstances: Circumstances) {
    this.rrset = rrset;
    this.keys = keys;
    this.circumstances = circumstances;
  }

  /** The RRset's verdict where this signature settles it. */
  check(rrsig: Rrsig): RrsetVerdict | undefined {
    const { timeSeconds, allowSha1 } = this.circumstances;
    if (!isSupportedAlgorithm(rrsig.algorithm, allowSha1)) return undefined;
    if (this.contradicts(rrsig)) return undefined;
    const period = signaturePeriod(rrsig, timeSeconds);
    if (period === 'expired') return this.fail(signatureExpired, `expired ${this.date(rrsig.expiration)}`, rrsig);
    if (period === 'not-yet-valid')
      return this.fail(signatureNotYetValid, `is valid only from ${this.date(rrsig.inception)}`, rrsig);
    return this.verifyWith(rrsig);
  }

  verdict(): RrsetVerdict {
    const { zone } = this.keys;
    return { status: 'bogus', reason: because(this.worst, `${this.label()} ${this.detail}`, zone) };
  }

  fail(def: ReasonDef, what: string, rrsig?: Rrsig): undefined {
    if (ranking.indexOf(def) <= ranking.indexOf(this.worst)) return undefined;
    this.worst = def;
    const by = rrsig === undefined ? '' : ` by key ${rrsig.keyTag} (${formatAlgorithm(rrsig.algorithm)})`;
    this.detail = `has a signature${by} that ${what}`;
    return undefined;
  }

  /** RFC 4035 §5.3.1, the rules on the fields. */
  private contradicts(rrsig: Rrsig): boolean {
    const { zone } = this.keys;
    if (rrsig.signer !== zone) {
      this.fail(signerWrong, `is by ${shown(rrsig.signer)} instead of ${shown(zone)}`, rrsig);
      return true;
    }
    const tooMany = rrsig.labels > signedLabelCount(this.rrset.name);
    if (rrsig.typeCovered === this.rrset.type && !tooMany && rrsig.labels >= labelCount(zone)) return false;
    this.fail(signatureMalformed, `covers type ${rrsig.typeCovered} with ${rrsig.labels} labels`, rrsig);
    return true;
  }

  private verifyWith(rrsig: Rrsig): RrsetVerdict | undefined {
    const { budget } = this.circumstances;
    const candidates = this.keys.find(rrsig.keyTag, rrsig.algorithm);
    if (candidates.length === 0) return this.fail(keyMissing, 'no usable key of the zone made', rrsig);
    const owner = this.ownerAsSigned(rrsig);
    this.canonical ??= canonicalRrset(this.rrset);
    const data = signedData(this.canonical, encodeName(owner), rrsig);
    for (const key of candidates.slice(0, budget.limits.keysPerTag)) {
      if (++this.checks > budget.limits.signatureChecksPerRrset || !budget.spendSignature())
        return this.fail(workLimit, 'could not be checked within the work limit', rrsig) ?? this.verdict();
      if (key.verifier()?.verify(data, rrsig.signature) === true) return this.secure(rrsig, key, owner);
    }
    return this.fail(signatureInvalid, 'does not verify', rrsig);
  }

  /** RFC 4035 §5.3.2: with fewer labels counted than the owner has, the wildcard's name was signed. */
  private ownerAsSigned({ labels }: Rrsig): Name {
    const { name } = this.rrset;
    return labels === signedLabelCount(name) ? name : wildcardAt(ancestorOf(name, labels));
  }

  private secure(rrsig: Rrsig, key: DnsKey, owner: Name): SecureRrset {
    const left = secondsLeft(rrsig, this.circumstances.timeSeconds);
    return {
      status: 'secure',
      rrsig,
      key,
      ttlSeconds: Math.min(this.rrset.ttlSeconds, rrsig.originalTtl, left),
      ...(owner !== this.rrset.name && { wildcardBelow: ancestorOf(owner, rrsig.labels) }),
    };
  }

  private date(field: number): string {
    return formatInstant(fieldDate(field, this.circumstances.timeSeconds));
  }

  private label(): string {
    return `${shown(this.rrset.name)} ${formatType(this.rrset.type)}`;
  }
}

/** A name in a sentence: the root as a dot. */
export const shown = (name: Name): string => (name === '' ? '.' : name);

/** RFC 3339 in UTC, whole seconds. */
export const formatInstant = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
