/**
 * The chain of trust of one look-up as data: each zone from the anchor down with its DS records, keys and signature
 * dates, where trust stops, and how to mend it. `dnssec trace` prints it.
 */
import { ok, type Result, toHex } from '../../../base/index.ts';
import { formatRcode } from '../codes.ts';
import { formatAlgorithm } from '../dnssec/algorithms.ts';
import { type DnsKey, isEntryPoint, isRevoked } from '../dnssec/dnskey.ts';
import { type DelegationSigner, dsMatchesKey, formatDigestType } from '../dnssec/ds.ts';
import { reasonDef } from '../dnssec/findings/registry.ts';
import { formatSalt } from '../dnssec/nsec3.ts';
import { decodeRrsig, fieldDate, type Rrsig, signaturePeriod } from '../dnssec/rrsig.ts';
import { formatInstant, type SecureRrset, shown } from '../dnssec/verify-rrset.ts';
import { formatType } from '../rr-types.ts';
import type { Answer, DnsError, Name, Reason, Rrset, SecurityStatus } from '../types.ts';
import { type Followed, linksOf, type Step } from './follow.ts';
import type { ExaminingResolver } from './resolver.ts';
import type { ZoneLink } from './zone-trust.ts';

/** Names are shown as written in zone files without the final dot, the root as `.`; times are RFC 3339. */
export interface TraceData {
  readonly name: string;
  readonly type: string;
  readonly status: SecurityStatus;
  /** `NOERROR` or `NXDOMAIN`. */
  readonly rcode: string;
  /** From the trust anchor down. */
  readonly zones: readonly TraceZone[];
  /** Aliases and the final records or denial, in the order followed. */
  readonly steps: readonly TraceStep[];
  /** Where the chain stops short of secure. */
  readonly stops?: TraceStop;
}

export interface TraceZone {
  readonly zone: string;
  readonly status: SecurityStatus;
  readonly anchored: boolean;
  readonly ds: readonly TraceDs[];
  readonly keys: readonly TraceKey[];
  readonly signatures: readonly TraceSignature[];
  readonly nsec3?: { readonly iterations: number; readonly salt: string };
  readonly reason: string;
  readonly server?: string;
}

export interface TraceDs {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly algorithmName: string;
  readonly digestType: number;
  readonly digestName: string;
  readonly digest: string;
  /** Is there a key in the zone that it names? */
  readonly matches: boolean;
}

export interface TraceKey {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly algorithmName: string;
  readonly bits?: number;
  /** By the SEP flag: what the zone means it for. */
  readonly role: 'key-signing' | 'zone-signing';
  readonly revoked: boolean;
  /** Does it sign the DNSKEY set? */
  readonly signsKeys: boolean;
}

export interface TraceSignature {
  readonly owner: string;
  readonly covers: string;
  readonly signer: string;
  readonly keyTag: number;
  readonly algorithm: number;
  readonly algorithmName: string;
  readonly inception: string;
  readonly expiration: string;
  readonly period: 'valid' | 'expired' | 'not-yet-valid';
  /** It is the one that the verdict rests on. */
  readonly used: boolean;
}

export interface TraceStep {
  readonly name: string;
  readonly type: string;
  readonly status: SecurityStatus;
  /** Records in the set; 0 for a denial. */
  readonly records: number;
  readonly signatures: readonly TraceSignature[];
  readonly reason: string;
}

export interface TraceStop {
  readonly zone?: string;
  readonly code: string;
  readonly text: string;
  readonly fix?: string;
}

/** A trace with what the findings are made from. */
export interface TracedChain {
  readonly data: TraceData;
  readonly answer: Answer;
  readonly links: readonly ZoneLink[];
  readonly steps: readonly Step[];
}

/** @param at  instant of judgement, for signature dates */
export async function traceChain(
  resolver: ExaminingResolver,
  name: Name,
  type: number,
  at: Date,
  signal?: AbortSignal,
): Promise<Result<TracedChain, DnsError>> {
  const followed = await resolver.examine(name, type, signal && { signal });
  return followed.ok ? ok(describeChain(followed.value, at)) : followed;
}

export function describeChain({ answer, steps }: Followed, at: Date): TracedChain {
  const seconds = Math.floor(at.getTime() / 1000);
  const links = linksOf(steps);
  const { name, type } = answer.question;
  const stops = stopOf(answer);
  const data: TraceData = {
    name: shown(name),
    type: formatType(type),
    status: answer.status,
    rcode: formatRcode(answer.rcode),
    zones: links.map((link) => describeZone(link, seconds)),
    steps: steps.map((step) => describeStep(step, seconds)),
    ...(stops && { stops }),
  };
  return { data, answer, links, steps };
}

