/** One address, looked at from every side. The order: can it be reached; which versions; then everything else at once. */
import type { Clock, Random, Trace } from '../../base/index.ts';
import type { Net } from '../net/index.ts';
import { type Certificate, readCertificate } from '../pki/index.ts';
import {
  type KeyOutcome,
  outcomeText,
  type Probe,
  type ProbeOutcome,
  type ProbeTarget,
  probeEachKey,
  type StartTlsProtocol,
  startTlsRows,
} from '../tls/index.ts';
import { reportCertificate } from './certificates.ts';
import { askGroups, askSignatures, askSuites, type CertificateKinds, type Common } from './choices.ts';
import { askFeatures } from './features.ts';
import { askAlpn, askInjection, askResumption, askWithoutName, type Handshakes } from './handshakes.ts';
import { createPatientProbe } from './patient-probe.ts';
import type { VersionName } from './registry/versions.ts';
import { createSpeaker } from './speaker.ts';
import { askTolerance } from './tolerance.ts';
import type { AddressSurvey, CertificateReport, GroupsReport } from './types.ts';
import { askSsl2, askVersions, offeredVersions } from './versions.ts';

export interface SurveyPorts {
  readonly net: Net;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly random: Random;
  readonly roots: readonly Certificate[];
  readonly trace?: Trace;
  readonly signal?: AbortSignal;
}

export interface SurveyOptions {
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  /** SNI, and whom the certificate should name. */
  readonly serverName?: string;
  readonly ehlo: string;
  /** Of each connection. */
  readonly timeoutMs: number;
  /** Of each address. */
  readonly deadlineMs: number;
  /** Before a server that refused is asked again. */
  readonly pauseMs?: number;
  /** Versions, certificates, groups and features; no lists of suites, no odd hellos. */
  readonly fast: boolean;
}

/** Before the second try; longer each time. */
const PAUSE_MS = 1000;

/** Connections to one address at most: all suites of a permissive server with three versions are about 200. */
export const MAX_CONNECTIONS = { whole: 320, fast: 60 } as const;

export async function surveyAddress(ip: string, options: SurveyOptions, ports: SurveyPorts): Promise<AddressSurvey> {
  const target = targetOf(ip, options, ports);
  const { probe, handshakes, missed } = createPatientProbe(ports.probe, options.pauseMs ?? PAUSE_MS);
  const first = await lookAtKeys(probe, target);
  const clear = clearFacts(first.map(({ outcome }) => outcome));
  const nothing = { ...EMPTY, ip, ...clear.facts, connections: handshakes() };
  if (clear.failure !== undefined) return { ...nothing, ...clear.failure };
  const speaker = createSpeaker({
    target,
    net: ports.net,
    random: ports.random,
    deadlineMs: options.deadlineMs + timeForGreetings(clear.facts.greetingMs),
    maxConnections: MAX_CONNECTIONS[options.fast ? 'fast' : 'whole'],
    ...(ports.trace !== undefined && { trace: ports.trace }),
    pauseMs: options.pauseMs ?? PAUSE_MS,
  });
  const { serverName } = options;
  const newer = await askVersions(speaker, serverName);
  const versions = options.fast ? newer : [...newer, await askSsl2(speaker, ports.random)];
  const offered = offeredVersions(versions);
  const certificates = first.flatMap(({ outcome }) =>
    outcome.kind === 'tls'
      ? [reportCertificate(outcome, { serverName, at: ports.clock.now(), roots: ports.roots })]
      : [],
  );
  const kinds = kindsOf(first.map(({ outcome }) => outcome));
  const leaves = first.flatMap(({ outcome }) => (outcome.kind === 'tls' ? outcome.chain.slice(0, 1) : []));
  const findings = await askTheRest({ speaker, serverName, net: ports.net }, offered, { ...kinds, leaves }, options);
  const stopped = speaker.stopped() ?? missed();
  return {
    ...nothing,
    ...reachedTls(
      offered,
      certificates,
      first.map(({ outcome }) => outcome),
    ),
    versions,
    certificates,
    ...findings,
    connections: handshakes() + speaker.connections(),
    ...(stopped !== undefined && { stopped }),
  };
}

/** Who makes every client wait for the greeting is given so much more time, within reason. */
const GREETINGS_IN_TURN = 40;
const MOST_FOR_GREETINGS_MS = 480_000;

const timeForGreetings = (greetingMs = 0): number => Math.min(MOST_FOR_GREETINGS_MS, GREETINGS_IN_TURN * greetingMs);

/** Of a server that has RSA or ECDSA, Ed25519 must be asked for by itself: clients that can verify it are few. */
async function lookAtKeys(probe: Probe, target: ProbeTarget): Promise<readonly KeyOutcome[]> {
  const usual = await probeEachKey(probe, target);
  const isAlone = usual.some(({ outcome }) => outcome.kind === 'tls' && EDWARDS.test(outcome.leafKeyType));
  if (isAlone || !usual.some(({ outcome }) => outcome.kind === 'tls')) return usual;
  const outcome = await probe({ ...target, keyType: 'ed25519' });
  // An old server shows what it has, whatever is asked for.
  return outcome.kind === 'tls' && EDWARDS.test(outcome.leafKeyType) ? [...usual, { keyType: 'any', outcome }] : usual;
}

const EDWARDS = /^ed(25519|448)$/;

