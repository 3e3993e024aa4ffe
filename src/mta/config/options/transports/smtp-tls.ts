/** smtp: TLS, DANE and OCSP. */
import { type OptionDraft, optionRows, working } from '../make.ts';

const hosts = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'host list',
  expanded: true,
  when: 'connection',
  doc,
  ...more,
});

const text = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string',
  expanded: true,
  when: 'connection',
  doc,
  ...more,
});

export const SMTP_TLS = optionRows(
  'transport/smtp',
  'smtp: TLS',
  working([
    text(
      'dane_require_tls_ciphers',
      'The cipher suites for hosts with usable TLSA records, in place of tls_require_ciphers.',
    ),
    ...(['gnutls_require_kx', 'gnutls_require_mac', 'gnutls_require_protocols'] as const).map((name) =>
      text(name, 'What GnuTLS may use, in configurations before 4.80.', {
        status: 'never: it has had no effect since Exim 4.80; tls_require_ciphers says what is allowed',
      }),
    ),
    {
      name: 'gnutls_compat_mode',
      type: 'boolean',
      status: 'never: TLS is done by OpenSSL here; leave it out',
      doc: 'GnuTLS bears with broken hosts, at a price in safety.',
    },
    text(
      'host_name_extract',
      'What tells apart, in a pool of hosts with one name, those that know a TLS session again.',
      {
        default: '${if and {{match{$host}{.outlook.com\\$}} {match{$item}{\\N^250-([\\w.]+)\\s\\N}}} {$1}}',
      },
    ),
    hosts('hosts_avoid_tls', 'Hosts with which TLS is not used.'),
    hosts(
      'hosts_nopass_tls',
      'Hosts to which a connection with TLS is closed after a message instead of being used for the next.',
    ),
    hosts(
      'hosts_noproxy_tls',
      'Hosts to which a connection with TLS is not kept by another process for the next message.',
    ),
    hosts(
      'hosts_request_ocsp',
      'Hosts that are asked for a stapled OCSP response. With DANE, where the TLSA records leave a use for it.',
      {
        default: '*',
        keywords: ['stapling'],
      },
    ),
    hosts('hosts_require_alpn', 'Hosts that must choose the protocol in tls_alpn.'),
    hosts('hosts_require_dane', 'Hosts to which nothing is sent unless DANE vouches for them.', { keywords: ['TLSA'] }),
    hosts('hosts_require_ocsp', 'Hosts to which nothing is sent without a good stapled OCSP response.', {
      keywords: ['stapling'],
    }),
    hosts('hosts_require_tls', 'Hosts to which nothing is sent without TLS.', { keywords: ['STARTTLS'] }),
    hosts('hosts_try_dane', 'Hosts whose TLSA records are asked for, and then hold. In 4.85 it was unset.', {
      default: '*',
      keywords: ['TLSA'],
    }),
    hosts(
      'hosts_try_mta_sts',
      'Hosts for which the policy of the domain whose mail goes there counts (MTA-STS, RFC 8461), unless DANE vouches for them: where it is enforced, a host that it does not name, or whose certificate tls_verify_certificates does not vouch for, gets nothing. Policies are kept among the hints. Exim has no such option.',
      { keywords: ['MTA-STS', 'STS'] },
    ),
    hosts('hosts_verify_avoid_tls', 'Hosts with which TLS is not used in callouts.'),
    text('tls_alpn', 'The protocol named by ALPN.'),
    text('tls_certificate', 'A file in PEM with the certificate we show, where we are asked for one.', {
      keywords: ['client certificate'],
    }),
    text(
      'tls_crl',
      'A file in PEM, or a directory of them, with revocation lists that certificates of hosts are held against.',
    ),
    {
      name: 'tls_dh_min_bits',
      type: 'integer',
      default: '1024',
      doc: 'The smallest Diffie-Hellman group that is accepted.',
    },
    text('tls_privatekey', 'The file in PEM with the key of tls_certificate. Unset, it stands in the same file.'),
    text('tls_require_ciphers', 'The cipher suites that are allowed, in the notation of OpenSSL.'),
    hosts(
      'tls_resumption_hosts',
      'Hosts with which an earlier TLS session is taken up, unless they are in hosts_require_ocsp. The certificate shown when it began is judged again.',
    ),
    text('tls_sni', 'The name of the host we ask for (SNI). With DANE it is the one the TLSA records are for.', {
      keywords: ['SNI'],
    }),
    {
      name: 'tls_tempfail_tryclear',
      type: 'boolean',
      default: 'true',
      doc: 'A host with which TLS fails for the moment gets the message in clear, unless it is in hosts_require_tls or has TLSA records.',
      keywords: ['downgrade'],
    },
    hosts(
      'tls_try_verify_hosts',
      'Hosts whose certificate is checked and, whatever comes of it, used. In 4.85 it was unset.',
      { default: '*' },
    ),
    hosts(
      'tls_verify_cert_hostnames',
      'Hosts whose certificate must have their name, where it is checked. In 4.85 it was unset.',
      { default: '*' },
    ),
    text(
      'tls_verify_certificates',
      'Roots for certificates of hosts: a file, a directory, or system for those the system trusts.',
      {
        default: 'system',
      },
    ),
    hosts('tls_verify_hosts', 'Hosts whose certificate must lead to tls_verify_certificates, or TLS fails.'),
  ]),
);