function describeZone(link: ZoneLink, seconds: number): TraceZone {
  const { zone, status, anchored, nsec3, reason, server, keyRrset, keyVerdict } = link;
  const keys = link.keys?.all ?? [];
  const signatures = keyRrset === undefined ? [] : describeSignatures(keyRrset, seconds, keyVerdict);
  const signers = new Set(signatures.map(({ keyTag }) => keyTag));
  return {
    zone: shown(zone),
    status,
    anchored,
    ds: link.ds.map((ds) => describeDs(ds, zone, keys)),
    keys: keys.map((key) => describeKey(key, signers)),
    signatures,
    ...(nsec3 && { nsec3: { iterations: nsec3.iterations, salt: formatSalt(nsec3.salt) } }),
    reason: reason.text,
    ...(server !== undefined && { server }),
  };
}

function describeDs(ds: DelegationSigner, zone: Name, keys: readonly DnsKey[]): TraceDs {
  const { keyTag, algorithm, digestType, digest } = ds;
  return {
    keyTag,
    algorithm,
    algorithmName: formatAlgorithm(algorithm),
    digestType,
    digestName: formatDigestType(digestType),
    digest: toHex(digest),
    matches: dsNamesKey(ds, zone, keys),
  };
}

/** Tag and algorithm are compared before any digest is computed, and no more digests than honest zones need. */
export function dsNamesKey(ds: DelegationSigner, zone: Name, keys: readonly DnsKey[]): boolean {
  const candidates = keys.filter((key) => key.tag === ds.keyTag && key.algorithm === ds.algorithm);
  return candidates.slice(0, 4).some((key) => dsMatchesKey(ds, zone, key));
}

function describeKey(key: DnsKey, signers: ReadonlySet<number>): TraceKey {
  const bits = key.verifier()?.bits;
  return {
    keyTag: key.tag,
    algorithm: key.algorithm,
    algorithmName: formatAlgorithm(key.algorithm),
    ...(bits !== undefined && { bits }),
    role: isEntryPoint(key) ? 'key-signing' : 'zone-signing',
    revoked: isRevoked(key),
    signsKeys: signers.has(key.tag),
  };
}

function describeStep({ name, type, rrset, judgement }: Step, seconds: number): TraceStep {
  return {
    name: shown(name),
    type: formatType(type),
    status: judgement.status,
    records: rrset?.rdatas.length ?? 0,
    signatures: rrset === undefined ? [] : describeSignatures(rrset, seconds, judgement.verdict),
    reason: judgement.reasons.at(-1)?.text ?? '',
  };
}

function describeSignatures(rrset: Rrset, seconds: number, verdict?: SecureRrset): TraceSignature[] {
  const signatures = rrset.signatures.map(decodeRrsig).filter((rrsig) => rrsig !== undefined);
  return signatures.map((rrsig) => describeSignature(rrset, rrsig, seconds, verdict));
}

function describeSignature(rrset: Rrset, rrsig: Rrsig, seconds: number, verdict?: SecureRrset): TraceSignature {
  const { keyTag, algorithm, expiration, inception } = rrsig;
  return {
    owner: shown(rrset.name),
    covers: formatType(rrset.type),
    signer: shown(rrsig.signer),
    keyTag,
    algorithm,
    algorithmName: formatAlgorithm(algorithm),
    inception: formatInstant(fieldDate(inception, seconds)),
    expiration: formatInstant(fieldDate(expiration, seconds)),
    period: signaturePeriod(rrsig, seconds),
    used: verdict !== undefined && Buffer.compare(verdict.rrsig.signature, rrsig.signature) === 0,
  };
}

/** The first reason that is not a good step. */
function stopOf({ reasons }: Answer): TraceStop | undefined {
  const reason = reasons.find((each) => reasonDef(each).severity !== 'ok');
  return reason && describeStop(reason);
}

function describeStop(reason: Reason): TraceStop {
  const { fix } = reasonDef(reason);
  return {
    ...(reason.zone !== undefined && { zone: shown(reason.zone) }),
    code: reason.code,
    text: reason.text,
    ...(fix !== undefined && { fix }),
  };
}
