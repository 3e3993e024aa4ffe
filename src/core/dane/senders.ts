/**
 * What mail servers do where they part from RFC 7672, or from each other.
 *
 * Exim: spec ch. "Encrypted SMTP connections using TLS/SSL", "DANE"; Postfix: TLS_README "DANE TLS authentication" and
 * postconf(5) smtp_tls_dane_insecure_mx_policy.
 */
import type { HostReport, SenderView } from './types.ts';

interface Situation {
  readonly mxIsInsecure: boolean;
  readonly hosts: readonly HostReport[];
}

export function sendersOn({ mxIsInsecure, hosts }: Situation): readonly SenderView[] {
  const has = (test: (host: HostReport) => boolean): boolean => hosts.some(test);
  return [
    ...(mxIsInsecure && has(({ policy }) => policy === 'dane') ? INSECURE_MX : []),
    ...(has(({ policy }) => policy === 'mandatory-tls') ? ALL_UNUSABLE : []),
    ...(has(({ tlsa }) => tlsa.status === 'failed') ? TLSA_FAILS : []),
    ...(has(({ tlsa }) => tlsa.status === 'bogus') ? TLSA_BOGUS : []),
  ];
}

const INSECURE_MX: readonly SenderView[] = [
  { sender: 'Exim', setting: 'hosts_try_dane', does: 'goes on without DANE: the MX look-up was not secure' },
  { sender: 'Exim', setting: 'hosts_require_dane', does: 'fails the host: "lookup not DNSSEC"' },
  {
    sender: 'Postfix',
    setting: 'smtp_tls_security_level = dane',
    does: 'uses DANE with the hosts all the same (smtp_tls_dane_insecure_mx_policy = dane)',
  },
];

const ALL_UNUSABLE: readonly SenderView[] = [
  { sender: 'Exim', setting: 'hosts_try_dane', does: 'defers: TLS fails with "No usable TLSA records"' },
  {
    sender: 'Postfix',
    setting: 'smtp_tls_security_level = dane',
    does: 'delivers over TLS without authentication, as the RFC says',
  },
  { sender: 'Postfix', setting: 'smtp_tls_security_level = dane-only', does: 'defers' },
];

const TLSA_FAILS: readonly SenderView[] = [
  { sender: 'Exim', setting: 'hosts_try_dane', does: 'defers, as the RFC says' },
  { sender: 'Exim', setting: 'hosts_require_dane', does: 'fails the host on SERVFAIL, and defers on a timeout' },
  { sender: 'Postfix', setting: 'smtp_tls_security_level = dane', does: 'skips the host and defers, as the RFC says' },
];

const TLSA_BOGUS: readonly SenderView[] = [
  { sender: 'Exim', setting: 'hosts_try_dane', does: 'sees SERVFAIL from its resolver and defers' },
  { sender: 'Exim', setting: 'hosts_require_dane', does: 'sees SERVFAIL from its resolver and fails the host' },
  { sender: 'Postfix', setting: 'smtp_tls_security_level = dane', does: 'sees SERVFAIL from its resolver and defers' },
];
