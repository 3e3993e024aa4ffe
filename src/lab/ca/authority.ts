/** One certificate authority of the lab: a key, its certificate, and the act of issuing under it. */
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
} from '../../core/pki/issue.ts';

export interface Authority {
  readonly key: SigningKey;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** Dates of a certificate. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const DAY_MS = 86_400_000;

/** From a day before `now`, so that clocks that differ a little agree, for `days`. */
export function validFor(now: Date, days: number): Validity {
  return { notBefore: new Date(now.getTime() - DAY_MS), notAfter: new Date(now.getTime() + days * DAY_MS) };
}

/** Ended the day before `now`. */
export function expiredAt(now: Date): Validity {
  return { notBefore: new Date(now.getTime() - 90 * DAY_MS), notAfter: new Date(now.getTime() - DAY_MS) };
}

/** A root when `issuer` is absent, else an intermediate below it (RFC 5280 §4.2.1.9). */
export async function createAuthority(subject: string, validity: Validity, issuer?: Authority): Promise<Authority> {
  const key = await generateSigningKey('p256');
  const template: CertificateTemplate = {
    subject,
    ...validity,
    ca: issuer === undefined ? {} : { pathLength: 0 },
    keyUsage: ['keyCertSign', 'cRLSign'],
  };
  const signer = issuer === undefined ? { key } : issuer;
  return { key, certificate: await issueCertificate(template, key.publicKey, signer) };
}
