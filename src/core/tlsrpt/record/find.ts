/** The record of a domain, looked up and read. */
import type { Name } from '../../dns/index.ts';
import { findVersioned, type TextDns, type VersionedLookup } from '../../mtasts/index.ts';
import { parseTlsRptRecord, TLSRPT_VERSION } from './parse.ts';
import type { TlsRptRecord } from './types.ts';

export const tlsRptName = (domain: Name): string => `_smtp._tls.${domain}`;

export interface TlsRptLookup extends VersionedLookup {
  /** Of the one record that counts. */
  readonly record?: TlsRptRecord;
}

/** @param dns  one whose answers come with their status; DNSSEC informs and does not decide */
export async function findTlsRpt(dns: TextDns, domain: Name, signal?: AbortSignal): Promise<TlsRptLookup> {
  return withRecord(await findVersioned(dns, tlsRptName(domain), TLSRPT_VERSION, signal));
}

export function withRecord(found: VersionedLookup): TlsRptLookup {
  return found.outcome === 'one' ? { ...found, record: parseTlsRptRecord(found.records[0]!) } : found;
}
