/** The subjects of a check for people, in their order. */
import type { SubjectName } from '../../core/check/index.ts';

export const SUBJECT_TITLES: Readonly<Record<SubjectName, string>> = {
  mx: 'MX',
  dnssec: 'DNSSEC',
  dane: 'DANE',
  mtasts: 'MTA-STS',
  tls: 'TLS',
  certificates: 'Certificates',
  dmarc: 'DMARC',
  spf: 'SPF',
  dkim: 'DKIM',
  tlsrpt: 'TLSRPT',
  reverse: 'Reverse names',
};
