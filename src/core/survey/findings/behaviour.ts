/** Extensions, sessions, and hellos that not every server bears. */
import { row } from './define.ts';

export const noSecureRenegotiation = row(
  'renegotiation.insecure',
  'warn',
  'No secure renegotiation',
  'The server does not know the extension of 2010; where it renegotiates, an attacker can put words before the client’s.',
  ['RFC 5746 §3.6'],
  'Update the TLS library.',
);
export const compression = row(
  'compression',
  'warn',
  'TLS compression is on',
  'The length of what is compressed tells about secrets in it (CRIME).',
  ['RFC 9325 §3.3'],
  'Turn it off: OpenSSL has it off by default.',
);
export const noExtendedMasterSecret = row(
  'extended-master-secret.none',
  'info',
  'No extended master secret in TLS 1.2',
  'Sessions are not bound to their certificates (Triple Handshake); it matters where client certificates are used.',
  ['RFC 7627 §1', 'RFC 9325 §3.5'],
);
export const noFallbackScsv = row(
  'fallback.none',
  'info',
  'A client that falls back is not warned',
  'The server has several versions and does not know TLS_FALLBACK_SCSV. Current clients do not fall back.',
  ['RFC 7507 §3'],
);
export const noResumption = row(
  'resumption.none',
  'info',
  'Sessions are not resumed',
  'Every connection pays for a full handshake. For mail that is a matter of cost alone.',
  ['RFC 8446 §2.2'],
);
export const intolerant = row(
  'intolerant',
  'warn',
  'A hello that every server should bear is not borne',
  'Long, cut or unfamiliar hellos come from current clients, foremost those with post-quantum key shares: they fail here.',
  ['RFC 8446 §4.1.2', 'RFC 8701 §1'],
  'Update the server, and look for a middlebox that inspects TLS.',
);
export const alpnSelected = row(
  'alpn.stranger',
  'info',
  'A protocol that is not spoken here is agreed to',
  'A server that agrees to every name can be used against servers of other protocols with the same certificate (ALPACA).',
  ['RFC 7301 §3.2'],
);

export const behaviourFindings = [
  noSecureRenegotiation,
  compression,
  noExtendedMasterSecret,
  noFallbackScsv,
  noResumption,
  intolerant,
  alpnSelected,
];
