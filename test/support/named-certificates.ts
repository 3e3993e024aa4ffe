/** Certificates with any names, good and bad: one key for all, self-signed, cheap to make. */

import type { Certificate } from '../../src/core/pki/index.ts';
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
} from '../../src/core/pki/issue.ts';
import { certificate } from './chains.ts';

export type Names = Partial<Pick<CertificateTemplate, 'subject' | 'dnsNames' | 'ipAddresses' | 'alternativeNames'>> &
  Pick<CertificateTemplate, 'extraExtensions'>;

const COMMON_NAME = '2.5.4.3';
let key: Promise<SigningKey> | undefined;

/** DER. */
export async function namedDer(names: Names): Promise<Uint8Array> {
  key ??= generateSigningKey('p256');
  const dates = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
  return issueCertificate({ subject: [], ...names, ...dates }, (await key).publicKey, { key: await key });
}

export const named = async (names: Names): Promise<Certificate> => certificate(await namedDer(names));

type Encoding = Exclude<NonNullable<CertificateTemplate['subject']>, string>[number]['encoding'];

/** A subject of common names, each in an RDN of its own. */
export function commonNames(values: readonly string[], encoding: NonNullable<Encoding> = 'utf8'): Names['subject'] {
  return values.map((value) => ({ oid: COMMON_NAME, value, encoding }));
}

export const signingKey = (): Promise<SigningKey> => (key ??= generateSigningKey('p256'));
