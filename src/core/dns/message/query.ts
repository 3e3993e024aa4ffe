/**
 * Writes queries. dns-packet lays out header, question and OPT; the name and type are set into its octets, because it
 * knows neither every type nor names with dots or non-ASCII octets inside a label.
 */
import dnsPacket from 'dns-packet';
import { concatBytes } from '../../../base/index.ts';
import { encodeName } from '../name-wire.ts';
import type { Question } from '../types.ts';
import { HEADER_OCTETS, UDP_PAYLOAD_OCTETS } from './types.ts';

export interface QueryOptions {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** DO (RFC 3225 §3); only with EDNS. */
  readonly dnssecOk: boolean;
  /** CD (RFC 4035 §3.2.2). */
  readonly checkingDisabled: boolean;
  /** An OPT record that offers 1232 octets; left out for servers that choke on it (RFC 6891 §6.2.2). */
  readonly edns: boolean;
}

/** Queries for `. A` by their flags: at most sixteen. */
const templates = new Map<number, Uint8Array>();

export function encodeQuery({ name, type }: Question, options: QueryOptions): Uint8Array {
  const template = templateFor(options);
  const owner = encodeName(name);
  const query = concatBytes([template.subarray(0, HEADER_OCTETS), owner, template.subarray(HEADER_OCTETS + 1)]);
  setWord(query, 0, options.id);
  setWord(query, HEADER_OCTETS + owner.length, type);
  return query;
}

/**
 * Scatter upper case over the letters of a query's name, a bit of `noise` for each octet: a reply must repeat it, which
 * a blind forger cannot (draft-vixie-dnsext-dns0x20). Changes `query` in place.
 */
export function mixCase(query: Uint8Array, noise: Uint8Array): void {
  let at = HEADER_OCTETS;
  for (let i = 0; query[at] !== 0 && at < query.length; ) {
    const end = at + 1 + query[at]!;
    for (at += 1; at < end; at += 1, i += 1) {
      const letter = query[at]! >= 0x61 && query[at]! <= 0x7a;
      if (letter && ((noise[(i >> 3) % noise.length]! >> (i & 7)) & 1) === 1) query[at]! -= 32;
    }
  }
}

function templateFor(options: QueryOptions): Uint8Array {
  const { recursionDesired, dnssecOk, checkingDisabled, edns } = options;
  const key = (recursionDesired ? 1 : 0) | (dnssecOk ? 2 : 0) | (checkingDisabled ? 4 : 0) | (edns ? 8 : 0);
  const known = templates.get(key);
  if (known !== undefined) return known;
  const made = layOut(options);
  templates.set(key, made);
  return made;
}

function layOut(options: QueryOptions): Uint8Array {
  const flags =
    (options.recursionDesired ? dnsPacket.RECURSION_DESIRED : 0) |
    (options.checkingDisabled ? dnsPacket.CHECKING_DISABLED : 0);
  const opt: dnsPacket.OptAnswer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_PAYLOAD_OCTETS,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: options.dnssecOk ? dnsPacket.DNSSEC_OK : 0,
    flag_do: options.dnssecOk,
    options: [],
  };
  const additionals = options.edns ? [opt] : [];
  return dnsPacket.encode({ type: 'query', id: 0, flags, questions: [{ type: 'A', name: '.' }], additionals });
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}
