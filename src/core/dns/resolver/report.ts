/** What `dns query` and `dnssec trace` report: the reasons of an answer, and advice on the zones walked. */
import { type Finding, ok, type Report, type Result } from '../../../base/index.ts';
import { formatAlgorithm, isSha1Algorithm } from '../dnssec/algorithms.ts';
import { formatDigestType } from '../dnssec/ds.ts';
import {
  algorithmIncomplete,
  iterations,
  salted,
  sha1Beside,
  signatureExpiresSoon,
  staleDs,
  weakKey,
} from '../dnssec/findings/advice.ts';
import { because, findingOf, type ReasonDef } from '../dnssec/findings/define.ts';
import { reasonDef } from '../dnssec/findings/registry.ts';
import { formatSalt } from '../dnssec/nsec3.ts';
import { fieldDate, secondsLeft } from '../dnssec/rrsig.ts';
import { formatInstant, type SecureRrset, shown } from '../dnssec/verify-rrset.ts';
import { formatType } from '../rr-types.ts';
import type { Answer, DnsError, Name, Question } from '../types.ts';
import type { Step } from './follow.ts';
import type { ExaminingResolver } from './resolver.ts';
import { dsNamesKey, type TraceData, type TracedChain, traceChain } from './trace-chain.ts';
import type { ZoneLink } from './zone-trust.ts';

/**
 * What decided the answer: each reason that is not well by its row (bogus `error`, insecure `info` or `warn`, undecided
 * `unknown`), or else the last good step.
 */
export function answerFindings({ reasons }: Answer): readonly Finding[] {
  const unwell = reasons.filter((reason) => reasonDef(reason).severity !== 'ok');
  return (unwell.length > 0 ? unwell : reasons.slice(-1)).map((reason) => findingOf(reasonDef(reason), reason));
}

/** A trace as a report: what decided the answer, then advice. */
export async function traceReport(
  resolver: ExaminingResolver,
  { name, type }: Question,
  at: Date,
  signal?: AbortSignal,
): Promise<Result<Report<TraceData>, DnsError>> {
  const traced = await traceChain(resolver, name, type, at, signal);
  if (!traced.ok) return traced;
  const { answer, data } = traced.value;
  return ok({ findings: [...answerFindings(answer), ...chainAdvice(traced.value, at)], data });
}

/** Faults that do no harm yet, in zones that are secure or were meant to be. */
export function chainAdvice({ links, steps }: TracedChain, at: Date): readonly Finding[] {
  const seconds = Math.floor(at.getTime() / 1000);
  const zones = links.flatMap((link) => zoneChecks.flatMap((check) => check(link)));
  return [...endings(links, steps).flatMap((ending) => expiresSoon(ending, seconds)), ...zones];
}

const zoneChecks: readonly ((link: ZoneLink) => readonly Finding[])[] = [
  nsec3Settings,
  staleRecords,
  missingAlgorithms,
  weakKeys,
  restsOnSha1,
];

const advise = (def: ReasonDef, zone: Name, text: string): Finding => findingOf(def, because(def, text, zone));

const DAY = 86_400;

/** A signature that the verdict rests on, and what it covers. */
type Ending = readonly [subject: string, verdict: SecureRrset | undefined];

function endings(links: readonly ZoneLink[], steps: readonly Step[]): readonly Ending[] {
  const inZones = links.flatMap(({ zone, dsVerdict, keyVerdict }): Ending[] => [
    [`${shown(zone)} DS`, dsVerdict],
    [`${shown(zone)} DNSKEY`, keyVerdict],
  ]);
  const inAnswer = steps.map(
    ({ name, type, judgement }): Ending => [`${shown(name)} ${formatType(type)}`, judgement.verdict],
  );
  return [...inZones, ...inAnswer];
}

function expiresSoon([subject, verdict]: Ending, seconds: number): readonly Finding[] {
  if (verdict === undefined || !runsOut(verdict, seconds)) return [];
  const until = formatInstant(fieldDate(verdict.rrsig.expiration, seconds));
  return [advise(signatureExpiresSoon, verdict.rrsig.signer, `the signature over ${subject} ends at ${until}`)];
}

/** Less than a tenth of its life is left, but not more than three days; short-lived signatures are a choice. */
function runsOut({ rrsig }: SecureRrset, seconds: number): boolean {
  const life = (rrsig.expiration - rrsig.inception) | 0;
  return secondsLeft(rrsig, seconds) < Math.min(3 * DAY, life / 10);
}

function nsec3Settings({ zone, nsec3 }: ZoneLink): readonly Finding[] {
  if (nsec3 === undefined) return [];
  const findings: Finding[] = [];
  if (nsec3.iterations > 0)
    findings.push(advise(iterations, zone, `NSEC3 records use ${nsec3.iterations} extra iterations`));
  if (nsec3.salt.length > 0)
    findings.push(advise(salted, zone, `NSEC3 records use the salt ${formatSalt(nsec3.salt)}`));
  return findings;
}

function staleRecords(link: ZoneLink): readonly Finding[] {
  const { zone, status, ds, keys, anchored } = link;
  if (status !== 'secure' || anchored || keys === undefined) return [];
  const stale = ds.filter((record) => !dsNamesKey(record, zone, keys.all));
  return stale.map(({ keyTag, algorithm, digestType }) => {
    const what = `${keyTag} (${formatAlgorithm(algorithm)}, ${formatDigestType(digestType)})`;
    return advise(staleDs, zone, `the DS record ${what} of ${shown(zone)} matches none of its keys`);
  });
}

/** RFC 4035 §2.2: every algorithm in the DS set is to sign the zone. */
function missingAlgorithms({ zone, status, ds, keys, anchored }: ZoneLink): readonly Finding[] {
  if (status !== 'secure' || anchored || keys === undefined) return [];
  const present = new Set(keys.all.map((key) => key.algorithm));
  const missing = new Set(ds.map((record) => record.algorithm).filter((algorithm) => !present.has(algorithm)));
  return [...missing].map((algorithm) =>
    advise(
      algorithmIncomplete,
      zone,
      `the DS set of ${shown(zone)} names ${formatAlgorithm(algorithm)}, and no key has it`,
    ),
  );
}

function weakKeys({ zone, keys }: ZoneLink): readonly Finding[] {
  const rsa = keys?.all.filter(({ algorithm }) => [5, 7, 8, 10].includes(algorithm)) ?? [];
  const weak = rsa.filter((key) => (key.verifier()?.bits ?? 2048) < 2048);
  return weak.map((key) =>
    advise(weakKey, zone, `key ${key.tag} of ${shown(zone)} is RSA with ${key.verifier()?.bits} bits`),
  );
}

function restsOnSha1({ zone, status, ds, keyVerdict }: ZoneLink): readonly Finding[] {
  if (status !== 'secure' || keyVerdict === undefined) return [];
  const digestsOnly = ds.length > 0 && ds.every(({ digestType }) => digestType === 1);
  if (!digestsOnly && !isSha1Algorithm(keyVerdict.key.algorithm)) return [];
  return [advise(sha1Beside, zone, `trust in ${shown(zone)} rests on SHA-1`)];
}
