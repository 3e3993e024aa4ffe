/** How far one came, and how far the survey. */
import { row } from './define.ts';

export const unreachable = row(
  'unreachable',
  'unknown',
  'Nobody answers at this address',
  'The connection was refused, or timed out. Nothing is known about its TLS.',
  ['RFC 5321 §4.5.4.1'],
  'Try again, or give -4 or -6 when the other family is not reachable from here.',
);
export const refused = row(
  'refused',
  'unknown',
  'The server does not talk to us now',
  'It greeted with a refusal, such as 421 or 554: a limit on connections, a block list, or maintenance. Its TLS was not seen.',
  ['RFC 5321 §3.1'],
  'Try later, or from an address that the server knows.',
);
export const noStartTls = row(
  'none',
  'error',
  'No TLS: the server does not offer it',
  'Whoever is on the way reads and alters the mail. A sender that insists on TLS, by DANE or MTA-STS, does not deliver here.',
  ['RFC 3207 §4', 'RFC 8314 §3'],
  'Give the server a certificate. Postfix: smtpd_tls_chain_files and smtpd_tls_security_level = may; Exim: tls_certificate and tls_advertise_hosts = *.',
);
export const startTlsRefused = row(
  'starttls-refused',
  'error',
  'TLS is offered, and refused when it is asked for',
  'As a rule the server cannot read its key or certificate: its log says which.',
  ['RFC 3207 §4'],
  'Look at the server’s log for why; 454 is "TLS not available".',
);
export const notTls = row(
  'broken',
  'error',
  'TLS begins, and no version of it is spoken',
  'Neither a handshake nor any hello was answered in TLS.',
  ['RFC 8446 §4.1'],
  'Check the port and --starttls; then the server’s certificate and key.',
);
export const handshakeFails = row(
  'handshake-fails',
  'error',
  'TLS is spoken, and no handshake comes to its end',
  'The server answers the first message of a usual client and then fails, or sends what no client takes.',
  ['RFC 8446 §4.4'],
  'Look at the server’s log, and at the size and kind of its certificate.',
);
export const protocolError = row(
  'protocol',
  'error',
  'What the server says is not the protocol',
  'The conversation in clear went wrong before TLS could begin.',
  ['RFC 5321 §4.2'],
  'Check the port and --starttls.',
);
export const stopped = row(
  'stopped',
  'unknown',
  'The survey ended early: not everything was asked',
  'The server began to refuse connections, or the time or number of connections allowed was used up. What was not seen is not judged.',
  ['RFC 5321 §4.5.3.2'],
  'Ask less with --fast, wait longer with --timeout, or allow this client more connections.',
);
export const slowGreeting = row(
  'greeting.slow',
  'info',
  'The server takes its time to greet',
  'Many make clients wait on purpose, since spammers do not. Senders wait up to five minutes.',
  ['RFC 5321 §4.5.3.2.1'],
);
export const injection = row(
  'starttls.injection',
  'error',
  'A command sent in clear is taken for one that came through TLS',
  'What an attacker adds behind the command that starts TLS is carried out inside the session, in the name of the client (CVE-2011-0411).',
  ['RFC 3207 §6'],
  'Update the server: everything received before the handshake must be thrown away.',
);

export const reachFindings = [
  unreachable,
  refused,
  noStartTls,
  startTlsRefused,
  notTls,
  handshakeFails,
  protocolError,
  stopped,
  slowGreeting,
  injection,
];
