/** What binds us to a host, by DANE or MTA-STS, and how variables tell it. */
import type { Tlsa } from '../../../../core/dns/index.ts';

export interface DaneBinding {
  readonly records: readonly Tlsa[];
  /** The name they stand under, for SNI and for names in certificates. */
  readonly base: string;
}

export interface StsBinding {
  /** Whose policy it is. */
  readonly domain: string;
  /** `testing`: what would keep the message away is counted, and no more. */
  readonly mode: 'enforce' | 'testing';
  /** The policy names the host. */
  readonly isNamed: boolean;
  readonly patterns: readonly string[];
  /** Of the policy, as reports quote it. */
  readonly lines: readonly string[];
}

/** What a binding has against a certificate, in words of reports (RFC 8460 §4.3). */
export type CertificateFault =
  | 'certificate-host-mismatch'
  | 'certificate-expired'
  | 'certificate-not-trusted'
  | 'validation-failure';

const DANE_TA = 2;
const DANE_EE = 3;

/** `$tls_out_tlsa_usage`: a bit for each usage that counts for SMTP (RFC 7672 §3.1). */
export const usageBits = (records: readonly Tlsa[]): number =>
  records.reduce((bits, { usage }) => (usage === DANE_TA || usage === DANE_EE ? bits | (1 << usage) : bits), 0);
