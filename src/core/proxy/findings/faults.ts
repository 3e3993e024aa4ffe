/** A row for every way in which octets are no header. */
import type { FindingDef } from '../../../base/index.ts';
import type { FaultCode } from '../types.ts';
import { row, spec } from './define.ts';

const V1_SENDER =
  'The sender has to write the line as §2.1 has it: PROXY TCP4 192.0.2.1 198.51.100.1 56324 25, then CRLF.';
const V2_SENDER = 'The sender has to build the header as §2.2 has it.';

const fault = (code: FaultCode, title: string, explanation: string, clause: string, fix?: string): FindingDef =>
  row(code, 'error', title, explanation, spec(clause), fix);

export const FAULT_FINDINGS: Readonly<Record<FaultCode, FindingDef>> = {
  'no-header': fault(
    'no-header',
    'There is no PROXY header',
    'A header begins with the five letters PROXY or with the twelve octets of version 2. A receiver that expects one has to drop ' +
      'the connection, and must not guess whether one is there.',
    '2',
    'Have the proxy send the header (send-proxy, send-proxy-v2 in HAProxy), or stop expecting one.',
  ),
  incomplete: fault(
    'incomplete',
    'The header ends before it is whole',
    'What is there could be the beginning of a header. On a connection a receiver waits for the rest, for a bounded time; as a ' +
      'header by itself it is invalid.',
    '2.2',
    'Give all octets of the header; for version 1 the CRLF is one of them.',
  ),
  'v1-case': fault(
    'v1-case',
    'A word of the header is not in capitals',
    'PROXY, TCP4, TCP6 and UNKNOWN are octets, not words: only capitals are right. Postfix 3.7 takes tcp4 all the same, Exim and ' +
      'HAProxy do not.',
    '2.1',
    V1_SENDER,
  ),
  'v1-separator': fault(
    'v1-separator',
    'Something else than exactly one space separates the fields',
    'Between fields stands exactly one space (0x20), and none at the end. Tabs and runs of spaces are invalid. ' +
      'Postfix 3.7 splits at runs of spaces, Exim 4.96 takes a tab behind PROXY, HAProxy 2.6 takes neither.',
    '2.1',
    V1_SENDER,
  ),
  'v1-octet': fault(
    'v1-octet',
    'The line holds an octet that is no printable ASCII',
    'Version 1 is one line of US-ASCII. Control characters, NUL and octets above 0x7e have no place in it.',
    '2.1',
    V1_SENDER,
  ),
  'v1-bare-lf': fault(
    'v1-bare-lf',
    'The line ends with an LF alone',
    'Only CRLF ends the line. A receiver that takes a single LF, as Postfix 3.7 does, sees the end of the header where another ' +
      'sees none.',
    '2.1',
    V1_SENDER,
  ),
  'v1-bare-cr': fault('v1-bare-cr', 'A CR without LF stands in the line', 'Only CRLF ends the line.', '2.1', V1_SENDER),
  'v1-too-long': fault(
    'v1-too-long',
    'There is no CRLF in the first 107 octets',
    'The longest line that can be right has 107 octets with its CRLF. A receiver that reads on can be made to wait, or to take ' +
      'what follows for part of the header. Exim 4.96 takes longer lines, HAProxy 2.6 does unless the protocol is UNKNOWN.',
    '2.1',
    V1_SENDER,
  ),
  'v1-protocol': fault(
    'v1-protocol',
    'The protocol is not one of TCP4, TCP6 and UNKNOWN',
    'Version 1 knows TCP over IPv4 and IPv6; whatever else there is goes by UNKNOWN.',
    '2.1',
    'Send UNKNOWN, or version 2 for UDP and UNIX sockets.',
  ),
  'v1-fields': fault(
    'v1-fields',
    'The line has too few fields or too many',
    'Behind TCP4 or TCP6 follow four fields: source, destination, source port, destination port. Postfix ' +
      '3.7 passes over whatever follows them.',
    '2.1',
    V1_SENDER,
  ),
  'v1-address': fault(
    'v1-address',
    'A field is no IP address',
    'IPv4 is four decimal numbers up to 255 with dots between them; IPv6 is groups of hexadecimal digits with colons, ' +
      'at most one "::", 128 bits in all. Brackets and zones are not part of it.',
    '2.1',
    V1_SENDER,
  ),
  'v1-address-leading-zero': fault(
    'v1-address-leading-zero',
    'An address has a number with a leading zero',
    'Leading zeros are forbidden, since some programs would take such a number for octal, and see another address. Postfix 3.7 and ' +
      'HAProxy 2.6 take them, Exim does not.',
    '2.1',
    V1_SENDER,
  ),
  'v1-address-family': fault(
    'v1-address-family',
    'An address is of the other family',
    'TCP4 goes with two IPv4 addresses, TCP6 with two of IPv6. Exim 4.96 looks at the addresses alone.',
    '2.1',
    V1_SENDER,
  ),
  'v1-port': fault(
    'v1-port',
    'A port is no decimal number',
    'Ports are decimal digits: no sign, no name.',
    '2.1',
    V1_SENDER,
  ),
  'v1-port-leading-zero': fault(
    'v1-port-leading-zero',
    'A port has a leading zero',
    'Leading zeros are forbidden, since some programs would take the number for octal. Exim 4.96 and HAProxy 2.6 take them.',
    '2.1',
    V1_SENDER,
  ),
  'v1-port-range': fault(
    'v1-port-range',
    'A port is beyond 65535',
    'Ports go from 0 to 65535. Exim 4.96 and HAProxy 2.6 take larger ones.',
    '2.1',
    V1_SENDER,
  ),
  'v2-signature': fault(
    'v2-signature',
    'The signature of version 2 is damaged',
    'The twelve octets are 0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A. The first five are there, so that this is a header that something ' +
      'changed on its way, as a translation of line ends does.',
    '2.2',
    V2_SENDER,
  ),
  'v2-version': fault(
    'v2-version',
    'The version in the header is not 2',
    'The high four bits of octet 12 are 2, and a receiver must accept nothing else.',
    '2.2',
    V2_SENDER,
  ),
  'v2-command': fault(
    'v2-command',
    'The command is neither LOCAL nor PROXY',
    'The low four bits of octet 12 are 0 (LOCAL) or 1 (PROXY). Receivers must drop connections with other values.',
    '2.2',
    V2_SENDER,
  ),
  'v2-family': fault(
    'v2-family',
    'The address family is unknown',
    'The high four bits of octet 13 are 0 (UNSPEC), 1 (INET), 2 (INET6) or 3 (UNIX); others must be rejected.',
    '2.2',
    V2_SENDER,
  ),
  'v2-transport': fault(
    'v2-transport',
    'The transport is unknown',
    'The low four bits of octet 13 are 0 (UNSPEC), 1 (STREAM) or 2 (DGRAM); others must be rejected.',
    '2.2',
    V2_SENDER,
  ),
  'v2-length-short': fault(
    'v2-length-short',
    'The length leaves no room for the addresses',
    'Addresses and ports take 12 octets for IPv4, 36 for IPv6 and 216 for UNIX sockets. A receiver that reads them all the same ' +
      'takes octets of the proxied data for an address.',
    '2.2',
    V2_SENDER,
  ),
  'tlv-cut': fault(
    'tlv-cut',
    'Octets are left over behind the TLVs',
    'A TLV takes at least three octets: its type and its length. One or two cannot be one, so the length of the header or of a TLV lies.',
    '2.2',
    V2_SENDER,
  ),
  'tlv-overrun': fault(
    'tlv-overrun',
    'A TLV is longer than what is left of the header',
    'The length of a TLV reaches beyond the header. A receiver that follows it reads proxied data as part of the header.',
    '2.2',
    V2_SENDER,
  ),
  'tlv-crc32c-length': fault(
    'tlv-crc32c-length',
    'The checksum has not four octets',
    'CRC32C holds a number of 32 bits.',
    '2.2.3',
    V2_SENDER,
  ),
  'tlv-crc32c-twice': fault(
    'tlv-crc32c-twice',
    'There are two checksums',
    'Each is computed with its own octets zero, so no two can be right.',
    '2.2.3',
    V2_SENDER,
  ),
  'tlv-crc32c-mismatch': fault(
    'tlv-crc32c-mismatch',
    'The checksum does not fit the header',
    'CRC32c is computed over the whole header with the four octets of the checksum zero. Something changed the header, or the ' +
      'sender computed it otherwise. A receiver that knows the checksum must treat the connection as invalid: HAProxy does, ' +
      'Exim and Postfix skip all TLVs.',
    '2.2.3',
    V2_SENDER,
  ),
  'tlv-unique-id-long': fault(
    'tlv-unique-id-long',
    'The unique id is longer than 128 octets',
    'UNIQUE_ID holds up to 128 octets.',
    '2.2.5',
    'Shorten the format of the id (unique-id-format in HAProxy).',
  ),
  'tlv-ssl-short': fault(
    'tlv-ssl-short',
    'The SSL TLV is too short',
    'It begins with an octet of client bits and four octets of the verification result.',
    '2.2.6',
    V2_SENDER,
  ),
  'tlv-ssl-overrun': fault(
    'tlv-ssl-overrun',
    'A TLV inside of SSL does not fit into it',
    'The TLVs inside end where the SSL TLV ends.',
    '2.2.6',
    V2_SENDER,
  ),
};
