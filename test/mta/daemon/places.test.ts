import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { placesOf } from '../../../src/mta/daemon/index.ts';

/** As `ADDRESS PORT`, with ` tls` behind; or what is wrong. */
function places(text: string, override?: string): readonly string[] | string {
  const read = readConfiguration({ text: `${text}\n`, name: 'test' });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join());
  const found = placesOf(read.value, override);
  if (!found.ok) return found.error.map(({ option, message }) => `${option}: ${message}`).join('\n');
  return found.value.map(({ address, port, tlsOnConnect }) => `${address} ${port}${tlsOnConnect ? ' tls' : ''}`);
}

/** Exim spec §13 "Starting the daemon and the use of network interfaces". */
const ROWS: readonly (readonly [text: string, expected: readonly string[] | string, override?: string])[] = [
  ['', [':: 25', '0.0.0.0 25']],
  ['disable_ipv6', ['0.0.0.0 25']],
  [
    'daemon_smtp_ports = 25 : submission : 465',
    [25, 587, 465].flatMap((port) => [`:: ${port}`]).concat(['0.0.0.0 25', '0.0.0.0 587', '0.0.0.0 465']),
  ],
  ['daemon_smtp_port = 26\nlocal_interfaces = 127.0.0.1', ['127.0.0.1 26']],
  [
    'local_interfaces = <; 127.0.0.1 ; 192.168.23.65.1025 ; [10.0.0.1]:587',
    ['127.0.0.1 25', '192.168.23.65 1025', '10.0.0.1 587'],
  ],
  [
    'local_interfaces = <; ::1 ; 3ffe:ffff:836f::fe86:a061.1026 ; [::1]:27',
    ['::1 25', '3ffe:ffff:836f::fe86:a061 1026', '::1 27'],
  ],
  ['local_interfaces = 127.0.0.1 : 127.0.0.1.25 : 127.0.0.1', ['127.0.0.1 25']],
  [
    'local_interfaces = 127.0.0.1\ndaemon_smtp_ports = smtp : smtps\ntls_on_connect_ports = 465',
    ['127.0.0.1 25', '127.0.0.1 465 tls'],
  ],
  ['local_interfaces = 127.0.0.1', ['127.0.0.1 1225'], '1225'],
  ['daemon_smtp_ports = 26', ['10.1.2.3 26'], '10.1.2.3'],
  ['', ['10.1.2.3 1225', '::1 1226'], '<; 10.1.2.3 ; [::1]:1226 ; 1225'],
  ['local_interfaces = 127.0.0.1\ndaemon_smtp_ports = 0 : 0', ['127.0.0.1 0', '127.0.0.1 0']],
  ['local_interfaces = 127.0.0.256', 'local_interfaces: "127.0.0.256" is no IP address'],
  ['local_interfaces = mail.example', 'local_interfaces: "mail.example" is no IP address'],
  ['local_interfaces = 127.0.0.1.smtp', 'local_interfaces: "127.0.0.1.smtp" has a port that is none'],
  ['local_interfaces = <; [127.0.0.1]:99999', 'local_interfaces: "[127.0.0.1]:99999" has a port that is none'],
  ['daemon_smtp_ports = nosuch', 'daemon_smtp_ports: "nosuch" is neither a port nor the name of one'],
  ['daemon_smtp_ports = 65536', 'daemon_smtp_ports: "65536" is neither a port nor the name of one'],
  [
    'daemon_smtp_ports =\nlocal_interfaces = 127.0.0.1',
    'daemon_smtp_ports: it is empty, and 127.0.0.1 in local_interfaces names no port',
  ],
  ['daemon_smtp_ports =\nlocal_interfaces = 127.0.0.1.25', ['127.0.0.1 25']],
  ['local_interfaces =', 'local_interfaces: it leaves no address to listen on'],
  ['tls_on_connect_ports = x', 'tls_on_connect_ports: "x" is neither a port nor the name of one'],
];

describe('where it listens', () => {
  it.each(ROWS.map((row) => ({ row, name: `${row[2] ?? ''} ${row[0]}` })))(
    '$name',
    ({ row: [text, expected, override] }) => {
      expect(places(text, override)).toEqual(expected);
    },
  );
});
