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
export const noSentinel = row(
  'downgrade-sentinel.none',
  'warn',
  'TLS 1.3 is offered, and a step down from it is not marked',
  'The last octets of the server’s random tell a client that both have TLS 1.3, so that nobody on the way can talk them out of it. A server without the mark is old, or something in front of it answers for it.',
  ['RFC 8446 §4.1.3'],
  'Update the TLS library, and look for a middlebox that inspects TLS.',
);
export const heartbeat = row(
  'heartbeat',
  'info',
  'Heartbeats are taken',
  'Nobody needs them over TCP. In OpenSSL of 2012 to 2014 they gave memory away (Heartbleed).',
  ['RFC 6520 §1'],
  'Turn them off, and make sure that the library is of a later time.',
);
export const earlyData = row(
  'early-data',
  'info',
  'Early data is taken',
  'What is sent in the first flight of a resumed session can be sent again by others. No mail protocol has a use for it.',
  ['RFC 8446 §8', 'RFC 8446 App. E.5'],
  'Turn it off for mail.',
);
export const needsName = row(
  'sni.needed',
  'warn',
  'Without a name there is no TLS',
  'Many senders name no host when they open TLS for mail, and are sent away here.',
  ['RFC 6066 §3', 'RFC 7672 §8.1'],
  'Give the server a certificate for those who name nobody: Postfix uses smtpd_tls_chain_files, Exim the case of tls_in_sni being empty.',
);
export const otherWithoutName = row(
  'sni.other',
  'info',
  'Who names no host is shown another certificate',
  'In order where the server has several names; senders that verify name the host they mean.',
  ['RFC 6066 §3'],
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
  noSentinel,
  heartbeat,
  earlyData,
  needsName,
  otherWithoutName,
  intolerant,
  alpnSelected,
];
