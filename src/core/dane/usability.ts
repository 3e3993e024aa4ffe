/** Which TLSA records a sender can use for SMTP (RFC 6698 §2.1, RFC 7672 §3.1, RFC 7671 §4). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Tlsa } from '../dns/index.ts';
import { readCertificate, readElement } from '../pki/index.ts';

export type Unusable =
  /** Usages 0 and 1 lean on public CAs, which SMTP does not use (RFC 7672 §3.1.3). */
  | 'pkix-usage'
  | 'unknown-usage'
  | 'unknown-selector'
  | 'unknown-matching-type'
  | 'digest-length'
  /** Matching type 0 whose octets are neither the certificate nor the key they should be. */
  | 'not-a-certificate'
  | 'not-a-key';

export const USAGE = { PKIX_TA: 0, PKIX_EE: 1, DANE_TA: 2, DANE_EE: 3 } as const;
export const DIGESTS: Readonly<Record<number, { readonly name: 'sha256' | 'sha512'; readonly octets: number }>> = {
  1: { name: 'sha256', octets: 32 },
  2: { name: 'sha512', octets: 64 },
};

/** Undefined: the record counts. */
export function whyUnusable({ usage, selector, matchingType, data }: Tlsa): Unusable | undefined {
  if (usage === USAGE.PKIX_TA || usage === USAGE.PKIX_EE) return 'pkix-usage';
  if (usage > USAGE.DANE_EE) return 'unknown-usage';
  if (selector > 1) return 'unknown-selector';
  if (matchingType > 2) return 'unknown-matching-type';
  const digest = DIGESTS[matchingType];
  if (digest !== undefined) return data.length === digest.octets ? undefined : 'digest-length';
  if (selector === 0) return isCertificate(data) ? undefined : 'not-a-certificate';
  return publicKeyOf(data) === undefined ? 'not-a-key' : undefined;
}

/** For people, one clause each. */
export const UNUSABLE_TEXT: Readonly<Record<Unusable, string>> = {
  'pkix-usage': 'usages 0 and 1 do not count for SMTP',
  'unknown-usage': 'nobody knows this certificate usage',
  'unknown-selector': 'nobody knows this selector',
  'unknown-matching-type': 'nobody knows this matching type',
  'digest-length': 'the digest has the wrong length',
  'not-a-certificate': 'the octets are no certificate',
  'not-a-key': 'the octets are no public key',
};

/** A SubjectPublicKeyInfo, and nothing behind it, as a key; undefined where it is none. */
export function publicKeyOf(spki: Uint8Array): KeyObject | undefined {
  if (readElement(spki)?.whole.length !== spki.length) return undefined;
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** A whole certificate, with a key that can be used: senders' libraries take no other. */
function isCertificate(data: Uint8Array): boolean {
  const read = readCertificate(data);
  return read.ok && publicKeyOf(read.value.publicKey) !== undefined;
}
