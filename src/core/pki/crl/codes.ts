/** Every reason for a CRL to say nothing of a certificate: one row each, in the order in which checks are made. */
import type { CrlFault } from './types.ts';

export interface FaultRow {
  readonly code: CrlFault;
  readonly meaning: string;
  readonly ref: string;
}

export const FAULTS: readonly FaultRow[] = [
  { code: 'missing', meaning: 'there is no CRL at all to ask', ref: 'RFC 5280 §6.3.3' },
  { code: 'wrong-issuer', meaning: 'the CRLs are those of other authorities', ref: 'RFC 5280 §6.3.3' },
  { code: 'delta-without-base', meaning: 'a delta CRL has no complete one to continue', ref: 'RFC 5280 §5.2.4' },
  { code: 'too-large', meaning: 'it is larger than what is read', ref: 'RFC 5280 §5.1' },
  { code: 'malformed', meaning: 'it cannot be read as RFC 5280 writes it', ref: 'RFC 5280 §5.1' },
  {
    code: 'distribution-point',
    meaning: 'its issuing distribution point is none of the certificate’s',
    ref: 'RFC 5280 §6.3.3',
  },
  { code: 'scope', meaning: 'it is for another kind of certificates', ref: 'RFC 5280 §5.2.5' },
  {
    code: 'web-profile',
    meaning: 'its issuing distribution point is not as the public web has it',
    ref: 'RFC 5280 §5.2.5',
  },
  { code: 'unknown-critical', meaning: 'it, or an entry, has an unknown critical extension', ref: 'RFC 5280 §5.2' },
  { code: 'no-number', meaning: 'a version 2 CRL has no CRL number', ref: 'RFC 5280 §5.2.3' },
  { code: 'critical-number', meaning: 'its CRL number is marked critical', ref: 'RFC 5280 §5.2.3' },
  { code: 'duplicate-serial', meaning: 'it lists a certificate twice', ref: 'RFC 5280 §5.1.2.6' },
  { code: 'not-yet-valid', meaning: 'its thisUpdate is still to come', ref: 'RFC 5280 §5.1.2.4' },
  { code: 'no-next-update', meaning: 'it does not say until when it holds', ref: 'RFC 5280 §5.1.2.5' },
  { code: 'expired', meaning: 'its nextUpdate has passed', ref: 'RFC 5280 §5.1.2.5' },
  { code: 'no-signer', meaning: 'the certificate of the authority that signs it is missing', ref: 'RFC 5280 §6.3.3' },
  { code: 'wrong-key', meaning: 'it names another key of its issuer', ref: 'RFC 5280 §5.2.1' },
  { code: 'no-crl-sign', meaning: 'the key usage of its signer lacks cRLSign', ref: 'RFC 5280 §6.3.3' },
  { code: 'bad-signature', meaning: 'its signature does not verify', ref: 'RFC 5280 §6.3.3' },
  { code: 'untrusted-signer', meaning: 'its signer leads to no trust anchor', ref: 'RFC 5280 §6.3.3' },
  { code: 'reasons-not-covered', meaning: 'the CRLs together leave out some reasons', ref: 'RFC 5280 §6.3.3' },
];

/** How far a CRL came before it failed: of several, the one that came furthest is told. */
export const FAULT_RANK = Object.fromEntries(FAULTS.map(({ code }, rank) => [code, rank])) as Readonly<
  Record<CrlFault, number>
>;
