/** Queries: one question, and an OPT record that says what we take. */
import type { Message, Question } from '../types.ts';
import { HEADER_OCTETS, UDP_PAYLOAD_OCTETS } from './types.ts';
import { encodeMessage } from './write.ts';

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

export function encodeQuery({ name, type }: Question, options: QueryOptions): Uint8Array {
  const { id, recursionDesired: rd, checkingDisabled: cd, dnssecOk, edns } = options;
  return encodeMessage({
    ...EMPTY,
    id,
    flags: { ...EMPTY.flags, rd, cd },
    questions: [{ name, type, class: 1 }],
    ...(edns && { edns: { version: 0, udpSize: UDP_PAYLOAD_OCTETS, dnssecOk, options: [] } }),
  });
}

const EMPTY: Message = {
  id: 0,
  opcode: 0,
  rcode: 0,
  flags: { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false },
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

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
