import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/core/pki/index.ts';
import {
  isIssuedBy,
  isSelfIssued,
  isValidAt,
  nameRules,
  parseCertificates,
  readCertificate,
} from '../../../src/core/pki/index.ts';
import { certificate, chainFor, NOW, testCa } from '../../support/chains.ts';

let chain: readonly Certificate[];
beforeAll(async () => {
  chain = await chainFor(await testCa(), { shape: 'with-root', names: ['mx.test', '*.mail.test'] });
});

describe('reading certificates (RFC 5280 §4.1)', () => {
  it('agrees with OpenSSL on every root that Node brings', () => {
    expect(rootCertificates.length).toBeGreaterThan(100);
    for (const pem of rootCertificates) {
      const openssl = new X509Certificate(pem);
      const ours = certificate(openssl.raw);
      expect(BigInt(`0x${ours.serial}`)).toBe(BigInt(`0x${openssl.serialNumber}`));
      expect(ours.notAfter.getTime()).toBe(Date.parse(openssl.validTo));
      expect(ours.notBefore.getTime()).toBe(Date.parse(openssl.validFrom));
      expect(Buffer.from(ours.publicKey)).toEqual(openssl.publicKey.export({ type: 'spki', format: 'der' }));
      expect(ours.extensions.basicConstraints?.isCa ?? false).toBe(openssl.ca);
      expect(isSelfIssued(ours)).toBe(openssl.issuer === openssl.subject);
    }
  });
  it('reads names, dates and extensions of a leaf', () => {
    const [leaf, issuing, root] = chain as [Certificate, Certificate, Certificate];
    expect(leaf).toMatchObject({
      commonNames: ['mx.test'],
      subjectText: 'CN=mx.test',
      issuerText: 'CN=mxray lab issuing CA',
    });
    expect(leaf.extensions.dnsNames).toEqual(['mx.test', '*.mail.test']);
    expect([isValidAt(leaf, NOW), isValidAt(leaf, new Date(0))]).toEqual([true, false]);
    expect([
      isIssuedBy(leaf, issuing),
      isIssuedBy(issuing, root),
      isIssuedBy(leaf, root),
      isIssuedBy(root, root),
    ]).toEqual([true, true, false, true]);
    expect(issuing.extensions.basicConstraints).toEqual({ isCa: true, pathLength: 0 });
  });
  it('never throws on octets, and every prefix of a certificate is an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readCertificate(bytes)));
    const { der } = chain[0]!;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: der.length - 1 }), (end) => {
        expect(readCertificate(der.subarray(0, end)).ok).toBe(false);
      }),
    );
  });
  it('never throws on a certificate with changed octets', () => {
    const { der } = chain[0]!;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: der.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, octet) => {
        const changed = Uint8Array.from(der);
        changed[at] = octet;
        const read = readCertificate(changed);
        if (read.ok) void [read.value.x509(), isIssuedBy(read.value, chain[1]!)];
      }),
      { numRuns: 400 },
    );
  });
  it('names the line of a PEM block that is broken (RFC 7468)', () => {
    const read = parseCertificates('one\n-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n', 'chain.pem');
    expect(!read.ok && read.error.message).toBe('chain.pem, line 2: the CERTIFICATE block is not base64');
  });
});

describe('names for DANE-TA (RFC 7672 §3.2.3)', () => {
  const check = (reference: string): boolean =>
    nameRules.rfc7672.match(chain[0]!, { kind: 'host', name: reference }).match;
  it.each([
    ['mx.test', true],
    ['a.mail.test', true],
    ['a.b.mail.test', false],
    ['mail.test', false],
    ['.mail.test', false],
    ['other.test', false],
    ['*.mail.test', false],
    ['', false],
  ])('%j: %s', (reference, expected) => {
    expect(check(reference)).toBe(expected);
  });
});
