/** Lines that do not exactly match the protocol: to be discarded, the connection aborted (§2.1). */
import { CLIENT6, DECOY4, line, octetsOf, SERVER6 } from '../octets.ts';
import { rows } from './define.ts';

/** Another spelling of an address: what is believed is what was meant. */
const loose = rows('malformed', 'refuse', 'warn');
/** What is header to one receiver and something else to another. */
const danger = rows('malformed', 'refuse', 'error');

const bad = { client: DECOY4 };
const v6 = (client: string): Uint8Array => line({ protocol: 'TCP6', client, server: SERVER6 });

export const malformedV1Cases = [
  loose('v1-lower-case', 'PROXY in lower case', '2.1', line({ ...bad, start: 'proxy' })),
  loose('v1-lower-protocol', 'TCP4 in lower case', '2.1', line({ ...bad, protocol: 'tcp4' })),
  loose('v1-two-spaces', 'Two spaces behind PROXY', '2.1', line({ ...bad, start: 'PROXY ' })),
  loose('v1-tab', 'A tab behind PROXY', '2.1', octetsOf(`PROXY\tTCP4 ${DECOY4} 198.51.100.25 56324 25\r\n`)),
  loose('v1-space-at-end', 'A space before the CRLF', '2.1', line({ ...bad, end: ' \r\n' })),
  danger('v1-bare-lf', 'The line ends with an LF alone', '2.1', line({ ...bad, end: '\n' })),
  danger('v1-bare-cr', 'The line ends with a CR alone', '2.1', line({ ...bad, end: '\r' })),
  danger('v1-108-octets', 'A line of 108 octets', '2.1', octetsOf(`PROXY UNKNOWN ${'x'.repeat(92)}\r\n`)),
  danger(
    'v1-tcp4-108-octets',
    'TCP4 with a field of 80 zeros',
    '2.1',
    line({ ...bad, ports: `${'0'.repeat(80)}1 25` }),
  ),
  danger('v1-endless', '2048 octets without an end', '2.1', octetsOf(`PROXY TCP4 ${'1'.repeat(2037)}`)),
  loose('v1-address-leading-zero', 'An address with a leading zero', '2.1', line({ client: '192.0.2.066' })),
  loose('v1-address-short', 'An address of two numbers', '2.1', line({ client: '192.66' })),
  loose('v1-address-hex', 'An address in hexadecimal', '2.1', line({ client: '0xc0.0.2.66' })),
  danger('v1-address-256', 'An address with the number 256', '2.1', line({ client: '192.0.2.256' })),
  danger('v1-address-name', 'A name in the place of an address', '2.1', line({ client: 'client.example.org' })),
  danger('v1-tcp4-with-ipv6', 'TCP4 with an IPv6 address', '2.1', line({ client: CLIENT6 })),
  danger('v1-tcp6-with-ipv4', 'TCP6 with IPv4 addresses', '2.1', line({ ...bad, protocol: 'TCP6' })),
  danger('v1-ipv6-two-gaps', 'An IPv6 address with two "::"', '2.1', v6('2001::db8::66')),
  loose('v1-ipv6-zone', 'An IPv6 address with a zone', '2.1', v6('fe80::66%eth0')),
  loose('v1-ipv6-brackets', 'An IPv6 address in brackets', '2.1', v6('[2001:db8::66]')),
  loose('v1-port-leading-zero', 'A port with a leading zero', '2.1', line({ ...bad, ports: '056324 25' })),
  danger('v1-port-65536', 'A port beyond 65535', '2.1', line({ ...bad, ports: '65536 25' })),
  loose('v1-port-signed', 'A port with a sign', '2.1', line({ ...bad, ports: '+56324 25' })),
  danger('v1-port-name', 'A port by its name', '2.1', line({ ...bad, ports: '56324 smtp' })),
  danger('v1-field-missing', 'One port is missing', '2.1', line({ ...bad, ports: '56324' })),
  danger('v1-field-added', 'A field behind the ports', '2.1', line({ ...bad, ports: '56324 25 1' })),
  danger('v1-protocol', 'The protocol UDP4', '2.1', line({ ...bad, protocol: 'UDP4' })),
  danger('v1-nul', 'NUL behind the source address', '2.1', line({ client: `${DECOY4}\0` })),
  danger('v1-unfinished', 'The line stops in its middle', '2.1', octetsOf(`PROXY TCP4 ${DECOY4} 198.51`)),
];
