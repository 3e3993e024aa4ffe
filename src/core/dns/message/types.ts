/** Words that the reader, the writer and the transports share. */
import type { Failure } from '../../../base/index.ts';

/** A message that is not a DNS message, or breaks a rule of it; the sentence names the octet. */
export type MessageError = Failure<'dns/message'>;

/** RFC 1035 §4.1.1. */
export const HEADER_OCTETS = 12;
/** What 16 bits of length allow over TCP (RFC 1035 §4.2.2). */
export const MAX_MESSAGE_OCTETS = 65_535;
/** What we say we take over UDP, and servers should not exceed: no fragments (RFC 9715 §3, DNS flag day 2020). */
export const UDP_PAYLOAD_OCTETS = 1232;

/** Bits of the second header word (RFC 1035 §4.1.1, RFC 4035 §3). */
export const FLAG = { QR: 0x8000, AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, AD: 0x0020, CD: 0x0010 } as const;
/** In the OPT record's TTL (RFC 3225 §3). */
export const DO_BIT = 0x8000;
