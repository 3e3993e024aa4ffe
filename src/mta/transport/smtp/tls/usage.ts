/** `$tls_out_tlsa_usage`: a bit for each usage that counts for SMTP (RFC 7672 §3.1). */
import type { Tlsa } from '../../../../core/dns/index.ts';

const DANE_TA = 2;
const DANE_EE = 3;

export const usageBits = (records: readonly Tlsa[]): number =>
  records.reduce((bits, { usage }) => (usage === DANE_TA || usage === DANE_EE ? bits | (1 << usage) : bits), 0);
