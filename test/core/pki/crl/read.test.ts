import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/index.ts';
import { type Crl, MAX_CRL_BYTES, readCrl, readCrlFile } from '../../../../src/core/pki/crl/index.ts';
import type { CrlSpec } from '../../../../src/core/pki/issue/crl.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { authority, crl, crlDer, days, type Party } from '../../../support/crls.ts';

let ca: Party;
beforeAll(async () => {
  ca = await authority('Reader');
});

const entries = (count: number, more: object = {}): NonNullable<CrlSpec['revoked']> =>
  Array.from({ length: count }, (_, i) => ({
    serial: Uint8Array.of(0x01, i >> 16, i >> 8, i & 0xff),
    date: days(-i % 300),
    ...more,
  }));

const failure = (der: Uint8Array): string => {
  const read = readCrl(der);
  return read.ok ? 'read' : read.error.message;
};

describe('reading a CRL (RFC 5280 §5.1)', () => {
  it('gives its fields', async () => {
    const read = await crl(ca, {
      number: 2n ** 150n,
      revoked: entries(3, { reason: 4 }),
      issuingPoint: { names: [{ kind: 'uri', value: 'http://crl.test/' }], onlyUsers: true, reasons: [1, 6] },
      freshest: [{ urls: ['http://crl.test/delta'] }],
    });
    expect(read).toMatchObject({ version: 2, issuerText: 'CN=Reader', thisUpdate: days(-1), nextUpdate: days(7) });
    expect(read.extensions).toMatchObject({
      number: 2n ** 150n,
      issuingPoint: { onlyUsers: true, onlyAuthorities: false, isIndirect: false, reasons: new Set([1, 6]) },
      freshest: [{ fullNames: [{ kind: 'uri', value: 'http://crl.test/delta' }] }],
      oids: ['2.5.29.35', '2.5.29.20', '2.5.29.28', '2.5.29.46'],
    });
    expect(Buffer.from(read.extensions.authorityKeyId!)).toEqual(Buffer.from(ca.certificate.extensions.subjectKeyId!));
    expect([...read.revoked].map(({ reason, date }) => [reason, date])).toEqual([
      ['superseded', days(0)],
      ['superseded', days(-1)],
      ['superseded', days(-2)],
    ]);
  });
  it('agrees with pkijs on issuer, dates, numbers and every entry', async () => {
    const der = await crlDer(ca, { revoked: entries(500, { reason: 1, invalidityDate: days(-7) }) });
    const theirs = new pkijs.CertificateRevocationList({ schema: asn1.fromBER(Uint8Array.from(der).buffer).result });
    const read = readCrl(der);
    const ours = (read as { value: Crl }).value;
    expect(ours.thisUpdate).toEqual(theirs.thisUpdate.value);
    expect(ours.nextUpdate).toEqual(theirs.nextUpdate?.value);
    expect(Buffer.from(ours.signed.tbs)).toEqual(Buffer.from(theirs.tbsView));
    expect(Buffer.from(ours.signed.signature)).toEqual(Buffer.from(theirs.signatureValue.valueBlock.valueHexView));
    expect(ours.revoked.count).toBe(theirs.revokedCertificates?.length);
    const listed = theirs.revokedCertificates!.map(({ userCertificate, revocationDate }) => [
      Buffer.from(userCertificate.valueBlock.valueHexView).toString('hex'),
      revocationDate.value,
    ]);
    expect([...ours.revoked].map(({ serial, date }) => [Buffer.from(serial).toString('hex'), date])).toEqual(listed);
  });
  it.each<[string, Partial<CrlSpec>, string]>([
    ['a version that is neither absent nor 2', { version: 3 }, 'its version is neither absent nor 2'],
    ['GeneralizedTime before 2050', { isTimeGeneralized: true }, 'its thisUpdate is no time as RFC 5280 writes it'],
    ['an issuer without a name', { issuer: '' }, 'its issuer has no name'],
    [
      'an issuing distribution point for users and authorities at once',
      { issuingPoint: { onlyUsers: true, onlyAuthorities: true } },
      'its extension 2.5.29.28 is written wrongly or twice',
    ],
    [
      'an extension twice',
      { extraExtensions: [{ oid: '2.5.29.20', critical: false, der: Uint8Array.of(2, 1, 1) }] },
      'its extension 2.5.29.20 is written wrongly or twice',
    ],
    [
      'a negative number',
      {
        number: undefined as never,
        extraExtensions: [{ oid: '2.5.29.20', critical: false, der: Uint8Array.of(2, 1, 0xff) }],
      },
      'its extension 2.5.29.20 is written wrongly or twice',
    ],
  ])('refuses %s', async (_, spec, why) => {
    expect(failure(await crlDer(ca, spec))).toBe(`the CRL cannot be read: ${why}`);
  });
  it('takes GeneralizedTime from 2050 on', async () => {
    const late = new Date('2051-03-04T05:06:07Z');
    expect((await crl(ca, { nextUpdate: late })).nextUpdate).toEqual(late);
  });
  it('refuses octets behind it, a prefix, and what is too large', async () => {
    const der = await crlDer(ca, { revoked: entries(2) });
    expect(failure(Buffer.concat([der, Uint8Array.of(0)]))).toContain('not a DER certificate revocation list');
    for (let length = 0; length < der.length; length += 1) expect(failure(der.subarray(0, length))).not.toBe('read');
    expect(failure(new Uint8Array(MAX_CRL_BYTES + 1))).toBe(`the CRL is larger than ${MAX_CRL_BYTES} octets`);
  });
  it('refuses one that names two signature algorithms (§5.1.1.2)', async () => {
    const der = Uint8Array.from(await crlDer(ca));
    const at = Buffer.from(der).lastIndexOf(Buffer.from('2a8648ce3d040302', 'hex'));
    der[at + 7] = 3; // ecdsa-with-SHA384 outside
    expect(failure(der)).toContain('it names two signature algorithms');
  });
});

