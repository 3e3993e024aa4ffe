/** Look-ups as a check sees them. */
import { toHex } from '../../base/index.ts';
import {
  formatIpv4,
  formatIpv6,
  mxRdata,
  type Name,
  type ResourceRecord,
  RR,
  type Tlsa,
  tlsaRdata,
} from '../dns/index.ts';
import type { CheckPorts, Looked } from './types.ts';

export type LookUpPorts = Pick<CheckPorts, 'resolver' | 'signal'>;

export async function lookUp({ resolver, signal }: LookUpPorts, name: Name, type: number): Promise<Looked> {
  const found = await resolver.lookup(name, type, signal && { signal });
  return found.ok ? { status: found.value.status, answer: found.value } : { status: 'failed', error: found.error };
}

/** `_25._tcp.mx.example.org` (RFC 7672 §2.2.3). */
export const tlsaName = (port: number, base: Name): Name => `_${port}._tcp.${base}`;

export interface MxHost {
  readonly name: Name;
  readonly preference: number;
}

/** In order of preference; records that cannot be read are left out. */
export function mxHosts(records: readonly ResourceRecord[]): readonly MxHost[] {
  const hosts = records.flatMap(({ rdata }) => {
    const decoded = mxRdata.decode(rdata);
    return decoded.ok ? [{ name: decoded.value.exchange, preference: decoded.value.preference }] : [];
  });
  return hosts.sort((a, b) => a.preference - b.preference);
}

export interface ReadTlsa {
  readonly records: readonly Tlsa[];
  /** RDATA too short to be a record, in the form of RFC 3597 §5. */
  readonly unreadable: readonly string[];
}

/** Records that cannot be read are records all the same: a sender has to use TLS then (RFC 7672 §2.2). */
export function readTlsa(set: readonly ResourceRecord[]): ReadTlsa {
  const records: Tlsa[] = [];
  const unreadable: string[] = [];
  for (const { rdata } of set) {
    const decoded = tlsaRdata.decode(rdata);
    if (decoded.ok) records.push(decoded.value);
    else unreadable.push(`\\# ${rdata.length} ${toHex(rdata)}`.trim());
  }
  return { records, unreadable };
}

export const tlsaRecords = (set: readonly ResourceRecord[]): readonly Tlsa[] => readTlsa(set).records;

export function addressTexts(records: readonly ResourceRecord[]): readonly string[] {
  return records.flatMap(({ type, rdata }) => {
    if (type === RR.A && rdata.length === 4) return [formatIpv4(rdata)];
    return type === RR.AAAA && rdata.length === 16 ? [formatIpv6(rdata)] : [];
  });
}

/** The zone that a secure answer came from: the last one on its chain of trust. */
export function zoneOf(looked: Looked): Name | undefined {
  if (looked.status === 'failed') return undefined;
  return looked.answer.reasons.findLast(({ zone }) => zone !== undefined)?.zone;
}

/** Why a look-up came to nothing good, as one clause. */
export function whyNot(looked: Looked): string {
  if (looked.status === 'failed') return looked.error.message;
  return looked.answer.reasons.at(-1)?.text ?? looked.status;
}
