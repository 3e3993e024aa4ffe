/** Our own validation of a response (RFC 4035 §5). */
import { ok } from '../../../base/index.ts';
import { negativeTtlSeconds } from '../cache.ts';
import {
  type Denial,
  deniesCloser,
  deniesName,
  deniesType,
  failedProof,
  nsec3Parameters,
  validateDenial,
} from '../dnssec/denial.ts';
import { denialMissing } from '../dnssec/findings/bogus.ts';
import { because } from '../dnssec/findings/define.ts';
import { denied, expanded, signed } from '../dnssec/findings/steps.ts';
import { nameAbove } from '../dnssec/names.ts';
import type { Proof } from '../dnssec/proof.ts';
import { fieldDate } from '../dnssec/rrsig.ts';
import { describeKey } from '../dnssec/verify-keys.ts';
import { type Circumstances, formatInstant, type SecureRrset, shown, verifyRrset } from '../dnssec/verify-rrset.ts';
import { isSubdomain } from '../name.ts';
import { formatType, RR } from '../rr-types.ts';
import type { Name, Reason, Rrset } from '../types.ts';
import type { Judge, Judgement } from './judge.ts';
import type { Response } from './sections.ts';
import { claimedSigners, denialRrsets } from './signers.ts';
import { withoutSignature } from './unsigned.ts';
import { type Chain, noting, type OtherZone, reasonsOf, type SecureZone } from './zone-trust.ts';

const NXDOMAIN = 3;
/** RFC 4035 §4.7. */
const FAILED_TTL_SECONDS = 30;

/** A judge for one look-up; its circumstances hold the work that the look-up may cause. */
export function createValidatingJudge(chain: Chain, circumstances: Circumstances): Judge {
  return {
    async positive(rrset, response) {
      const trust = await chain.trustBy(...holders([rrset], rrset.name, rrset.type));
      if (!trust.ok) return trust;
      const { value } = trust;
      return ok(
        value.status === 'secure' ? judgeRrset(rrset, response, value, circumstances) : untrusted(value, rrset),
      );
    },
    async negative(name, type, response) {
      const trust = await chain.trustBy(...holders(denialRrsets(response), name, type), soaOwner(response, name, type));
      if (!trust.ok) return trust;
      const { value } = trust;
      return ok(value.status === 'secure' ? judgeDenial(name, type, response, value, circumstances) : untrusted(value));
    },
  };
}

/** Who may have signed, and the name whose zone must have; DS stands in the parent (RFC 4035 §2.4). */
function holders(rrsets: readonly Rrset[], name: Name, type: number): [readonly Name[], Name] {
  const inParent = type === RR.DS && name !== '';
  return [claimedSigners(rrsets, name, inParent), inParent ? nameAbove(name) : name];
}

/** The zone that a negative response comes from, by its SOA record (RFC 2308 §3): a hint, since it is unsigned here. */
function soaOwner({ authority }: Response, name: Name, type: number): Name | undefined {
  const soa = authority.rrsets.find((rrset) => rrset.type === RR.SOA && isSubdomain(name, rrset.name));
  return soa === undefined || (type === RR.DS && soa.name === name) ? undefined : soa.name;
}

function untrusted(trust: OtherZone, rrset?: Rrset): Judgement {
  const ttlSeconds = Math.min(trust.ttlSeconds, rrset?.ttlSeconds ?? MAX_NEGATIVE_TTL_SECONDS);
  return { status: trust.status, reasons: reasonsOf(trust), ttlSeconds, links: trust.links };
}

function judgeRrset(rrset: Rrset, response: Response, trust: SecureZone, circumstances: Circumstances): Judgement {
  const subject = `${shown(rrset.name)} ${formatType(rrset.type)}`;
  if (rrset.signatures.length === 0) {
    const { status, reason } = withoutSignature(response, subject, trust.keys.zone);
    return judged(trust, status, reason, FAILED_TTL_SECONDS);
  }
  const verdict = verifyRrset(rrset, trust.keys, circumstances);
  if (verdict.status === 'bogus') return judged(trust, 'bogus', verdict.reason, FAILED_TTL_SECONDS);
  const { wildcardBelow, ttlSeconds } = verdict;
  if (wildcardBelow !== undefined)
    return judgeExpansion(rrset.name, subject, wildcardBelow, verdict, response, trust, circumstances);
  return { ...judged(trust, 'secure', signedBy(subject, verdict, circumstances), ttlSeconds), verdict };
}

