/** The NSEC and NSEC3 records of a response: validated first, then asked what they prove. */
import { RR } from '../rr-types.ts';
import type { Name, Reason, Rrset } from '../types.ts';
import { denialMissing, denialWrong, signerWrong, wildcardUnproven, workLimit } from './findings/bogus.ts';
import { because, type ReasonDef } from './findings/define.ts';
import { decodeNsec, type Nsec } from './nsec.ts';
import { nsecDeniesCloser, nsecDeniesDs, nsecDeniesName, nsecDeniesType } from './nsec-denial.ts';
import { decodeNsec3, type Nsec3, type Nsec3Parameters } from './nsec3.ts';
import {
  type Nsec3Set,
  nsec3DeniesCloser,
  nsec3DeniesDs,
  nsec3DeniesName,
  nsec3DeniesType,
  nsec3Set,
} from './nsec3-denial.ts';
import type { DsProof, Proof } from './proof.ts';
import { type Circumstances, shown, verifyRrset, type ZoneKeys } from './verify-rrset.ts';

/** Denial records whose signatures hold, all of one zone. */
export interface Denial {
  readonly zone: Name;
  readonly nsecs: readonly Nsec[];
  readonly nsec3s: readonly Nsec3[];
  /** How long they may be believed, for negative caching (RFC 2308 §5, RFC 9077). */
  readonly ttlSeconds: number;
  /** Why one of them was refused, where one was. */
  readonly refused?: Reason;
}

/** Keeps the NSEC and NSEC3 RRsets that the zone signed; a denial is looked at only after its signature (RFC 9276 §3.2). */
export function validateDenial(rrsets: readonly Rrset[], keys: ZoneKeys, circumstances: Circumstances): Denial {
  const nsecs: Nsec[] = [];
  const nsec3s: Nsec3[] = [];
  let ttlSeconds = Number.POSITIVE_INFINITY;
  let refused: Reason | undefined;
  for (const rrset of rrsets.slice(0, circumstances.budget.limits.denialRecords)) {
    const verdict = verifyRrset(rrset, keys, circumstances);
    if (verdict.status === 'bogus') refused ??= isOtherZones(verdict.reason) ? undefined : verdict.reason;
    // A denial made from a wildcard would speak of a name it was not signed for.
    else if (verdict.wildcardBelow === undefined) {
      ttlSeconds = Math.min(ttlSeconds, verdict.ttlSeconds);
      for (const rdata of rrset.rdatas) keep(rrset, rdata, keys.zone, nsecs, nsec3s);
    }
  }
  return { zone: keys.zone, nsecs, nsec3s, ttlSeconds, ...(refused && { refused }) };
}

/** An answer over aliases carries the denials of several zones; those of others are no fault of this one. */
const isOtherZones = ({ code }: Reason): boolean => code === signerWrong.id;

function keep(rrset: Rrset, rdata: Uint8Array, zone: Name, nsecs: Nsec[], nsec3s: Nsec3[]): void {
  const nsec = rrset.type === RR.NSEC ? decodeNsec(rrset.name, rdata) : undefined;
  if (nsec !== undefined) nsecs.push(nsec);
  const nsec3 = rrset.type === RR.NSEC3 ? decodeNsec3(rrset.name, rdata, zone) : undefined;
  if (nsec3 !== undefined) nsec3s.push(nsec3);
}

export function deniesName(denial: Denial, name: Name, circumstances: Circumstances): Proof {
  return either(
    denial,
    circumstances,
    (nsecs) => nsecDeniesName(nsecs, name, denial.zone),
    (set) => nsec3DeniesName(set, name),
  );
}

export function deniesType(denial: Denial, name: Name, type: number, circumstances: Circumstances): Proof {
  return either(
    denial,
    circumstances,
    (nsecs) => nsecDeniesType(nsecs, name, type, denial.zone),
    (set) => nsec3DeniesType(set, name, type),
  );
}

/** For records made from the wildcard below `encloser`. */
export function deniesCloser(denial: Denial, name: Name, encloser: Name, circumstances: Circumstances): Proof {
  return either(
    denial,
    circumstances,
    (nsecs) => nsecDeniesCloser(nsecs, name, encloser, denial.zone),
    (set) => nsec3DeniesCloser(set, name, encloser),
  );
}

export function deniesDs(denial: Denial, name: Name, circumstances: Circumstances): DsProof {
  return either<DsProof>(
    denial,
    circumstances,
    (nsecs) => nsecDeniesDs(nsecs, name, denial.zone),
    (set) => nsec3DeniesDs(set, name),
  );
}

/** The reason for a proof that failed; what was refused beforehand explains more than what is then missing. */
export function failedProof(
  denial: Denial,
  proof: Extract<Proof, { readonly kind: 'unproven' | 'spent' }>,
  subject: string,
  wildcard = false,
): Reason {
  const { zone, refused } = denial;
  if (proof.kind === 'spent')
    return because(workLimit, `${subject}: hashing NSEC3 names would exceed the work limit`, zone);
  if (refused !== undefined) return refused;
  const none = denial.nsecs.length + denial.nsec3s.length === 0;
  const def: ReasonDef = wildcard ? wildcardUnproven : none ? denialMissing : denialWrong;
  return because(def, `${subject}: ${none ? `${shown(zone)} sent no NSEC or NSEC3 records` : proof.text}`, zone);
}

/** The iterations and salt in use, for advice. */
export const nsec3Parameters = (denial: Denial): Nsec3Parameters | undefined => denial.nsec3s[0]?.parameters;

/** Either chain may prove it; a zone in transition can send both (RFC 5155 §10.4). */
function either<P extends DsProof | Proof>(
  { zone, nsecs, nsec3s }: Denial,
  { budget }: Circumstances,
  byNsec: (nsecs: readonly Nsec[]) => P,
  byNsec3: (set: Nsec3Set) => P,
): P | Exclude<Proof, { kind: 'absent' }> {
  const plain = byNsec(nsecs);
  if (plain.kind !== 'unproven' || nsec3s.length === 0) return plain;
  const set = nsec3Set(nsec3s, zone, budget);
  return 'kind' in set ? set : byNsec3(set);
}
