/** A response's records gathered into RRsets, each with the signatures that cover it. */
import { RR } from '../rr-types.ts';
import type { Message, Name, Reply, ResourceRecord, Rrset } from '../types.ts';

export interface Section {
  readonly rrsets: readonly Rrset[];
  find(name: Name, type: number): Rrset | undefined;
}

export interface Response {
  readonly rcode: number;
  readonly answer: Section;
  readonly authority: Section;
  readonly message: Message;
  readonly server: string;
}

export function responseOf({ message, server }: Reply): Response {
  return {
    rcode: message.rcode,
    answer: sectionOf(message.answers),
    authority: sectionOf(message.authorities),
    message,
    server,
  };
}

const IN = 1;

interface Gathering {
  readonly name: Name;
  readonly type: number;
  ttlSeconds: number;
  readonly rdatas: Uint8Array[];
  readonly signatures: Uint8Array[];
}

export function sectionOf(records: readonly ResourceRecord[]): Section {
  const sets = new Map<string, Gathering>();
  for (const record of records) {
    if (record.class === IN && record.type !== RR.RRSIG) add(sets, record.type, record).push(record.rdata);
  }
  for (const record of records) {
    if (record.class !== IN || record.type !== RR.RRSIG || record.rdata.length < 2) continue;
    const covered = (record.rdata[0]! << 8) | record.rdata[1]!;
    sets.get(keyOf(record.name, covered))?.signatures.push(record.rdata);
  }
  const rrsets = [...sets.values()].map((set) => ({ ...set, class: IN }));
  return { rrsets, find: (name, type) => rrsets.find((rrset) => rrset.type === type && rrset.name === name) };
}

/** The RDATA list of the record's set; the smallest TTL counts for all (RFC 2181 §5.2). */
function add(sets: Map<string, Gathering>, type: number, { name, ttlSeconds }: ResourceRecord): Uint8Array[] {
  const key = keyOf(name, type);
  const known = sets.get(key);
  if (known !== undefined) {
    known.ttlSeconds = Math.min(known.ttlSeconds, ttlSeconds);
    return known.rdatas;
  }
  const rdatas: Uint8Array[] = [];
  sets.set(key, { name, type, ttlSeconds, rdatas, signatures: [] });
  return rdatas;
}

const keyOf = (name: Name, type: number): string => `${type} ${name}`;
