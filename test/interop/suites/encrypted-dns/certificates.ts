/** A CA, and certificates for the resolvers: one good, in the name they are asked by, and what is wrong is asked of it. */
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatSigningKey, generateSigningKey, issueCertificate } from '../../../../src/core/pki/issue.ts';
import type { ServerCertificate } from '../../peers/recursive.ts';

const DAY_MS = 86_400_000;

/** What the resolvers' certificate names, beside their addresses. */
export const RESOLVER_NAME = 'dns.interop.test';

export interface Certificates {
  readonly caFile: string;
  /** A CA that issued nothing. */
  readonly otherCaFile: string;
  readonly server: ServerCertificate;
}

/** @param addresses  IPv4, each four octets */
export async function makeCertificates(folder: string, addresses: readonly Uint8Array[]): Promise<Certificates> {
  const notBefore = new Date(Date.now() - DAY_MS);
  const dates = { notBefore, notAfter: new Date(notBefore.getTime() + 30 * DAY_MS) };
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const authority = async (subject: string) => {
    const key = await generateSigningKey('p256');
    const template = { subject, ca: {}, keyUsage: ['keyCertSign' as const], ...dates };
    return { key, certificate: await issueCertificate(template, key.publicKey, { key }) };
  };
  const ca = await authority('Interop Resolver CA');
  const key = await generateSigningKey('p256');
  const leaf = await issueCertificate(
    {
      subject: 'Interop Resolver',
      dnsNames: [RESOLVER_NAME],
      ipAddresses: addresses,
      extendedKeyUsage: ['serverAuth'],
      ...dates,
    },
    key.publicKey,
    ca,
  );
  return {
    caFile: write('ca.pem', pem(ca.certificate)),
    otherCaFile: write('other-ca.pem', pem((await authority('Nobody')).certificate)),
    server: { keyFile: write('key.pem', formatSigningKey(key)), chainFile: write('chain.pem', pem(leaf)) },
  };
}

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
