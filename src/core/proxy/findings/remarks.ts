/** What is said of a header that is right: oddities, and where receivers differ. */
import { row, spec } from './define.ts';

export const wellFormed = row(
  'well-formed',
  'ok',
  'The header is as it should be',
  'Every octet has a meaning by the specification.',
  spec('2'),
);

export const secondHeader = row(
  'second-header',
  'warn',
  'Another PROXY header follows',
  'Behind the header begins another. To the receiver it is the first data of the client: either two proxies in a row both add ' +
    'one and only one is read, or a client tries to be taken for somebody else behind a proxy that lets it through.',
  spec('2'),
  'A proxy behind a proxy reads the header (accept-proxy) and writes one of its own; it never passes one on.',
);

export const localAddresses = row(
  'local-with-block',
  'info',
  'LOCAL comes with octets that are to be skipped',
  'A LOCAL header should say no addresses, and a receiver skips whatever it says by its length.',
  spec('2.2'),
);

export const unspecified = row(
  'unspecified',
  'info',
  'The addresses are not said',
  'UNKNOWN and UNSPEC mean that the proxy does not say who is behind it. The receiver uses the real connection, or refuses. ' +
    'UNKNOWN is taken by Exim 4.96 and, without addresses, by HAProxy 2.6; Postfix 3.7 refuses it. UNSPEC is refused by all three.',
  [...spec('2.1'), ...spec('2.2')],
  'Send addresses where they are known; health checks are better a LOCAL header.',
);

export const notTcp = row(
  'not-tcp',
  'info',
  'The connection is said to be something else than TCP',
  'UDP and UNIX sockets are valid in a header, but Exim 4.96, Postfix 3.7 and HAProxy 2.6 refuse them.',
  spec('2.2'),
);

export const mixedIpv6 = row(
  'ipv6-form',
  'info',
  'An IPv6 address is written with an IPv4 tail',
  'The specification speaks of groups of hexadecimal digits alone. Receivers that read addresses with inet_pton take the ' +
    'mixed form too, and HAProxy writes it for mapped addresses; others may refuse it.',
  spec('2.1'),
);

export const portZero = row(
  'port-zero',
  'info',
  'A port is 0',
  'The range of the specification begins with 0. Exim refuses it in version 1.',
  spec('2.1'),
);

export const beyondMss = row(
  'long-header',
  'info',
  'The header is longer than 536 octets',
  'A header is meant to fit into one segment of the smallest size that every host takes, 536 octets, so that it comes in one ' +
    'piece. Exim 4.96 takes no 520, Postfix 3.7 no 4096, HAProxy 2.6 does.',
  spec('2.2'),
);

export const badText = row(
  'tlv-text',
  'warn',
  'The value of a TLV is not the text it should be',
  'AUTHORITY and SSL_CN hold UTF-8, versions, ciphers, algorithms and namespaces US-ASCII.',
  [...spec('2.2.2'), ...spec('2.2.6')],
);

export const twice = row(
  'tlv-twice',
  'warn',
  'A TLV stands twice',
  'The specification does not say which of two counts, so receivers may see different ones.',
  spec('2.2'),
);

export const reserved = row(
  'tlv-reserved',
  'info',
  'A TLV has a type without a registered meaning',
  'Types from 0xE0 to 0xEF are free for applications, those from 0xF0 to 0xF7 for experiments; others are for the ' +
    'specification to give. A receiver ignores what it does not know.',
  spec('2.2.8'),
);

export const sslVersion = row(
  'ssl-version',
  'warn',
  'The client is said to use TLS, and the version is missing',
  'Where the bit PP2_CLIENT_SSL is set, the version of TLS is there as a TLV.',
  spec('2.2.6'),
);

export const sslBits = row(
  'ssl-bits',
  'info',
  'Bits without meaning are set in the SSL TLV',
  'The client octet has three bits: over TLS, a certificate on this connection, a certificate in this session.',
  spec('2.2.6'),
);

export const remarks = [
  wellFormed,
  secondHeader,
  localAddresses,
  unspecified,
  notTcp,
  mixedIpv6,
  portZero,
  beyondMss,
  badText,
  twice,
  reserved,
  sslVersion,
  sslBits,
];
