/** The drivers there are, by kind. */

export type DriverKind = 'router' | 'transport' | 'authenticator';

export const DRIVERS: Readonly<Record<DriverKind, readonly string[]>> = {
  router: ['accept', 'dnslookup', 'ipliteral', 'iplookup', 'manualroute', 'queryprogram', 'redirect'],
  transport: ['appendfile', 'autoreply', 'lmtp', 'pipe', 'queuefile', 'smtp'],
  authenticator: [
    'cram_md5',
    'cyrus_sasl',
    'dovecot',
    'external',
    'gsasl',
    'heimdal_gssapi',
    'plaintext',
    'spa',
    'tls',
  ],
};
