import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/index.ts';
import {
  type CertificateTemplate,
  createCertificateRequest,
  formatPem,
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
  readSigningKey,
  type SigningKeyType,
} from '../../../src/core/pki/issue.ts';

const dates = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
const caTemplate: CertificateTemplate = {
  subject: 'Test Root',
  ...dates,
  ca: { pathLength: 1 },
  keyUsage: ['keyCertSign', 'cRLSign'],
};

async function issue(type: SigningKeyType, template: Partial<CertificateTemplate> = {}) {
  const caKey = await generateSigningKey('p256');
  const ca = await issueCertificate(caTemplate, caKey.publicKey, { key: caKey });
  const key = await generateSigningKey(type);
  const full = { subject: 'mx.example.test', dnsNames: ['mx.example.test'], ...dates, ...template };
  const leaf = await issueCertificate(full, key.publicKey, { key: caKey, certificate: ca });
  return { ca: new X509Certificate(ca), leaf: new X509Certificate(leaf), der: leaf, key };
}

describe('issueCertificate', () => {
  it.each(['rsa', 'p256', 'p384', 'ed25519'] as const)(
    'signs by and for %s keys so that node:crypto agrees',
    async (type) => {
      const key = await generateSigningKey(type);
      const root = new X509Certificate(await issueCertificate(caTemplate, key.publicKey, { key }));
      expect(root.verify(key.publicKey)).toBe(true);
      const { ca, leaf } = await issue(type);
      expect(leaf.verify(ca.publicKey)).toBe(true);
      expect(leaf.verify(key.publicKey)).toBe(false);
    },
  );

  it('makes a CA that node:crypto takes for the issuer of its leaf, and the leaf for no CA', async () => {
    const { ca, leaf } = await issue('p256');
    expect(ca.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(ca.checkIssued(leaf)).toBe(false);
    expect(leaf.issuer).toBe('CN=Test Root');
  });

  it('writes the names asked for (RFC 5280 §4.2.1.6)', async () => {
    const { leaf } = await issue('p256', {
      dnsNames: ['mx.example.test', '*.example.test'],
      ipAddresses: [Uint8Array.of(192, 0, 2, 1)],
      emailAddresses: ['postmaster@example.test'],
    });
    expect(leaf.subjectAltName).toBe(
      'email:postmaster@example.test, DNS:mx.example.test, DNS:*.example.test, IP Address:192.0.2.1',
    );
  });

  it('writes UTCTime through 2049 and GeneralizedTime from 2050 (RFC 5280 §4.1.2.5)', async () => {
    const { leaf, der } = await issue('p256', {
      notBefore: new Date('2049-12-31T23:59:59Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    });
    expect(new Date(leaf.validFrom).toISOString()).toBe('2049-12-31T23:59:59.000Z');
    expect(new Date(leaf.validTo).toISOString()).toBe('2050-01-01T00:00:00.000Z');
    expect(Buffer.from(der).includes('\x17\x0d491231235959Z')).toBe(true);
    expect(Buffer.from(der).includes('\x18\x0f20500101000000Z')).toBe(true);
  });

  it('keeps the serial it is given, and otherwise draws 16 positive octets', async () => {
    const given = await issue('p256', { serial: Uint8Array.of(0x12, 0x34) });
    expect(given.leaf.serialNumber).toBe('1234');
    const key = await generateSigningKey('p256');
    const drawn = await issueCertificate(caTemplate, key.publicKey, { key }, seededRandom(7));
    expect(new X509Certificate(drawn).serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  it('writes extended key usages, responder, issuer and must-staple', async () => {
    const { leaf, der } = await issue('p256', {
      extendedKeyUsage: ['serverAuth', '1.2.3.4'],
      ocspUrls: ['http://ocsp.example.test/'],
      caIssuersUrls: ['http://ca.example.test/ca.der'],
      crlUrls: ['http://ca.example.test/ca.crl'],
      mustStaple: true,
    });
    // node:crypto calls this extended key usage, by OID.
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.2.3.4']);
    expect(leaf.infoAccess?.trimEnd()).toBe(
      'OCSP - URI:http://ocsp.example.test/\nCA Issuers - URI:http://ca.example.test/ca.der',
    );
    expect(Buffer.from(der).toString('hex')).toContain('06082b0601050507011804053003020105');
  });

  it.each([
    [['digitalSignature'], '03020780'],
    [['keyCertSign', 'cRLSign'], '03020106'],
    [['digitalSignature', 'keyEncipherment'], '030205a0'],
    [['decipherOnly'], '0303070080'],
  ] as const)('writes key usage %j as a DER bit string (X.690 §11.2.2)', async (keyUsage, hex) => {
    const { der } = await issue('p256', { keyUsage });
    expect(Buffer.from(der).toString('hex')).toContain(`0603551d0f0101ff04${octetLength(hex)}${hex}`);
  });

  it('writes alternative names of every kind, octet for octet', async () => {
    const { der } = await issue('p256', {
      dnsNames: [],
      alternativeNames: [
        { kind: 'dns', value: 'nul.example.test\0.evil.test' },
        { kind: 'uri', value: 'sip:mx.example.test' },
        { kind: 'directory', name: 'Example' },
        { kind: 'other', oid: '1.3.6.1.5.5.7.8.7', der: Buffer.from('160a5f736d74702e74657374', 'hex') },
        { kind: 'registered-id', oid: '1.2.3.4' },
        { kind: 'ip', octets: Uint8Array.of(192, 0, 2, 1) },
      ],
    });
    const hex = Buffer.from(der).toString('hex');
    for (const written of [
      '8613 7369703a6d782e6578616d706c652e74657374',
      'a414 3012 3110 300e 0603550403 0c07 4578616d706c65',
      'a018 06082b06010505070807 a00c 160a 5f736d74702e74657374',
      '88032a0304',
      '8704c0000201',
    ]) {
      expect(hex).toContain(written.replaceAll(' ', ''));
    }
    expect(Buffer.from(der).includes('nul.example.test\0.evil.test')).toBe(true);
  });

  it('writes name constraints, no-check and distribution points as RFC 5280 §4.2.1.10 and §4.2.1.13 have them', async () => {
    const { der } = await issue('p256', {
      nameConstraints: {
        permitted: [{ kind: 'dns', value: 'a.test' }],
        excluded: [{ kind: 'ip', octets: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) }],
      },
      ocspNoCheck: true,
      crlPoints: [{ urls: ['http://a/'], reasons: [1], crlIssuer: 'X' }],
      keyIdentifiers: false,
    });
    const hex = Buffer.from(der).toString('hex');
    expect(hex).toContain('0603551d1e0101ff041c301aa00a30088206612e74657374a10c300a87080a000000ff000000');
    expect(hex).toContain('06092b060105050730010504020500');
    expect(hex).toContain('3027 3025 a00d a00b 8609 687474703a2f2f612f 81020640 a210 a40e 300c'.replaceAll(' ', ''));
    expect(hex).not.toContain('0603551d0e');
    expect(hex).not.toContain('0603551d23');
  });

  it.each([
    ['rsa', { digest: 'sha1' }],
    ['rsa', { digest: 'sha512' }],
    ['rsa', { pss: true }],
    ['rsa', { pss: true, digest: 'sha384' }],
    ['p256', { digest: 'sha1' }],
    ['p521', {}],
    ['ed448', {}],
  ] as const)('signs by %s in the style %j so that node:crypto agrees', async (type, signature) => {
    const key = await generateSigningKey(type);
    const der = await issueCertificate({ ...caTemplate, signature }, key.publicKey, { key });
    expect(new X509Certificate(der).verify(key.publicKey)).toBe(true);
  });

  it('makes RSA keys as weak as asked', async () => {
    const key = await generateSigningKey('rsa', 1024);
    expect(key.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
  });

  it('names a subject by any attributes', async () => {
    const subject = [
      { oid: '2.5.4.10', value: 'Example' },
      { oid: '2.5.4.3', value: 'mx.example.test' },
    ];
    const { leaf } = await issue('p256', { subject });
    expect(leaf.subject).toBe('O=Example\nCN=mx.example.test');
  });

  it('grows to hostile sizes when told to', async () => {
    const { der, leaf } = await issue('p256', {
      extraExtensions: [{ oid: '1.2.3.4', critical: false, der: new Uint8Array(100_000) }],
    });
    expect(der.length).toBeGreaterThan(100_000);
    expect(leaf.subject).toBe('CN=mx.example.test');
  });
});

describe('signing keys and requests', () => {
  it.each(['rsa', 'p256', 'p384', 'p521', 'ed25519', 'ed448'] as const)(
    'reads back the %s key it wrote',
    async (type) => {
      const key = await generateSigningKey(type);
      const again = readSigningKey(formatSigningKey(key));
      expect(again.type).toBe(type);
      expect(again.publicKey.equals(key.publicKey)).toBe(true);
    },
  );

  it('refuses keys of other kinds by name', () => {
    const pem = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readSigningKey(pem)).toThrow('type x25519; use RSA, P-256');
  });

  it('makes a request whose signature pkijs verifies, with the names in extensionRequest (RFC 2985 §5.4.2)', async () => {
    const { CertificationRequest } = await import('pkijs');
    const key = await generateSigningKey('p256');
    const der = await createCertificateRequest({ subject: 'mx.example.test', dnsNames: ['mx.example.test'] }, key);
    const request = CertificationRequest.fromBER(new Uint8Array(der).buffer);
    expect(await request.verify()).toBe(true);
    expect(request.attributes?.[0]?.type).toBe('1.2.840.113549.1.9.14');
    expect(Buffer.from(der).includes('mx.example.test')).toBe(true);
  });

  it('wraps PEM at 64 characters (RFC 7468 §2)', () => {
    const lines = formatPem('CERTIFICATE', new Uint8Array(100)).split('\n');
    expect(lines[0]).toBe('-----BEGIN CERTIFICATE-----');
    expect(lines[1]).toHaveLength(64);
    expect(lines.at(-2)).toBe('-----END CERTIFICATE-----');
  });
});

function octetLength(hex: string): string {
  return (hex.length / 2).toString(16).padStart(2, '0');
}
