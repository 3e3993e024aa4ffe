/** Signature schemes by number: the IANA registry "TLS SignatureScheme" (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1). */

export interface SchemeRow {
  readonly name: string;
  /** Also of TLS 1.3 (RFC 8446 §4.2.3 leaves PKCS #1 v1.5 and SHA-1 to certificates). */
  readonly tls13?: boolean;
  /** RFC 9155: MD5 and SHA-1 must not be used. */
  readonly forbidden?: boolean;
}

export const SCHEMES: ReadonlyMap<number, SchemeRow> = new Map<number, SchemeRow>([
  [0x0807, { name: 'ed25519', tls13: true }],
  [0x0808, { name: 'ed448', tls13: true }],
  [0x0403, { name: 'ecdsa_secp256r1_sha256', tls13: true }],
  [0x0503, { name: 'ecdsa_secp384r1_sha384', tls13: true }],
  [0x0603, { name: 'ecdsa_secp521r1_sha512', tls13: true }],
  [0x081a, { name: 'ecdsa_brainpoolP256r1tls13_sha256', tls13: true }],
  [0x081b, { name: 'ecdsa_brainpoolP384r1tls13_sha384', tls13: true }],
  [0x081c, { name: 'ecdsa_brainpoolP512r1tls13_sha512', tls13: true }],
  [0x0804, { name: 'rsa_pss_rsae_sha256', tls13: true }],
  [0x0805, { name: 'rsa_pss_rsae_sha384', tls13: true }],
  [0x0806, { name: 'rsa_pss_rsae_sha512', tls13: true }],
  [0x0809, { name: 'rsa_pss_pss_sha256', tls13: true }],
  [0x080a, { name: 'rsa_pss_pss_sha384', tls13: true }],
  [0x080b, { name: 'rsa_pss_pss_sha512', tls13: true }],
  [0x0401, { name: 'rsa_pkcs1_sha256' }],
  [0x0501, { name: 'rsa_pkcs1_sha384' }],
  [0x0601, { name: 'rsa_pkcs1_sha512' }],
  [0x0303, { name: 'ecdsa_sha224' }],
  [0x0301, { name: 'rsa_pkcs1_sha224' }],
  [0x0203, { name: 'ecdsa_sha1', forbidden: true }],
  [0x0201, { name: 'rsa_pkcs1_sha1', forbidden: true }],
  [0x0202, { name: 'dsa_sha1', forbidden: true }],
  [0x0101, { name: 'rsa_pkcs1_md5', forbidden: true }],
]);

export const schemeName = (scheme: number): string =>
  SCHEMES.get(scheme)?.name ?? `0x${scheme.toString(16).padStart(4, '0')}`;
