/** Cipher suites by what they are made of, in OpenSSL's names: what a GnuTLS priority string chooses among. */

export interface Suite {
  readonly name: string;
  /** As GnuTLS names key exchange, cipher and MAC. */
  readonly kx: string;
  readonly cipher: string;
  readonly mac: string;
}

/** Suites of TLS 1.3 have no key exchange of their own (RFC 8446 §B.4). */
export const TLS13_SUITES: readonly Omit<Suite, 'kx' | 'mac'>[] = [
  { name: 'TLS_AES_256_GCM_SHA384', cipher: 'AES-256-GCM' },
  { name: 'TLS_CHACHA20_POLY1305_SHA256', cipher: 'CHACHA20-POLY1305' },
  { name: 'TLS_AES_128_GCM_SHA256', cipher: 'AES-128-GCM' },
  { name: 'TLS_AES_128_CCM_SHA256', cipher: 'AES-128-CCM' },
];

/** Prefix of OpenSSL's names by key exchange; RSA has none. */
const EXCHANGES: readonly (readonly [kx: string, prefix: string])[] = [
  ['ECDHE-ECDSA', 'ECDHE-ECDSA-'],
  ['ECDHE-RSA', 'ECDHE-RSA-'],
  ['DHE-RSA', 'DHE-RSA-'],
  ['RSA', ''],
];

const AUTHENTICATED: readonly (readonly [cipher: string, name: string])[] = [
  ['AES-256-GCM', 'AES256-GCM-SHA384'],
  ['CHACHA20-POLY1305', 'CHACHA20-POLY1305'],
  ['AES-256-CCM', 'AES256-CCM'],
  ['AES-128-GCM', 'AES128-GCM-SHA256'],
  ['AES-128-CCM', 'AES128-CCM'],
];

const CHAINED: readonly (readonly [cipher: string, mac: string, name: string])[] = [
  ['AES-256-CBC', 'SHA384', 'AES256-SHA384'],
  ['AES-256-CBC', 'SHA256', 'AES256-SHA256'],
  ['AES-256-CBC', 'SHA1', 'AES256-SHA'],
  ['AES-128-CBC', 'SHA256', 'AES128-SHA256'],
  ['AES-128-CBC', 'SHA1', 'AES128-SHA'],
  ['CAMELLIA-256-CBC', 'SHA256', 'CAMELLIA256-SHA256'],
  ['CAMELLIA-256-CBC', 'SHA1', 'CAMELLIA256-SHA'],
  ['CAMELLIA-128-CBC', 'SHA256', 'CAMELLIA128-SHA256'],
  ['CAMELLIA-128-CBC', 'SHA1', 'CAMELLIA128-SHA'],
];

/** Pairs that no registry has, as CHACHA20 with plain RSA (RFC 7905 §2), are dropped by OpenSSL. */
const all: readonly Suite[] = EXCHANGES.flatMap(([kx, prefix]) => [
  ...AUTHENTICATED.map(([cipher, name]) => ({ name: prefix + name, kx, cipher, mac: 'AEAD' })),
  ...CHAINED.map(([cipher, mac, name]) => ({ name: prefix + name, kx, cipher, mac })),
]);

/** Up to TLS 1.2. */
export const SUITES: readonly Suite[] = all.filter(({ name }) => name !== 'CHACHA20-POLY1305');
