/** An authority with its files: certificates, keys, and the index that openssl's responder answers from. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificateTemplate,
  formatPem,
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
} from '../../../../src/core/pki/issue.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type CertificateName = 'good' | 'revoked' | 'unknown' | 'rsa' | 'web';

export interface Files {
  readonly ca: string;
  readonly caKey: string;
  readonly index: string;
  /** A delegated responder; `short` ends in six hours. */
  readonly delegate: { readonly cert: string; readonly key: string };
  readonly short: { readonly cert: string; readonly key: string };
  /** PEM of the leaf alone. */
  cert(name: CertificateName): string;
  /** PEM of the leaf and its issuer. */
  chain(name: CertificateName): string;
  /** PEM of the key, the leaf and its issuer. */
  withKey(name: CertificateName): string;
}

const SERIALS: Readonly<Record<CertificateName, number>> = {
  good: 0x1001,
  revoked: 0x1002,
  unknown: 0x1003,
  rsa: 0x1004,
  web: 0x1005,
};

/** `unknown` is not in the index; `web` is signed by itself, for a server nobody trusts. */
export async function makeAuthority(folder: string): Promise<Files> {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const now = Date.now();
  const dates = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 90 * DAY_MS) };
  const key = await generateSigningKey('p256');
  const usage = ['keyCertSign', 'cRLSign', 'digitalSignature'] as const;
  const certificate = await issueCertificate(
    { subject: 'Interop OCSP CA', ...dates, ca: {}, keyUsage: usage },
    key.publicKey,
    { key },
  );
  const issued = async (
    name: string,
    template: Partial<CertificateTemplate>,
    type: 'p256' | 'rsa' = 'p256',
    isOwn = false,
  ) => {
    const own = await generateSigningKey(type);
    const full = { subject: `${name}.ocsp.test`, ...dates, ...template };
    const der = await issueCertificate(full, own.publicKey, isOwn ? { key: own } : { key, certificate });
    const cert = file(`${name}.pem`, formatPem('CERTIFICATE', der));
    const chain = formatPem('CERTIFICATE', der) + formatPem('CERTIFICATE', certificate);
    file(`${name}.chain.pem`, chain);
    file(`${name}.with-key.pem`, formatSigningKey(own) + chain);
    return { cert, key: file(`${name}.key`, formatSigningKey(own)) };
  };
  const responder = { extendedKeyUsage: ['ocspSigning'], ocspNoCheck: true, keyUsage: ['digitalSignature'] as const };
  for (const [name, serial] of Object.entries(SERIALS)) {
    const template = { serial: Uint8Array.of(serial >> 8, serial & 0xff), dnsNames: [`${name}.ocsp.test`] };
    await issued(name, template, name === 'rsa' ? 'rsa' : 'p256', name === 'web');
  }
  return {
    ca: file('ca.pem', formatPem('CERTIFICATE', certificate)),
    caKey: file('ca.key', formatSigningKey(key)),
    index: file('index.txt', indexText(dates.notAfter)),
    delegate: await issued('delegate', responder),
    short: await issued('short', { ...responder, notAfter: new Date(now + 6 * HOUR_MS) }),
    cert: (name) => join(folder, `${name}.pem`),
    chain: (name) => join(folder, `${name}.chain.pem`),
    withKey: (name) => join(folder, `${name}.with-key.pem`),
  };
}

/** openssl-ca(1): status, end, revocation, serial, file, subject. */
function indexText(notAfter: Date): string {
  const end = `${notAfter
    .toISOString()
    .replace(/[-:T]|\.\d+/g, '')
    .slice(2, 14)}Z`;
  const row = (name: CertificateName, status: string, revoked = ''): string =>
    `${status}\t${end}\t${revoked}\t${SERIALS[name].toString(16)}\tunknown\t/CN=${name}.ocsp.test\n`;
  return row('good', 'V') + row('rsa', 'V') + row('revoked', 'R', '260101000000Z,keyCompromise');
}
