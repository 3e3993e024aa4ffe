/** Headers that are right. */
import { concatBytes } from '../../../../base/index.ts';
import { UNIX_PATH_OCTETS } from '../../v2.ts';
import {
  addresses4,
  addresses6,
  block,
  CLIENT4,
  CLIENT6,
  DECOY4,
  line,
  octetsOf,
  SERVER6,
  tlv,
  withTlvs,
} from '../octets.ts';
import { rows } from './define.ts';

const accept = rows('valid', 'accept', 'warn');
const either = rows('valid', 'either', 'info');

const v4 = { claims: CLIENT4 };
const v6 = { claims: CLIENT6 };
const decoy = { decoy: DECOY4 };
const FULL = `2001:db8${':ffff'.repeat(6)}`;

const v1 = [
  accept('v1-tcp4', 'Version 1, TCP4', '2.1', line(), v4),
  accept('v1-tcp6', 'Version 1, TCP6', '2.1', line({ protocol: 'TCP6', client: CLIENT6, server: SERVER6 }), v6),
  accept(
    'v1-tcp6-capitals',
    'Version 1, TCP6 in capitals',
    '2.1',
    line({ protocol: 'TCP6', client: CLIENT6.toUpperCase(), server: SERVER6 }),
    v6,
  ),
  accept(
    'v1-tcp6-groups',
    'Version 1, TCP6 with all groups written',
    '2.1',
    line({ protocol: 'TCP6', client: '2001:0db8:0000:0000:0000:0000:0000:0077', server: SERVER6 }),
    v6,
  ),
  accept('v1-unknown', 'Version 1, UNKNOWN in its short form', '2.1', octetsOf('PROXY UNKNOWN\r\n'), {
    severity: 'info',
  }),
  accept(
    'v1-unknown-long',
    'Version 1, UNKNOWN with addresses to be ignored',
    '2.1',
    line({ protocol: 'UNKNOWN', client: DECOY4 }),
    { ...decoy, severity: 'info' },
  ),
  accept(
    'v1-107-octets',
    'Version 1, the longest line there is',
    '2.1',
    line({ protocol: 'UNKNOWN', client: padded(FULL), server: padded(FULL), ports: '65535 65535' }),
    { severity: 'info' },
  ),
  accept('v1-port-0', 'Version 1, source port 0', '2.1', line({ ports: '0 25' }), { ...v4, severity: 'info' }),
];

/** To the length of the longest IPv6 address there is. */
function padded(address: string): string {
  return address.padEnd(39, 'f');
}

const unixPaths = (): Uint8Array => {
  const paths = new Uint8Array(2 * UNIX_PATH_OCTETS);
  paths.set(octetsOf('/run/client'));
  paths.set(octetsOf('/run/server'), UNIX_PATH_OCTETS);
  return paths;
};

const ssl = concatBytes([
  Uint8Array.of(7, 0, 0, 0, 0),
  Uint8Array.of(0x21, 0, 7),
  octetsOf('TLSv1.3'),
  Uint8Array.of(0x22, 0, 11),
  octetsOf('example.org'),
]);

const v2 = [
  accept('v2-tcp4', 'Version 2, TCP over IPv4', '2.2', block(), v4),
  accept('v2-tcp6', 'Version 2, TCP over IPv6', '2.2', block({ family: 0x21, body: addresses6() }), v6),
  accept('v2-local', 'Version 2, LOCAL', '2.2', block({ command: 0x20, family: 0, body: new Uint8Array() })),
  accept(
    'v2-local-addresses',
    'Version 2, LOCAL with addresses to be ignored',
    '2.2',
    block({ command: 0x20, body: addresses4(DECOY4) }),
    { ...decoy },
  ),
  accept(
    'v2-tlvs',
    'Version 2 with ALPN, AUTHORITY, UNIQUE_ID and NOOP',
    '2.2',
    withTlvs(tlv(1, 'smtp'), tlv(2, 'mx.example.org'), tlv(5, 'a1b2'), tlv(4, '\0\0\0')),
    v4,
  ),
  accept('v2-ssl', 'Version 2 with SSL', '2.2.6', withTlvs({ type: 0x20, value: ssl }), v4),
  accept(
    'v2-crc32c',
    'Version 2 with its checksum',
    '2.2.3',
    withTlvs(tlv(2, 'mx.example.org'), tlv(3, '\0\0\0\0')),
    v4,
  ),
  accept(
    'v2-custom-tlv',
    'Version 2 with a TLV for applications',
    '2.2.8',
    withTlvs(tlv(0xea, '\x01vpce-0123456789abcdef0')),
    v4,
  ),
  accept('v2-520-octets', 'Version 2 with padding, 520 octets in all', '2.2', withTlvs(tlv(4, '\0'.repeat(489))), {
    ...v4,
    severity: 'info',
  }),
  either('v2-4-kib', 'Version 2 with padding, 4096 octets in all', '2.2', withTlvs(tlv(4, '\0'.repeat(4065))), v4),
  either('v2-udp4', 'Version 2, UDP over IPv4', '2.2', block({ family: 0x12 })),
  either('v2-unix', 'Version 2, UNIX sockets', '2.2', block({ family: 0x31, body: unixPaths() })),
  either('v2-unspec', 'Version 2, UNSPEC', '2.2', block({ family: 0, body: new Uint8Array() })),
  either(
    'v2-unspec-addresses',
    'Version 2, UNSPEC with octets to be ignored',
    '2.2',
    block({ family: 0, body: addresses4(DECOY4) }),
    decoy,
  ),
];

export const validCases = [...v1, ...v2];
