/** Looking at one address of a host: each key type in turn, and what each handshake comes to. */
import type { Name, Tlsa } from '../dns/index.ts';
import { type Certificate, readCertificate } from '../pki/index.ts';
import { GIVEN_UP, lookAtEachKey, outcomeText, type ProbeOutcome, type ProbeTarget } from '../tls/index.ts';
import { MAX_CHAIN, type MatchVerdict, matchChain } from './match.ts';
import type { AddressReport, CheckOptions, CheckPorts, KeyReport } from './types.ts';

export interface HostFacts {
  readonly host: Name;
  readonly records: readonly Tlsa[];
  readonly references: readonly Name[];
}

/** A key report with what it was made from. */
export interface Seen extends KeyReport {
  readonly certificates: readonly Certificate[];
  readonly raw: ProbeOutcome;
}

export interface SeenAddress extends AddressReport {
  readonly keys: readonly Seen[];
}

export async function probeAddress(
  ip: string,
  facts: HostFacts,
  options: CheckOptions,
  ports: CheckPorts,
): Promise<SeenAddress> {
  const look = (keyType: KeyReport['keyType']): Promise<Seen> => probeOnce(ip, keyType, facts, options, ports);
  return { ip, keys: onceIfSame(await lookAtEachKey(look, ({ outcome }) => outcome)) };
}

/** Handshakes that failed alike are one failure. */
function onceIfSame(keys: readonly Seen[]): readonly Seen[] {
  const [first, second] = keys;
  const isSame =
    second !== undefined &&
    first!.outcome !== 'tls' &&
    first!.outcome === second.outcome &&
    first!.detail === second.detail;
  return isSame ? [{ ...first!, keyType: 'any' }] : keys;
}

async function probeOnce(
  ip: string,
  keyType: KeyReport['keyType'],
  facts: HostFacts,
  options: CheckOptions,
  ports: CheckPorts,
): Promise<Seen> {
  ports.onEvent?.({ kind: 'probing', host: facts.host, address: ip, keyType });
  const target: ProbeTarget = {
    address: ip,
    port: options.port,
    protocol: options.protocol,
    serverName: facts.references[0] ?? facts.host, // RFC 7672 §3.2.1 by way of RFC 7671 §6: the TLSA base domain
    ...(keyType !== 'any' && { keyType }),
    ehlo: options.ehlo,
    timeoutMs: options.timeoutMs,
    ...(ports.signal !== undefined && { signal: ports.signal }),
  };
  const outcome = settle(await ports.probe(target), options.timeoutMs);
  const seen = describe(outcome, keyType, facts, ports.clock.now());
  ports.onEvent?.({ kind: 'probed', host: facts.host, address: ip, key: keyReport(seen) });
  return seen;
}

/** What we broke off ourselves says nothing about the peer. */
function settle(outcome: ProbeOutcome, afterMs: number): ProbeOutcome {
  const isOurs =
    (outcome.kind === 'unreachable' && outcome.error.code === 'net/aborted') ||
    (outcome.kind === 'tls-failed' && outcome.error.code === 'tls/aborted');
  return isOurs ? { kind: 'timeout', stage: GIVEN_UP, afterMs } : outcome;
}

/** Did anybody answer at this address, whatever was said? */
export function reachedAnybody({ keys }: AddressReport): boolean {
  return keys.some(({ outcome }) => !NOBODY.has(outcome));
}

const NOBODY: ReadonlySet<ProbeOutcome['kind']> = new Set([
  'unreachable',
  'timeout',
  'greeting-refused',
  'protocol-error',
]);

function describe(outcome: ProbeOutcome, keyType: KeyReport['keyType'], facts: HostFacts, now: Date): Seen {
  const plain = { keyType, outcome: outcome.kind, certificates: [], raw: outcome };
  if (outcome.kind !== 'tls') return { ...plain, detail: outcomeText(outcome) };
  const certificates = readChain(outcome.chain);
  const verdict: MatchVerdict | undefined =
    facts.records.length === 0
      ? undefined
      : matchChain(facts.records, { chain: certificates, references: facts.references, now });
  return {
    ...plain,
    certificates,
    protocol: outcome.protocol,
    cipher: outcome.cipher,
    leafKeyType: outcome.leafKeyType,
    handshakeMs: Math.round(outcome.timings.handshakeMs * 10) / 10,
    chain: certificates.map(({ subjectText, issuerText, notAfter }) => ({
      subject: subjectText,
      issuer: issuerText,
      notAfter: notAfter.toISOString(),
    })),
    ...(verdict !== undefined && { status: verdict.status, records: verdict.records }),
    ...(verdict?.depth !== undefined && { depth: verdict.depth, usage: verdict.usage! }),
  };
}

/** Nothing behind an unreadable leaf counts; other unreadable certificates are left out. */
function readChain(chain: readonly Uint8Array[]): readonly Certificate[] {
  const read = chain.slice(0, MAX_CHAIN).map(readCertificate);
  return read[0]?.ok === true ? read.flatMap((one) => (one.ok ? [one.value] : [])) : [];
}

export function keyReport({ certificates: _certificates, raw: _raw, ...report }: Seen): KeyReport {
  return report;
}
