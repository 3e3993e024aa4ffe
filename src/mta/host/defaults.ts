/** What variables say where nothing has happened: no session, no message (as Exim's `-be` shows them). */

const zero = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, '0']));

const no = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'no']));

const COUNTS =
  'acl_narg authentication_failed av_failed body_linecount body_zerocount dkim_created dkim_key_length ' +
  'dkim_key_nosubdomains dkim_key_testing event_defer_errno host_lookup_deferred host_lookup_failed localhost_number ' +
  'inode max_received_linelength message_age message_body_size message_linecount message_size mime_anomaly_level ' +
  'mime_content_size mime_is_coverletter mime_is_multipart mime_is_rfc822 proxy_external_port proxy_local_port ' +
  'rcpt_count rcpt_defer_count rcpt_fail_count received_count received_time recipients_count sender_host_port ' +
  'smtp_count_at_connection_start tls_bits tls_certificate_verified tls_in_bits tls_in_certificate_verified ' +
  'tls_in_ocsp tls_in_resumption tls_out_bits tls_out_certificate_verified tls_out_ocsp tls_out_resumption ' +
  'tls_out_tlsa_usage';

const DENIALS =
  'message_smtputf8 prdr_requested proxy_session sender_helo_dnssec sender_host_dnssec spf_result_guessed tls_out_dane';

/** An unsigned -1. */
const NO_USER = '4294967295';
/** No signature says more: Exim's idea of the farthest time, and of the longest body. */
const UNBOUNDED = '9999999999999';

export const DEFAULTS: Readonly<Record<string, string>> = {
  ...zero(COUNTS),
  ...no(DENIALS),
  bounce_return_size_limit: '102400',
  return_size_limit: '102400',
  compile_number: '1',
  dkim_bodylength: UNBOUNDED,
  dkim_expires: UNBOUNDED,
  dkim_key_granularity: '*',
  dkim_key_srvtype: '*',
  exim_version: '4.99',
  version_number: '4.99',
  host_port: '0',
  interface_port: '-1',
  received_port: '-1',
  sending_port: '-1',
  local_user_gid: NO_USER,
  local_user_uid: NO_USER,
  log_inodes: '-1',
  log_space: '-1',
  mime_part_count: '-1',
  spf_guess: 'v=spf1 a/24 mx/24 ptr ?all',
  spool_directory: '/var/spool/exim4',
  spool_inodes: '-1',
  spool_space: '-1',
};