const EMPTY = {
  versions: [],
  suites: [],
  groups: [],
  signatures: [],
  certificates: [],
  features: {},
  resumption: [],
  tolerance: [],
} as const;

function targetOf(ip: string, options: SurveyOptions, { signal }: SurveyPorts): ProbeTarget {
  const { port, protocol, serverName, ehlo, timeoutMs } = options;
  const name = serverName !== undefined && { serverName };
  return { address: ip, port, protocol, ehlo, timeoutMs, ...name, ...(signal !== undefined && { signal }) };
}

type Failed = Pick<AddressSurvey, 'reached' | 'detail'>;
type ClearFacts = Pick<AddressSurvey, 'greeting' | 'connectMs' | 'greetingMs'>;

/** What the conversation in clear said, and whether it came to TLS at all. */
function clearFacts(outcomes: readonly ProbeOutcome[]): {
  readonly failure?: Failed;
  readonly facts: ClearFacts & { readonly reached: 'tls' };
} {
  const [first] = outcomes;
  const shown = outcomes.find((outcome) => outcome.kind === 'tls');
  const facts = {
    reached: 'tls' as const,
    ...(shown?.greeting !== undefined && { greeting: shown.greeting }),
    ...(shown !== undefined && { connectMs: tenths(shown.timings.connectMs) }),
    ...(shown?.timings.greetingMs !== undefined && { greetingMs: tenths(shown.timings.greetingMs) }),
  };
  if (first === undefined || first.kind === 'tls' || first.kind === 'no-such-key' || first.kind === 'tls-failed')
    return { facts };
  const greeting = first.kind === 'no-starttls' && { greeting: first.greeting };
  return { failure: { reached: first.kind, detail: outcomeText(first) }, facts: { ...facts, ...greeting } };
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** Neither a handshake nor a hello was answered: there is no TLS behind the door. */
function reachedTls(
  offered: readonly VersionName[],
  certificates: readonly CertificateReport[],
  outcomes: readonly ProbeOutcome[],
): Failed & Pick<AddressSurvey, 'handshakeFailure'> {
  if (certificates.length > 0) return { reached: 'tls' };
  const failed = outcomes.find(({ kind }) => kind === 'tls-failed') ?? outcomes[0];
  const why = failed === undefined ? 'nothing is known' : outcomeText(failed);
  return offered.length > 0 ? { reached: 'tls', handshakeFailure: why } : { reached: 'no-tls', detail: why };
}

function kindsOf(outcomes: readonly ProbeOutcome[]): CertificateKinds {
  const shown = outcomes.filter((outcome) => outcome.kind === 'tls');
  const leaf = shown.find(({ leafKeyType }) => leafKeyType === 'ecdsa')?.chain[0];
  const curve = leaf && curveOf(leaf);
  return { hasRsa: shown.some(({ leafKeyType }) => leafKeyType === 'rsa'), ...(curve !== undefined && { curve }) };
}

function curveOf(der: Uint8Array): number | undefined {
  const read = readCertificate(der);
  const name = read.ok ? read.value.publicKeyObject()?.asymmetricKeyDetails?.namedCurve : undefined;
  return name === undefined ? undefined : CURVES[name];
}

/** OpenSSL's names of the curves that certificates have. */
const CURVES: Readonly<Record<string, number>> = { prime256v1: 23, secp384r1: 24, secp521r1: 25 };

async function askTheRest(
  asked: Common & Handshakes,
  offered: readonly VersionName[],
  kinds: CertificateKinds & { readonly leaves: readonly Uint8Array[] },
  { fast, protocol }: SurveyOptions,
): Promise<Omit<AddressSurvey, 'ip' | 'reached' | 'versions' | 'certificates' | 'connections'>> {
  const best = offered[0];
  if (best === undefined) return { ...EMPTY };
  const curved = offered.filter((version) => version === 'TLSv1.3' || version === 'TLSv1.2');
  const groups = Promise.all(curved.map((version) => askGroups(asked, version, kinds)));
  const harmless = protocol === 'none' || fast ? undefined : startTlsRows[protocol].harmless;
  const isNamed = asked.serverName !== undefined && kinds.leaves.length > 0;
  const [suites, features, resumption, alpn, tolerance, injection, agreed, withoutName] = await Promise.all([
    fast ? [] : Promise.all(offered.map((version) => askSuites(asked, version))),
    askFeatures(asked, offered),
    askResumption(asked, offered),
    askAlpn(asked, protocol),
    fast ? [] : askTolerance(asked, best),
    harmless === undefined ? undefined : askInjection(asked, harmless),
    groups,
    isNamed && !fast ? askWithoutName(asked, kinds.leaves) : undefined,
  ]);
  const signatures = fast ? [] : await Promise.all(curved.map((version) => signaturesOf(asked, version, agreed)));
  const primes = suites.flatMap(({ primeBits }) => (primeBits === undefined ? [] : [primeBits]));
  return {
    suites: suites.map(({ primeBits: _primeBits, ...report }) => report),
    groups: agreed,
    signatures,
    ...(primes.length > 0 && { primeBits: Math.min(...primes) }),
    features,
    resumption,
    alpn,
    tolerance,
    ...(injection !== undefined && { injection }),
    ...(withoutName !== undefined && { withoutName }),
  };
}

const signaturesOf = (asked: Common, version: VersionName, groups: readonly GroupsReport[]) =>
  askSignatures(asked, version, groups.find((report) => report.version === version)?.groups ?? []);
