/** A certificate in a line. */
import { createHash } from 'node:crypto';
import type { Certificate } from '../pki/index.ts';
import type { ShortCertificate } from './types.ts';

export function shorten(certificate: Certificate): ShortCertificate {
  const { subjectText, issuerText, serial, notBefore, notAfter, der } = certificate;
  return {
    subject: subjectText,
    issuer: issuerText,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    key: describeKey(certificate),
    sha256: hexDigest('sha256', der),
  };
}

export const hexDigest = (algorithm: string, octets: Uint8Array): string =>
  createHash(algorithm).update(octets).digest('hex');

/** `RSA 2048`, `P-256`, `Ed25519`; what cannot be read is said to be unknown. */
export function describeKey(certificate: Certificate): string {
  const key = certificate.publicKeyObject();
  const details = key?.asymmetricKeyDetails;
  switch (key?.asymmetricKeyType) {
    case undefined:
      return 'unknown';
    case 'rsa':
      return `RSA ${details?.modulusLength}`;
    case 'rsa-pss':
      return `RSA-PSS ${details?.modulusLength}`;
    case 'ec':
      return CURVES[details?.namedCurve ?? ''] ?? details?.namedCurve ?? 'EC';
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    default:
      return String(key!.asymmetricKeyType).toUpperCase();
  }
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
