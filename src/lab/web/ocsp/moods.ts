/**
 * What the responder says: a registry, each row one departure from a good answer. To add one: a row here, and a line in
 * the test's table. Ways an answer is spoiled on its way are in deliveries.ts.
 */

import type { RevocationReason } from '../../../core/ocsp/index.ts';
import type { ResponseSpec, SingleSpec, StatusSpec } from '../../../core/ocsp/issue.ts';
import type { DelegateName } from './signers.ts';

export interface OcspMood {
  readonly name: string;
  readonly about: string;
  /** OCSPResponseStatus by number: the answer is that and nothing else (RFC 6960 §4.2.1). */
  readonly error?: number;
  /** Good when absent. */
  readonly status?: (now: Date) => StatusSpec;
  /** Hours from now of thisUpdate and nextUpdate; the usual ones when absent, `never`: no nextUpdate. */
  readonly dates?: { readonly from: number; readonly to: number | 'never' };
  /** Of the CertID; that of the request when absent. */
  readonly digest?: 'sha256';
  /** What else is special about each answer in it. */
  readonly single?: (asked: Asked) => Partial<SingleSpec>;
  readonly response?: Partial<ResponseSpec>;
  /** The issuer when absent. */
  readonly signer?: DelegateName | 'stranger';
  /** Echoed when absent. */
  readonly nonce?: 'ignored' | 'altered';
}

/** The CertID about to be answered, in octets. */
export interface Asked {
  readonly serial: Uint8Array;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
}

/** A week, begun an hour ago: what CAs commonly give. */
export const USUAL_DATES = { from: -1, to: 7 * 24 } as const;

export const OCSP_MOODS: readonly OcspMood[] = [
  { name: 'good', about: 'good, signed by the issuer, for a week' },
  { name: 'revoked', about: 'revoked two days ago, the key compromised', status: revoked('keyCompromise') },
  { name: 'superseded', about: 'revoked, being superseded', status: revoked('superseded') },
  { name: 'on-hold', about: 'revoked for now: certificateHold', status: revoked('certificateHold') },
  { name: 'revoked-no-reason', about: 'revoked, and no reason given', status: revoked() },
  { name: 'unknown', about: 'the responder does not know the certificate', status: () => ({ kind: 'unknown' }) },
  { name: 'malformed-request', about: 'the error malformedRequest', error: 1 },
  { name: 'internal-error', about: 'the error internalError', error: 2 },
  { name: 'try-later', about: 'the error tryLater', error: 3 },
  { name: 'sig-required', about: 'the error sigRequired', error: 5 },
  { name: 'unauthorized', about: 'the error unauthorized', error: 6 },
  { name: 'expired', about: 'nextUpdate was a week ago', dates: { from: -14 * 24, to: -7 * 24 } },
  { name: 'not-yet-valid', about: 'thisUpdate is tomorrow', dates: { from: 24, to: 8 * 24 } },
  {
    name: 'no-next-update',
    about: 'no nextUpdate: newer information is always there',
    dates: { from: -1, to: 'never' },
  },
  {
    name: 'wrong-issuer',
    about: 'about a certificate of another issuer',
    single: ({ issuerKeyHash, issuerNameHash }) => ({
      issuerKeyHash: flipped(issuerKeyHash),
      issuerNameHash: flipped(issuerNameHash),
    }),
  },
  {
    name: 'wrong-serial',
    about: 'about another certificate of the same issuer',
    single: ({ serial }) => ({ serial: flipped(serial) }),
  },
  { name: 'bad-signature', about: 'the signature does not verify', response: { isSignatureBroken: true } },
  { name: 'wrong-signer', about: 'signed by a CA that has nothing to do with it', signer: 'stranger' },
  { name: 'delegated', about: 'signed by a delegate with the OCSPSigning usage', signer: 'proper' },
  { name: 'delegated-no-usage', about: 'signed by a delegate without that usage', signer: 'without-usage' },
  { name: 'delegated-by-stranger', about: 'signed by a delegate of another CA', signer: 'of-stranger' },
  { name: 'signer-expired', about: 'signed by a delegate whose certificate ended yesterday', signer: 'expired' },
  {
    name: 'signer-expiring',
    about: 'signed by a delegate whose certificate ends before the proof',
    signer: 'expiring',
  },
  { name: 'by-key', about: 'the responder named by the hash of its key', response: { responderId: 'key' } },
  { name: 'sha256', about: 'a CertID in SHA-256, whatever was asked', digest: 'sha256' },
  { name: 'nonce-ignored', about: 'no nonce, as responders do that sign in advance', nonce: 'ignored' },
  { name: 'nonce-altered', about: 'another nonce than the one sent', nonce: 'altered' },
];

export const ocspMoodNamed = (name: string): OcspMood | undefined => OCSP_MOODS.find((row) => row.name === name);

/** The status is revoked, for whatever reason: such certificates are on the lists as well. */
export const isRevoked = (mood: string): boolean => ocspMoodNamed(mood)?.status?.(new Date(0)).kind === 'revoked';

const TWO_DAYS_MS = 2 * 86_400_000;

function revoked(reason?: RevocationReason): (now: Date) => StatusSpec {
  return (now) => ({
    kind: 'revoked',
    at: new Date(now.getTime() - TWO_DAYS_MS),
    ...(reason !== undefined && { reason }),
  });
}

function flipped(octets: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(octets);
  changed[changed.length - 1]! ^= 1;
  return changed;
}
