/** What a ClientHello offers, as OpenSSL contexts: made once for each combination, since making one costs a millisecond. */
import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { KeyType, TlsOptions } from '../types.ts';

interface Offer {
  readonly ciphers: string;
  readonly sigalgs?: string;
}

/**
 * By key type: the signature algorithms of RFC 8446 §4.2.3 and, for TLS 1.2 and before, cipher suites with that
 * authentication. Level 0 admits what old servers still use: a probe reports weakness, it does not refuse to see it.
 */
const OFFERS: Readonly<Record<KeyType | 'ed25519' | 'any', Offer>> = {
  any: { ciphers: 'DEFAULT:@SECLEVEL=0' },
  rsa: {
    ciphers: 'DEFAULT:!aECDSA:@SECLEVEL=0',
    sigalgs:
      'RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:rsa_pss_pss_sha256:RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1',
  },
  ecdsa: {
    ciphers: 'DEFAULT:!aRSA:@SECLEVEL=0',
    sigalgs: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ECDSA+SHA1',
  },
  // By the suites of ECDSA up to TLS 1.2 (RFC 8422 §5.3); Ed448 is of the kind.
  ed25519: { ciphers: 'DEFAULT:!aRSA:@SECLEVEL=0', sigalgs: 'ed25519:ed448' },
};

export interface ContextCache {
  get(options: TlsOptions): SecureContext;
}

const cipherKey = (ciphers: TlsOptions['ciphers']): readonly unknown[] =>
  ciphers === undefined ? [] : [ciphers.list, ciphers.options, ciphers.groups];

/** @param caPem  roots for dials with `verifyName`; others trust nobody and judge later */
export function createContextCache(caPem: string | undefined): ContextCache {
  const made = new Map<string, SecureContext>();
  return {
    get(options) {
      const {
        keyType = 'any',
        minVersion = 'TLSv1',
        maxVersion = 'TLSv1.3',
        verifyName,
        tickets = true,
        identity,
        ciphers,
      } = options;
      const key = [
        keyType,
        minVersion,
        maxVersion,
        verifyName !== undefined,
        tickets,
        identity?.cert,
        ...cipherKey(ciphers),
      ].join(' ');
      const known = made.get(key);
      if (known !== undefined) return known;
      const roots = verifyName === undefined ? { ca: [] } : caPem !== undefined && { ca: caPem };
      const context = createSecureContext({
        ...OFFERS[keyType],
        ...(ciphers?.list !== undefined && { ciphers: ciphers.list }),
        ...roots,
        ...identity,
        minVersion,
        maxVersion,
        ecdhCurve: ciphers?.groups ?? 'auto',
        // RFC 5746 §4.1: old servers are to be seen, too
        secureOptions:
          constants.SSL_OP_LEGACY_SERVER_CONNECT | (tickets ? 0 : constants.SSL_OP_NO_TICKET) | (ciphers?.options ?? 0),
      });
      made.set(key, context);
      return context;
    },
  };
}