/** RFC 4035 §5.3.4, RFC 5155 §8.8: a wildcard speaks only where nothing closer exists. */
function judgeExpansion(
  name: Name,
  subject: string,
  encloser: Name,
  verdict: SecureRrset,
  response: Response,
  trust: SecureZone,
  circumstances: Circumstances,
): Judgement {
  const denial = validateDenial(denialRrsets(response), trust.keys, circumstances);
  const proof = deniesCloser(denial, name, encloser, circumstances);
  const ttlSeconds = Math.min(verdict.ttlSeconds, denial.ttlSeconds);
  if (proof.kind === 'absent') {
    const text = `${subject} comes from the wildcard below ${shown(encloser)}, signed by key ${describeKey(verdict.key)}`;
    return { ...judged(trust, 'secure', because(expanded, text, trust.keys.zone), ttlSeconds, denial), verdict };
  }
  return unprovenAs(trust, denial, proof, subject, true);
}

function judgeDenial(
  name: Name,
  type: number,
  response: Response,
  trust: SecureZone,
  circumstances: Circumstances,
): Judgement {
  const subject = `the denial of ${shown(name)} ${formatType(type)}`;
  const rrsets = denialRrsets(response);
  if (rrsets.length === 0) return denialAbsent(subject, response, trust);
  const denial = validateDenial(rrsets, trust.keys, circumstances);
  const byName = response.rcode === NXDOMAIN ? deniesName(denial, name, circumstances) : undefined;
  if (byName?.kind === 'absent') return absent(`${shown(name)} does not exist`, denial, response, trust);
  // The response code is not signed; where the proof is one of NODATA, the name exists after all (RFC 4035 §5.4).
  const byType =
    byName === undefined || byName.kind === 'unproven' ? deniesType(denial, name, type, circumstances) : byName;
  if (byType.kind === 'absent') {
    const fact = `${shown(name)} has no ${formatType(type)}`;
    return { ...absent(fact, denial, response, trust), rcode: 0 };
  }
  return unprovenAs(trust, denial, byName ?? byType, subject, false);
}

function absent(fact: string, denial: Denial, response: Response, trust: SecureZone): Judgement {
  const { zone } = trust.keys;
  const by = denial.nsecs.length > 0 ? 'NSEC' : 'NSEC3';
  const ttlSeconds = Math.min(denial.ttlSeconds, negativeTtl(response));
  return judged(
    trust,
    'secure',
    because(denied, `signed ${by} records of ${shown(zone)} prove: ${fact}`, zone),
    ttlSeconds,
    denial,
  );
}

function denialAbsent(subject: string, response: Response, trust: SecureZone): Judgement {
  const { zone } = trust.keys;
  const missing = withoutSignature(response, subject, zone);
  const text = `${subject} came from ${response.server} without proof, although ${shown(zone)} is signed`;
  const reason = missing.status === 'bogus' ? because(denialMissing, text, zone) : missing.reason;
  return judged(trust, missing.status, reason, FAILED_TTL_SECONDS);
}

function unprovenAs(
  trust: SecureZone,
  denial: Denial,
  proof: Exclude<Proof, { readonly kind: 'absent' }>,
  subject: string,
  wildcard: boolean,
): Judgement {
  if (proof.kind === 'insecure') {
    const reason = because(proof.def, proof.text, trust.keys.zone);
    return judged(trust, 'insecure', reason, Math.min(denial.ttlSeconds, MAX_NEGATIVE_TTL_SECONDS), denial);
  }
  return judged(trust, 'bogus', failedProof(denial, proof, subject, wildcard), FAILED_TTL_SECONDS, denial);
}

/** Adds the last reason to the chain's; NSEC3 parameters seen on the way go with the last zone, for advice. */
function judged(
  trust: SecureZone,
  status: Judgement['status'],
  reason: Reason,
  ttlSeconds: number,
  denial?: Denial,
): Judgement {
  const links = noting(trust.links, denial && nsec3Parameters(denial));
  return { status, reasons: [...reasonsOf(trust), reason], ttlSeconds, links };
}

function signedBy(subject: string, { key, rrsig }: SecureRrset, { timeSeconds }: Circumstances): Reason {
  const until = formatInstant(fieldDate(rrsig.expiration, timeSeconds));
  return because(signed, `${subject} is signed by key ${describeKey(key)}, valid until ${until}`, rrsig.signer);
}

/** RFC 2308 §5: three hours at most. */
const MAX_NEGATIVE_TTL_SECONDS = 10_800;

/** RFC 2308 §5; without an SOA record nothing says how long, so briefly. */
export function negativeTtl({ message }: Response): number {
  const soa = message.authorities.find(({ type }) => type === RR.SOA);
  return soa === undefined ? 60 : negativeTtlSeconds(soa);
}
