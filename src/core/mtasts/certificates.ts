/** Each certificate that a host shows at an address, and whether a sender may take it (RFC 8461 §3.3, §4.1). */
import { readCertificate, verifyChain } from '../pki/index.ts';
import { type KeyOutcome, outcomeText, type ProbeTarget, probeEachKey } from '../tls/index.ts';
import type { AddressReport, KeyReport, MtaStsOptions, MtaStsPorts } from './types.ts';

export interface Place {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: ProbeTarget['protocol'];
}

export async function lookAtAddress(
  { host, address, port, protocol }: Place,
  { ehlo, timeoutMs }: MtaStsOptions,
  ports: MtaStsPorts,
): Promise<AddressReport> {
  const { signal } = ports;
  const common = { serverName: host, ehlo, timeoutMs, ...(signal !== undefined && { signal }) }; // SNI: RFC 8461 §4.2
  const seen = await probeEachKey(ports.probe, { address, port, protocol, ...common });
  return { ip: address, keys: onceIfSame(seen.map((one) => reportOf(one, host, ports))) };
}

/** Handshakes that failed alike are one failure. */
function onceIfSame(keys: readonly KeyReport[]): readonly KeyReport[] {
  const [first, second] = keys;
  const isSame =
    first !== undefined &&
    second !== undefined &&
    first.outcome !== 'tls' &&
    first.outcome === second.outcome &&
    first.detail === second.detail;
  return isSame ? [{ ...first, keyType: 'any' }] : keys;
}

function reportOf({ keyType, outcome }: KeyOutcome, host: string, ports: MtaStsPorts): KeyReport {
  if (outcome.kind !== 'tls') return { keyType, outcome: outcome.kind, detail: outcomeText(outcome) };
  const { protocol } = outcome;
  return { keyType, outcome: 'tls', protocol, ...judgeChain(outcome.chain, host, ports) };
}

type Judged = Pick<KeyReport, 'valid' | 'code' | 'detail' | 'subject' | 'notAfter'>;

/** RFC 8461 §4.1: in date, chained to a trusted root, and a DNS-ID that names the host; the common name never counts. */
function judgeChain(sent: readonly Uint8Array[], host: string, { roots, clock }: MtaStsPorts): Judged {
  const [leaf, ...others] = sent.map(readCertificate);
  if (leaf === undefined) return { valid: false, code: 'no-certificate', detail: 'no certificate was sent' };
  if (!leaf.ok) return { valid: false, code: 'unreadable', detail: leaf.error.message };
  const { subjectText: subject, notAfter } = leaf.value;
  const facts = { subject, notAfter: notAfter.toISOString() };
  const verdict = verifyChain({
    leaf: leaf.value,
    intermediates: others.flatMap((one) => (one.ok ? [one.value] : [])),
    anchors: roots,
    purpose: 'server',
    at: clock.now(),
    profile: 'path',
    identity: { kind: 'host', value: host },
  });
  return verdict.valid
    ? { ...facts, valid: true }
    : { ...facts, valid: false, code: verdict.code, detail: verdict.detail };
}
