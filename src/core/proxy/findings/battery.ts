/** What is said of a server after the battery. */
import { row, spec } from './define.ts';

export const requiresHeader = row(
  'battery.header-required',
  'ok',
  'The server takes clients only with a header',
  'A client that says nothing, or says EHLO, is not served; one with a plain header is.',
  spec('2'),
);

export const optionalHeader = row(
  'battery.header-optional',
  'error',
  'The server takes clients with a header and without one',
  'A receiver must not guess whether a header is there. Where it does, every client that reaches the port can write a header of ' +
    'its own, and be taken for whoever it likes: for a relay that is trusted, or for somebody with a good name.',
  [...spec('2'), ...spec('5')],
  'Give proxied and direct clients different ports, and let only the proxy reach the port that reads headers.',
);

export const noHeader = row(
  'battery.header-not-read',
  'info',
  'The server does not read PROXY headers',
  'It serves clients without a header, and takes a header for commands. For a server that is reached directly that is right; a ' +
    'proxy in front of it must not send headers.',
  spec('2'),
);

export const headerUnclear = row(
  'battery.header-unclear',
  'unknown',
  'It does not show whether the server reads headers',
  'Neither a client without a header nor one with a plain header was served. The server may let only certain addresses send ' +
    'headers, speak TLS from the first octet, or be out of order.',
  spec('2'),
  'Run the battery from the host of the proxy, against a port that speaks SMTP.',
);

export const tooLax = row(
  'battery.too-lax',
  'error',
  'A header was accepted that must be refused',
  'What does not exactly match the protocol must make the receiver abort the connection. Receivers that read broken headers each ' +
    'in their own way can be played off against each other and against the proxy.',
  [...spec('2.1'), ...spec('2.2')],
  'Have the server mended or upgraded; meanwhile let only trusted proxies reach the port.',
);

export const tooStrict = row(
  'battery.too-strict',
  'warn',
  'A header was refused that should be accepted',
  'The header is right by the specification, and a proxy may send it: its clients would not get through.',
  [...spec('2.1'), ...spec('2.2')],
  'See what your proxy sends (mxray proxy parse), and whether the server can be set to take it.',
);

export const splitRefused = row(
  'battery.split-refused',
  'info',
  'A header that comes in pieces was refused',
  'A receiver may refuse what is not there at the first look, but TCP promises no pieces: a small MTU, a loaded proxy or one that ' +
    'writes slowly loses connections now and then, and nobody finds out why.',
  [...spec('2.1'), ...spec('2.2')],
  'Prefer a server that waits for the rest for a bounded time.',
);

export const decoyBelieved = row(
  'battery.decoy-believed',
  'error',
  'The server believes an address that it must ignore',
  'The header said LOCAL, UNKNOWN or UNSPEC, was broken, or was the second of two; and the server took the address in it for the client.',
  [...spec('2.1'), ...spec('2.2')],
  'Let only trusted proxies reach the port, and have the server mended.',
);

export const addressMissed = row(
  'battery.address-missed',
  'warn',
  'The server accepts the header and shows another client',
  'The reply to EHLO names an address, and it is not the one in the header: access lists and logs would be about the proxy.',
  spec('2.2'),
);

export const stillWaiting = row(
  'battery.still-waiting',
  'info',
  'The server was still waiting for the rest of a header',
  'A header that never ends has to be given up after a bounded time; within our patience it was not. Each such client holds a connection.',
  spec('2.2'),
  'Look for the time limit of headers (smtpd_upstream_proxy_timeout, proxy_protocol_timeout, timeout client); --timeout waits longer here.',
);

export const unreached = row(
  'battery.unreached',
  'unknown',
  'The server could not be reached for a case',
  'There was no connection, so that nothing can be said.',
  spec('2'),
);

export const batteryFindings = [
  requiresHeader,
  optionalHeader,
  noHeader,
  headerUnclear,
  tooLax,
  tooStrict,
  splitRefused,
  decoyBelieved,
  addressMissed,
  stillWaiting,
  unreached,
];
