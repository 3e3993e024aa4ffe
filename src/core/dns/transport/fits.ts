/**
 * Does a datagram answer our query, or does it come from someone else? (RFC 5452 §9)
 *
 * Judged on the octets before anything is decoded: a forger's message costs a comparison.
 */
import { RCODE } from '../codes.ts';
import { FLAG, HEADER_OCTETS } from '../message/types.ts';

export type Fit =
  | 'fits'
  /** Not a response at all. */
  | 'garbage'
  /** Another identifier. */
  | 'wrong-id'
  /** Our identifier, another question: a forgery, or a broken server. */
  | 'wrong-question';

const OPCODE_MASK = 0x7800;

/**
 * @param exactCase  the question must repeat our spelling octet by octet (0x20)
 */
export function fit(query: Uint8Array, reply: Uint8Array, exactCase: boolean): Fit {
  if (reply.length < HEADER_OCTETS) return 'garbage';
  const flags = (reply[2]! << 8) | reply[3]!;
  if ((flags & FLAG.QR) === 0 || (flags & OPCODE_MASK) !== 0) return 'garbage';
  if (reply[0] !== query[0] || reply[1] !== query[1]) return 'wrong-id';
  if (isQuestionless(reply, flags)) return 'fits';
  if (reply[4] !== 0 || reply[5] !== 1) return 'wrong-question';
  return repeatsQuestion(query, reply, exactCase) ? 'fits' : 'wrong-question';
}

/** Servers that could not read the question cannot repeat it (RFC 1035 §4.1.1: format error, not implemented). */
function isQuestionless(reply: Uint8Array, flags: number): boolean {
  const rcode = flags & 0xf;
  return reply[4] === 0 && reply[5] === 0 && (rcode === RCODE.FORMERR || rcode === RCODE.NOTIMP);
}

/** Name, type and class, which stand uncompressed behind both headers. */
function repeatsQuestion(query: Uint8Array, reply: Uint8Array, exactCase: boolean): boolean {
  let at = HEADER_OCTETS;
  while (at < query.length && query[at] !== 0) {
    const end = at + 1 + query[at]!;
    if (reply[at] !== query[at]) return false;
    for (at += 1; at < end; at += 1) {
      if (reply[at] !== query[at] && (exactCase || fold(reply[at]!) !== fold(query[at]!))) return false;
    }
  }
  for (const end = at + 5; at < end; at += 1) if (reply[at] !== query[at]) return false;
  return true;
}

function fold(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 32 : octet;
}
