/** A small authority for tests of CRLs: a root, an issuing CA below it, leaves with any distribution points, lists by either. */

import { type Crl, readCrl } from '../../src/core/pki/crl/index.ts';
import { type Certificate, readCertificate } from '../../src/core/pki/index.ts';
import { type CrlSpec, issueCrl } from '../../src/core/pki/issue/crl.ts';
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
} from '../../src/core/pki/issue.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');
export const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);

/** A certificate, and the key to sign with in its name. */
export interface Party {
  readonly certificate: Certificate;
  readonly key: SigningKey;
}

/** Issued by `issuer`, or by itself where there is none. */
export async function party(issuer: Party | undefined, template: Partial<CertificateTemplate>): Promise<Party> {
  const key = await generateSigningKey('p256');
  const signer = issuer === undefined ? { key } : { key: issuer.key, certificate: issuer.certificate.der };
  const whole = { subject: 'leaf', notBefore: days(-100), notAfter: days(100), ...template };
  const read = readCertificate(await issueCertificate(whole, key.publicKey, signer));
  if (!read.ok) throw new Error(read.error.message);
  return { certificate: read.value, key };
}

export const authority = (name: string, issuer?: Party, template: Partial<CertificateTemplate> = {}): Promise<Party> =>
  party(issuer, { subject: name, ca: {}, keyUsage: ['keyCertSign', 'cRLSign'], ...template });

/** In time, number 10, nothing revoked, unless the spec says otherwise. */
export async function crlDer(by: Party, spec: Partial<CrlSpec> = {}): Promise<Uint8Array> {
  const whole = { thisUpdate: days(-1), nextUpdate: days(7), number: 10n, ...spec };
  return issueCrl(whole, { key: by.key, certificate: by.certificate.der });
}

export async function crl(by: Party, spec: Partial<CrlSpec> = {}): Promise<Crl> {
  const read = readCrl(await crlDer(by, spec));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** An entry for this certificate. */
export const listed = ({ certificate }: Party, more: Partial<NonNullable<CrlSpec['revoked']>[number]> = {}) => ({
  serial: certificate.serialOctets,
  date: days(-2),
  ...more,
});
