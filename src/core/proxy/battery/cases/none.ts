/** No header at all: a receiver that expects one has to drop the connection, and must not guess (§2, §5). */
import { octetsOf } from '../octets.ts';
import { rows } from './define.ts';

const refuse = rows('none', 'refuse', 'error');

/** The one that tells whether a header is asked for. */
export const nothing = refuse('none', 'Nothing is sent', '2', []);

export const noneCases = [
  nothing,
  refuse('none-ehlo', 'EHLO in the place of a header', '2', octetsOf('EHLO client.example.org\r\n')),
  refuse('none-http', 'A request for a web page in the place of a header', '2.2', octetsOf('GET / HTTP/1.0\r\n\r\n')),
];
