import { constants } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { readCiphers } from '../../../src/mta/tls/index.ts';

const { SSL_OP_NO_TLSv1: V10, SSL_OP_NO_TLSv1_1: V11, SSL_OP_NO_TLSv1_3: V13 } = constants;
const list = (text: string | undefined): string => {
  const read = readCiphers(text);
  return read.ok ? (read.value.ciphers ?? 'default') : `error: ${read.error.message}`;
};
const bits = (text: string): number => {
  const read = readCiphers(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.options;
};

describe("lists of OpenSSL's", () => {
  it('stay as they are, the suites of TLS 1.3 before them', () => {
    expect(list('HIGH:!aNULL:@STRENGTH')).toBe(
      'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:HIGH:!aNULL:@STRENGTH',
    );
    expect(list('TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256')).toBe(
      'TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256',
    );
    expect(list(undefined)).toBe('default');
    expect(list('  ')).toBe('default');
  });

  it('may have underscores, as Exim takes them', () => {
    expect(list('ECDHE_RSA_AES128_GCM_SHA256')).toMatch(/:ECDHE-RSA-AES128-GCM-SHA256$/);
  });

  it.each([
    'DEFAULT:!EXP:!LOW:!RC4-SHA:!DES-CBC3-SHA:!MD5',
    'ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!DSS',
    'ALL:!EXPORT:!SSLv2:-ADH:+AES256:@SECLEVEL=2',
    'kEECDH+aECDSA+AES256:kRSA',
    'EXP-RC4-MD5:HIGH',
    'AES128-SHA HIGH',
  ])('%s is one', (text) => expect(list(text)).not.toMatch(/^error/));

  it.each([
    ['HIGH:!aNUL', 'aNUL'],
    ['HIGH:ECDHE+AESGMC', 'AESGMC'],
    ['normal', 'normal'],
    ['HIGH:@SECLEVEL=9', '@SECLEVEL=9'],
  ])('%s has a word that means nothing', (text, word) => expect(list(text)).toContain(`error: "${word}" is neither`));
});

describe('priority strings of GnuTLS', () => {
  it('become lists, with versions as options', () => {
    expect(list('NORMAL')).toMatch(
      /^TLS_AES_256_GCM_SHA384:.*ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384/,
    );
    expect(bits('NORMAL')).toBe(0);
    expect(bits('NORMAL:-VERS-TLS1.0:-VERS-TLS1.1')).toBe(V10 | V11);
    expect(bits('NORMAL:-VERS-ALL:+VERS-TLS1.2')).toBe(V10 | V11 | V13);
    expect(bits('NORMAL:-VERS-TLS-ALL:+VERS-TLS1.3') & V13).toBe(0);
    expect(bits('NORMAL:%SERVER_PRECEDENCE')).toBe(constants.SSL_OP_CIPHER_SERVER_PREFERENCE);
  });

  it('take away by cipher, key exchange and MAC', () => {
    expect(list('NORMAL:-AES-128-CBC:-AES-256-CBC')).not.toMatch(/SHA(:|$)/);
    expect(list('NORMAL:-RSA:-DHE-RSA')).not.toMatch(/(^|:)(DHE|AES)/);
    expect(list('PFS')).not.toMatch(/(^|:)AES/);
    expect(list('NORMAL:-SHA1')).not.toMatch(/-SHA(:|$)/);
    expect(list('SECURE256')).not.toMatch(/128/);
    expect(list('SUITEB192')).toBe('ECDHE-ECDSA-AES256-GCM-SHA384');
    expect(list('NONE:+VERS-TLS1.2:+AES-128-GCM:+AEAD:+ECDHE-RSA')).toBe('ECDHE-RSA-AES128-GCM-SHA256');
    expect(list('NORMAL:!AES-256-GCM:+AES-256-GCM')).not.toContain('AES_256_GCM');
    expect(list('NORMAL:%PROFILE_MEDIUM')).toMatch(/:@SECLEVEL=2$/);
  });

  it('name groups', () => {
    const read = readCiphers('NORMAL:-GROUP-ALL:+GROUP-SECP384R1:+GROUP-X25519');
    expect(read.ok && read.value.groups).toBe('P-384:X25519');
    expect(readCiphers('NORMAL')).not.toHaveProperty('value.groups');
  });

  it.each([
    'SECURE128:-VERS-SSL3.0:-ARCFOUR-128:-3DES-CBC:%COMPAT:-CTYPE-OPENPGP:-COMP-ALL:+COMP-NULL:+SIGN-ALL',
    'NORMAL:+CAMELLIA-256-CBC:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305',
    'PERFORMANCE:%SAFE_RENEGOTIATION',
    '@SYSTEM',
    'SECURE192:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2',
  ])('%s is one, and OpenSSL takes what it becomes', (text) => {
    const read = readCiphers(text);
    if (!read.ok) throw new Error(read.error.message);
    expect(() =>
      createSecureContext({ ciphers: read.value.ciphers!, ecdhCurve: read.value.groups ?? 'auto', ca: [] }),
    ).not.toThrow();
  });

  it.each([
    ['NORMAL:-VERS-TLS1.4', '-VERS-TLS1.4'],
    ['NORMAL:%SERVER_PREFERENCE', '%SERVER_PREFERENCE'],
    ['NORMAL:-AES-512-GCM', '-AES-512-GCM'],
    ['NORMAL:+SIGN-RSA-SHA512', '+SIGN-RSA-SHA512'],
  ])('%s has a word that cannot be put into terms of OpenSSL', (text, word) => {
    expect(list(text)).toContain(`error: "${word}" is no word`);
  });

  it('must leave something', () => expect(list('NORMAL:-CIPHER-ALL')).toContain('error: it leaves no cipher suite'));
});