describe('entries', () => {
  it('are found by serial number among thousands, and counted', async () => {
    const read = await crl(ca, { revoked: entries(5000) });
    const { issuer } = read;
    expect(read.revoked.count).toBe(5000);
    for (const { serial, date } of entries(5000)) expect(read.revoked.find(serial, issuer)?.date).toEqual(date);
    expect(read.revoked.find(Uint8Array.of(0x02, 0, 0, 1), issuer)).toBeUndefined();
    expect(read.revoked.find(Uint8Array.of(0x01, 0, 0, 1), Uint8Array.of(0x30, 0))).toBeUndefined();
  });
  it('do not hang on the seed of the index', async () => {
    const der = await crlDer(ca, { revoked: entries(300) });
    for (const seed of [1, 2, 3]) {
      const read = readCrl(der, seededRandom(seed));
      const list = (read as { value: Crl }).value;
      expect(entries(300).every(({ serial }) => list.revoked.find(serial, list.issuer) !== undefined)).toBe(true);
    }
  });
  it('belong to the issuer that was named last, in an indirect CRL (§5.3.3)', async () => {
    const [first, second, third, fourth] = entries(4);
    const read = await crl(ca, {
      issuingPoint: { isIndirect: true },
      revoked: [first!, { ...second!, issuer: 'Other' }, third!, { ...fourth!, issuer: 'Reader' }],
    });
    const [one, two, three, four] = [...read.revoked].map(({ issuer }) => Buffer.from(issuer).toString('hex'));
    expect([one, four]).toEqual([one, one]);
    expect([two === three, two === one]).toEqual([true, false]);
    expect(read.revoked.find(third!.serial, read.issuer)).toBeUndefined();
    expect(read.revoked.find(fourth!.serial, read.issuer)).toBeDefined();
  });
  it('may repeat a serial number for another issuer', async () => {
    const [one] = entries(1);
    const twice = await crl(ca, { issuingPoint: { isIndirect: true }, revoked: [one!, { ...one!, issuer: 'Other' }] });
    expect(twice.revoked.fault).toBeUndefined();
  });
  it('are told to be malformed by the octet where they begin', async () => {
    const der = Uint8Array.from(await crlDer(ca, { revoked: entries(3) }));
    const at = Buffer.from(der).indexOf(Buffer.from('020401000001', 'hex'));
    der[at] = 0x04; // the second one's INTEGER
    const read = readCrl(der);
    const { revoked } = (read as { value: Crl }).value;
    expect(revoked.fault).toEqual({
      code: 'malformed',
      detail: 'the entry at octet 23 of its list has no serial number',
    });
    expect([...revoked]).toHaveLength(1);
    expect(revoked.find(entries(1)[0]!.serial, (read as { value: Crl }).value.issuer)).toBeUndefined();
  });
});

describe('CRL files', () => {
  it('are DER, or PEM with any number of them; a bad one is told beside the good ones', async () => {
    const der = await crlDer(ca);
    expect(readCrlFile(der, 'ca.crl')).toMatchObject({ ok: true, value: { crls: [{ version: 2 }], unreadable: [] } });
    const pem = formatPem('X509 CRL', der);
    const bad = formatPem('X509 CRL', der.subarray(0, 40));
    expect(readCrlFile(Buffer.from(`${pem}${bad}${pem}`), 'all.pem')).toMatchObject({
      ok: true,
      value: { crls: [{}, {}], unreadable: [{ code: 'malformed' }] },
    });
  });
  it('of another kind are refused by name', () => {
    const read = readCrlFile(Buffer.from(formatPem('CERTIFICATE', ca.certificate.der)), 'ca.pem');
    expect(read).toMatchObject({
      error: { message: 'ca.pem: there is a CERTIFICATE block in it, and no X509 CRL' },
    });
    expect(readCrlFile(Buffer.from('hello'), 'x')).toMatchObject({
      error: { message: 'x: there is no PEM block in it' },
    });
  });
});
