/** Writes records as master-file lines, readable by `parseZoneText` and by other people's tools (RFC 1035 §5). */
import { formatName } from '../name.ts';
import { formatRdata } from '../rdata/registry.ts';
import { formatClass, formatType } from '../rr-types.ts';
import type { ResourceRecord } from '../types.ts';

/** `example.org. 3600 IN MX 10 mx.example.org.`: one line, every name absolute. */
export function formatRecord({ name, type, class: code, ttlSeconds, rdata }: ResourceRecord): string {
  return `${formatName(name)} ${ttlSeconds} ${formatClass(code)} ${formatType(type)} ${formatRdata(type, rdata)}`;
}

export function formatZoneText(records: readonly ResourceRecord[]): string {
  return records.map((record) => `${formatRecord(record)}\n`).join('');
}
