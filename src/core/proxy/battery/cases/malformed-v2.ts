/** Blocks that must be rejected, and lengths that lie (§2.2). */
import { concatBytes } from '../../../../base/index.ts';
import { V2_SIGNATURE } from '../../v2.ts';
import { addresses4, block, DECOY4, octetsOf, rawTlv } from '../octets.ts';
import { rows } from './define.ts';

const refuse = rows('malformed', 'refuse', 'error');
/** A receiver may skip TLVs instead of reading them. */
const either = rows('malformed', 'either', 'info');

const body = addresses4(DECOY4);
const withRaw = (tlvs: Uint8Array): Uint8Array => block({ body: concatBytes([body, tlvs]) });
const damaged = Uint8Array.from(V2_SIGNATURE, (octet, i) => (i === 11 ? octet + 1 : octet));

export const malformedV2Cases = [
  refuse('v2-signature', 'The last octet of the signature is wrong', '2.2', block({ body, signature: damaged })),
  refuse('v2-version-1', 'Version 1 in the binary header', '2.2', block({ body, command: 0x11 })),
  refuse('v2-version-3', 'Version 3', '2.2', block({ body, command: 0x31 })),
  refuse('v2-command', 'Command 2', '2.2', block({ body, command: 0x22 })),
  refuse('v2-family', 'Address family 4', '2.2', block({ body, family: 0x41 })),
  refuse('v2-transport', 'Transport 3', '2.2', block({ body, family: 0x13 })),
  refuse('v2-length-zero', 'IPv4 with length 0, its addresses behind', '2.2', block({ body, length: 0 })),
  refuse('v2-length-short', 'IPv4 with length 11', '2.2', block({ body, length: 11 })),
  refuse('v2-length-inet6', 'IPv6 with length 12', '2.2', block({ body, family: 0x21 })),
  refuse('v2-length-long', 'A length of 65535, of which 12 octets come', '2.2', block({ body, length: 65_535 })),
  refuse('v2-unfinished', 'The header stops within the addresses', '2.2', block({ body }).subarray(0, 24)),
  refuse('v2-head-only', 'The header stops behind the signature', '2.2', V2_SIGNATURE),
  either('v2-tlv-overrun', 'A TLV longer than what is left', '2.2', withRaw(rawTlv(2, octetsOf('mx'), 9))),
  either('v2-tlv-cut', 'One octet left over behind the addresses', '2.2', withRaw(Uint8Array.of(4))),
  either('v2-crc32c-wrong', 'A wrong checksum', '2.2.3', withRaw(rawTlv(3, Uint8Array.of(1, 2, 3, 4)))),
  either('v2-unique-id-long', 'A unique id of 129 octets', '2.2.5', withRaw(rawTlv(5, new Uint8Array(129).fill(97)))),
  either(
    'v2-ssl-overrun',
    'A TLV inside of SSL longer than SSL',
    '2.2.6',
    withRaw(rawTlv(0x20, Uint8Array.of(1, 0, 0, 0, 0, 0x21, 0, 9))),
  ),
];
