/** What a cipher suite is made of, read from its name (RFC 5246 App. C). */
import { suiteName } from './cipher-suites.ts';

export interface SuiteTraits {
  /** Keys of past sessions stay closed when the certificate's key is lost. */
  readonly forwardSecrecy: boolean;
  /** Nobody is authenticated. */
  readonly anonymous: boolean;
  /** Nothing is encrypted. */
  readonly plaintext: boolean;
  /** 40 bits by design. */
  readonly export: boolean;
  /** RC4, DES, 3DES, RC2, IDEA: RFC 7465, RFC 9325 §4.1. */
  readonly oldCipher: boolean;
  /** Encrypts and authenticates in one (AEAD). */
  readonly aead: boolean;
  readonly keyExchange: 'RSA' | 'DHE' | 'ECDHE';
}

export const suiteTraits = (suite: number): SuiteTraits => traitsOf(suiteName(suite));

export function traitsOf(name: string): SuiteTraits {
  const isTls13 = !name.includes('_WITH_'); // RFC 8446 App. B.4: key exchange is negotiated beside it
  const has = (pattern: RegExp): boolean => pattern.test(name);
  return {
    forwardSecrecy: isTls13 || has(/^TLS_(EC)?DHE?_/),
    anonymous: has(/_anon_/),
    plaintext: has(/_NULL_/),
    export: has(/_EXPORT_/),
    oldCipher: has(/_(RC4|DES|DES40|3DES|RC2|IDEA)_/),
    aead: has(/_(GCM|CCM|POLY1305)(_|$)/),
    keyExchange: isTls13 || has(/^TLS_ECDHE?_/) ? 'ECDHE' : has(/^TLS_DHE?_/) ? 'DHE' : 'RSA',
  };
}
