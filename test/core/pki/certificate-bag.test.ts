import { describe, expect, it } from 'vitest';
import { readCertificateBag } from '../../../src/core/pki/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { createTestCa } from '../../support/stapling.ts';

/** Tag, length in the long form of two octets, contents. */
function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const contents = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, 0x82, contents.length >> 8, contents.length & 0xff), contents]);
}

const OID = (text: string): Uint8Array => Buffer.from(text, 'hex');
const signedDataOid = OID('06092a864886f70d010702');
const dataOid = OID('06092a864886f70d010701');

/** RFC 5652 §5.1, "certs-only" (RFC 8551 §3.2.2). */
function certsOnly(...certificates: readonly Uint8Array[]): Uint8Array {
  const empty = OID('3100');
  const signedData = tlv(0x30, OID('020101'), empty, tlv(0x30, dataOid), tlv(0xa0, ...certificates), empty);
  return tlv(0x30, signedDataOid, tlv(0xa0, signedData));
}

const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;

const subjects = (octets: Uint8Array): string => {
  const bag = readCertificateBag(octets);
  return bag.ok ? bag.value.map(({ subjectText }) => subjectText).join(', ') : bag.error.code;
};

describe('certificates as authorities publish them', async () => {
  const [a, b] = [await createTestCa('A'), await createTestCa('B')];
  it.each<[string, Uint8Array, string]>([
    ['one, as DER', a.der, 'CN=A'],
    ['several, in a certs-only message (RFC 8551 §3.2.2)', certsOnly(a.der, b.der), 'CN=A, CN=B'],
    ['PEM', Buffer.from(formatPem('CERTIFICATE', a.der)), 'CN=A'],
    ['PEM of a message', Buffer.from(pem('PKCS7', certsOnly(b.der))), 'CN=B'],
    ['one that cannot be read among others', certsOnly(tlv(0x30, OID('020101')), b.der), 'CN=B'],
    ['none', certsOnly(), 'pki/certificate'],
    ['nothing', new Uint8Array(), 'pki/certificate'],
    ['a page', Buffer.from('<html>'), 'pki/certificate'],
    ['PEM of something else', Buffer.from(pem('X509 CRL', a.der)), 'pki/certificate'],
  ])('%s', (_, octets, expected) => expect(subjects(octets)).toBe(expected));
  it('any part of a message is an error and no crash', () => {
    const whole = certsOnly(a.der, b.der);
    for (let length = 0; length < whole.length; length += 7)
      expect(subjects(whole.subarray(0, length))).toBe('pki/certificate');
  });
});
