/** Versions, suites, groups, signatures. */
import { row } from './define.ts';

const MAIL = ['RFC 9325 §3.1', 'RFC 8996'];
const DISABLE =
  'Postfix: smtpd_tls_protocols = >=TLSv1.2; Exim with OpenSSL: openssl_options = +no_sslv3 +no_tlsv1 +no_tlsv1_1; Dovecot: ssl_min_protocol = TLSv1.2.';

export const versions = row('versions', 'ok', 'TLS 1.2 or later is spoken', 'Every current client can be met.', [
  'RFC 9325 §3.1.1',
]);
export const noCurrent = row(
  'version.none-current',
  'error',
  'Neither TLS 1.2 nor 1.3',
  'Current clients refuse what is older, and their mail is not delivered, or goes in clear.',
  MAIL,
  'Update the TLS library, or raise the versions that the configuration allows.',
);
export const no13 = row(
  'version.no-13',
  'info',
  'TLS 1.3 is not offered',
  'TLS 1.2 is still in order; 1.3 hides the certificate and takes one round trip less.',
  ['RFC 8446 §1.2', 'RFC 9325 §3.1.1'],
);
export const sslv2 = row(
  'version.sslv2',
  'error',
  'SSL 2 is offered',
  'Whoever has its key for TLS as well gives away TLS sessions by it (DROWN): it must be nowhere.',
  ['RFC 6176 §3', 'RFC 9325 §3.1.1'],
  'Update the TLS library: none of the last ten years has it.',
);
export const sslv3 = row(
  'version.sslv3',
  'error',
  'SSL 3 is offered',
  'It is broken (POODLE), and nothing has needed it for many years.',
  ['RFC 7568 §3'],
  DISABLE,
);
export const oldVersion = row(
  'version.old',
  'warn',
  'TLS 1.0 or 1.1 is offered',
  'Both are withdrawn. For mail that would otherwise go in clear they are better than nothing, and hardly any sender needs them now.',
  MAIL,
  DISABLE,
);
export const plaintext = row(
  'suite.null',
  'error',
  'Suites without encryption are offered',
  'The session looks like TLS and can be read by all.',
  ['RFC 9325 §4.1'],
  'Postfix: smtpd_tls_exclude_ciphers = eNULL; elsewhere add !eNULL to the cipher list.',
);
export const exportSuites = row(
  'suite.export',
  'error',
  'Export suites are offered',
  'Their 40 bits are broken in seconds, and by FREAK an attacker can make clients use them.',
  ['RFC 9325 §4.1'],
  'Add !EXPORT to the cipher list.',
);
export const oldCiphers = row(
  'suite.old',
  'warn',
  'RC4, DES, 3DES or their like are offered',
  'They are withdrawn: RC4 is biased, and 64-bit blocks leak in long sessions (Sweet32).',
  ['RFC 7465 §2', 'RFC 9325 §4.1'],
  'Add !RC4:!DES:!3DES:!IDEA:!RC2 to the cipher list.',
);
export const anonymous = row(
  'suite.anonymous',
  'info',
  'Suites without a certificate are offered',
  'For opportunistic SMTP they are harmless, as the certificate is not verified either; elsewhere nobody knows whom the client talks to.',
  ['RFC 9325 §4.1', 'RFC 7672 §8.2'],
  'Postfix: smtpd_tls_exclude_ciphers = aNULL; elsewhere add !aNULL to the cipher list.',
);
export const noForwardSecrecy = row(
  'suite.no-forward-secrecy',
  'warn',
  'No suite keeps past sessions closed',
  'Who gets the server’s key later reads everything recorded today.',
  ['RFC 9325 §4.1'],
  'Allow ECDHE suites.',
);
export const staticRsa = row(
  'suite.static-rsa',
  'info',
  'Suites with RSA key exchange are offered as well',
  'Clients that choose them have no forward secrecy, and the server must withstand Bleichenbacher’s attack.',
  ['RFC 9325 §4.1'],
  'Add !kRSA to the cipher list.',
);
export const clientOrder = row(
  'suite.client-order',
  'info',
  'The client’s order of suites decides',
  'Harmless where all that is offered is good.',
  ['RFC 9325 §4.2.1'],
);
export const smallPrime = row(
  'dh.small',
  'warn',
  'Diffie-Hellman with a small prime',
  'Primes of 1,024 bits are in reach of states (Logjam), smaller ones of anybody.',
  ['RFC 9325 §4.1', 'RFC 7919 §1'],
  'Use 2,048 bits or more (Postfix: smtpd_tls_dh1024_param_file = auto; Exim: tls_dhparam), or leave DHE out.',
);
export const postQuantum = row(
  'group.post-quantum',
  'ok',
  'A post-quantum group is offered',
  'Sessions recorded today stay closed when quantum computers come.',
  ['RFC 8446 §4.2.7'],
);
export const noPostQuantum = row(
  'group.no-post-quantum',
  'info',
  'No post-quantum group is offered',
  'What is recorded today may be opened in some years. X25519MLKEM768 comes with OpenSSL 3.5 and GnuTLS 3.8.9.',
  ['RFC 8446 §4.2.7'],
);
export const weakGroup = row(
  'group.weak',
  'warn',
  'Weak curves are offered',
  'Curves below 224 bits are withdrawn.',
  ['RFC 8422 §5.1.1', 'RFC 9325 §4.2'],
  'Name the curves: X25519:P-256:P-384.',
);
export const sha1Signatures = row(
  'signature.sha1',
  'info',
  'Handshakes are signed with SHA-1 where a client wants it',
  'SHA-1 and MD5 must not be used any more; current clients do not offer them.',
  ['RFC 9155 §2'],
);

export const offerFindings = [
  versions,
  noCurrent,
  no13,
  sslv2,
  sslv3,
  oldVersion,
  plaintext,
  exportSuites,
  oldCiphers,
  anonymous,
  noForwardSecrecy,
  staticRsa,
  clientOrder,
  smallPrime,
  postQuantum,
  noPostQuantum,
  weakGroup,
  sha1Signatures,
];
